import { Dialog, showDialog } from '@jupyterlab/apputils';
import { CommandIds } from '../commandIds';
import { uploadIcon } from '../words/icons';
import type { Status } from '../../protocol/status';
import type { IDrivePanel, ITransferStarter } from '../tokens';
import {
  checkUpload,
  refusalHint,
  refusalText,
  type UploadCheck,
  type UploadRefusal
} from '../transfers/uploadTarget';
import { NO_ARGS, type CommandContext } from './context';

/** The command that uploads from the workspace into the folder of Drive that is shown. */
export function addUploadCommand(context: CommandContext): void {
  const { commands, starter, drive, section, trans } = context;
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
    isEnabled: () => starter.selectedPaths.length > 0 && knownRefusal(context) === null,
    execute: () => upload(context)
  });
  drive.status.changed.connect(() => {
    commands.notifyCommandChanged(CommandIds.upload);
  });
  section.panelBuilt.connect((_, panel) => {
    panel.uploadDropped.connect((_panel, { paths, folder }) => {
      void starter.upload(paths, folder);
    });
  });
}

/** Why an upload is not possible, as far as that is known before the section shows a folder. */
function knownRefusal({ starter, drive, section }: CommandContext): UploadRefusal | null {
  const { status } = drive.status;
  if (status?.state !== 'ready') {
    return null;
  }
  const { panel } = section;
  if (panel === null || panel.folder === null) {
    return status.canUpload ? null : (status.readOnlyReason ?? 'administrator');
  }
  return check(panel, starter, status).refusal;
}

function check(
  panel: IDrivePanel | null,
  starter: ITransferStarter,
  status: Status | null
): UploadCheck {
  const rows = panel?.driveItems ?? [];
  return checkUpload(panel?.folder ?? null, status, { paths: starter.selectedPaths, rows });
}

async function upload(context: CommandContext): Promise<void> {
  const { starter, drive, section, trans } = context;
  const paths = starter.selectedPaths;
  const panel = await section.reveal();
  const title = trans.__('Upload to Google Drive');
  const { folder, refusal } = check(panel, starter, drive.status.status);
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
    await starter.upload(paths, folder);
  }
}
