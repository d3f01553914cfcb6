import { Dialog, showDialog } from '@jupyterlab/apputils';
import { CommandIds } from '../commandIds';
import { uploadIcon } from '../words/icons';
import type { Status } from '../../protocol/status';
import type { ICopies } from '../tokens';
import {
  checkUpload,
  refusalHint,
  refusalText,
  type UploadCheck,
  type UploadRefusal
} from '../transfers/uploadTarget';
import type { DriveModel } from '../panel/driveModel';
import { NO_ARGS, type CommandContext } from './context';

/** The way from the workspace into the folder of Drive that is shown. */
export function addUploadCommand(context: CommandContext): void {
  const { commands, copies, drive, section, trans } = context;
  commands.addCommand(CommandIds.upload, {
    // A menu shows labels and nothing else: so the reason stands there.
    label: () => {
      const refusal = knownRefusal(context);
      return refusal === null
        ? trans.__('Upload to Google Drive…')
        : trans.__('Upload to Google Drive… (%1)', refusalHint(refusal, trans));
    },
    caption: () => {
      const refusal = knownRefusal(context);
      return refusal === null ? '' : refusalText(refusal, trans);
    },
    icon: uploadIcon,
    describedBy: NO_ARGS,
    isEnabled: () => copies.selectedPaths.length > 0 && knownRefusal(context) === null,
    execute: () => upload(context)
  });
  drive.status.changed.connect(() => {
    commands.notifyCommandChanged(CommandIds.upload);
  });
  section.panelBuilt.connect((_, panel) => {
    panel.list?.dropped.connect((_list, { paths, folder }) => {
      void copies.toDrive(paths, folder);
    });
  });
}

/** Why not, as far as it is known: before the section shows a folder, the command opens it. */
function knownRefusal({ copies, drive, section }: CommandContext): UploadRefusal | null {
  const { status } = drive.status;
  if (status?.state !== 'ready') {
    return null;
  }
  const model = section.panel?.driveModel ?? null;
  if (model === null || model.folder === null) {
    return status.canUpload ? null : (status.readOnlyReason ?? 'notEnabled');
  }
  return check(model, copies, status).refusal;
}

function check(model: DriveModel | null, copies: ICopies, status: Status | null): UploadCheck {
  const rows = model?.driveItems ?? [];
  return checkUpload(model?.folder ?? null, status, { paths: copies.selectedPaths, rows });
}

async function upload(context: CommandContext): Promise<void> {
  const { copies, drive, section, trans } = context;
  const paths = copies.selectedPaths;
  const panel = await section.reveal();
  const title = trans.__('Upload to Google Drive');
  const { folder, refusal } = check(panel?.driveModel ?? null, copies, drive.status.status);
  if (refusal !== null) {
    const buttons = [Dialog.okButton({ label: trans.__('Close') })];
    await showDialog({ title, body: refusalText(refusal, trans), buttons });
    return;
  }
  const { button } = await showDialog({
    title,
    body: trans._n(
      'Upload %1 item to "%2", the folder that the Google Drive section shows?',
      'Upload %1 items to "%2", the folder that the Google Drive section shows?',
      paths.length,
      folder.path
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Upload') })
    ]
  });
  if (button.accept) {
    await copies.toDrive(paths, folder);
  }
}
