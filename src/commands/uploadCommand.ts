import { Dialog, showDialog } from '@jupyterlab/apputils';
import { CommandIds } from '../commandIds';
import { uploadIcon } from '../icons';
import { checkUpload, refusalText, type UploadRefusal } from '../uploadTarget';
import { NO_ARGS, type CommandContext } from './context';

/** The way from the workspace into the folder of Drive that is shown. */
export function addUploadCommand(context: CommandContext): void {
  const { commands, copies, drive, section, trans } = context;
  commands.addCommand(CommandIds.upload, {
    label: trans.__('Upload to Google Drive…'),
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

/** Before the section was opened, nothing is known; then the command opens it. */
function knownRefusal({ drive }: CommandContext): UploadRefusal | null {
  const { status } = drive.status;
  return status?.state === 'ready' && !status.canUpload
    ? (status.readOnlyReason ?? 'notEnabled')
    : null;
}

async function upload(context: CommandContext): Promise<void> {
  const { copies, drive, section, trans } = context;
  const paths = copies.selectedPaths;
  const panel = await section.reveal();
  const title = trans.__('Upload to Google Drive');
  const { folder, refusal } = checkUpload(panel?.driveModel.folder ?? null, drive.status.status);
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
