import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { DriveItem } from '../../protocol/items';
import { OPEN_LIMIT_BYTES } from '../../protocol/routes';
import { toGlobalPath } from '../contents/contentsModel';
import { formatBytes } from '../words/format';
import type { CommandContext } from './context';

/** Opens a file in the main area, or says what to do with one that can't be opened there. */
export async function openFile(listed: DriveItem, context: CommandContext): Promise<void> {
  const { client } = context.drive;
  // Its canonical path, whatever view or shortcut it was found in: else it could be open twice.
  const item = await client.item(listed.path);
  if (item.kind === 'document') {
    await offerDrive(item, context);
  } else if (item.size !== null && item.size > OPEN_LIMIT_BYTES) {
    await offerCopy(item, item.size, context);
  } else {
    context.docManager.openOrReveal(toGlobalPath(item.path));
  }
}

async function offerDrive(item: DriveItem, { trans }: CommandContext): Promise<void> {
  const { link } = item;
  const { button } = await showDialog({
    title: item.title,
    body: trans.__('This is a Google document. It opens in Google Drive.'),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      ...(link === null ? [] : [Dialog.okButton({ label: trans.__('Open in Google Drive') })])
    ]
  });
  if (button.accept && link !== null) {
    window.open(link, '_blank', 'noopener');
  }
}

async function offerCopy(
  item: DriveItem,
  size: number,
  { starter, trans }: CommandContext
): Promise<void> {
  const { button } = await showDialog({
    title: item.title,
    body: trans.__(
      '%1 is too much to open here. Copy the file to the workspace instead.',
      formatBytes(size)
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Copy to Workspace') })
    ]
  });
  if (button.accept) {
    await starter.copy([item], starter.shownFolder);
  }
}
