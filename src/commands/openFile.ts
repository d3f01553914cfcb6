import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { DriveItem } from '../../protocol/items';
import { OPEN_LIMIT_BYTES } from '../../protocol/routes';
import { isNotebook, isNotebookName, toGlobalPath } from '../contents/contentsModel';
import { looksBinary } from '../contents/decode';
import { formatBytes } from '../words/format';
import { unreadableText } from '../words/unreadable';
import type { CommandContext } from './context';

/** JupyterLab's name for what shows notebooks. */
const NOTEBOOK_WIDGET = 'Notebook';

/** Opens a file in the main area, or says what to do with one that can't be opened there. */
export async function openFile(listed: DriveItem, context: CommandContext): Promise<void> {
  const { client } = context.drive;
  // Its canonical path, whatever view or shortcut it was found in: else it could be open twice.
  const item = await client.item(listed.path);
  if (item.kind === 'document') {
    await offerDrive(item, context);
  } else if (item.size !== null && item.size > OPEN_LIMIT_BYTES) {
    const text = context.trans.__(
      '%1 is too much to open here. Copy the file to the workspace instead.',
      formatBytes(item.size)
    );
    await offerCopy(item, text, context);
  } else if (isNotebook(item)) {
    // JupyterLab goes by the name; a notebook of Colab may have none that tells.
    const widget = isNotebookName(item.name) ? undefined : NOTEBOOK_WIDGET;
    context.docManager.openOrReveal(toGlobalPath(item.path), widget);
  } else if (opensAsText(item, context) && (await isBinary(item, context))) {
    await offerCopy(item, notText(item, context), context);
  } else {
    context.docManager.openOrReveal(toGlobalPath(item.path));
  }
}

function notText({ title }: DriveItem, { trans }: CommandContext): string {
  return unreadableText('notText', title, trans);
}

/** True if what JupyterLab would show it with wants text. */
function opensAsText({ name }: DriveItem, { docManager }: CommandContext): boolean {
  return (docManager.registry.defaultWidgetFactory(name).modelName ?? 'text') === 'text';
}

/** Looks at the first bytes; the rest is not fetched. */
async function isBinary(item: DriveItem, { drive }: CommandContext): Promise<boolean> {
  const asking = new AbortController();
  const { body } = await drive.client.content(item, { signal: asking.signal });
  try {
    const first = await body?.getReader().read();
    return first?.value !== undefined && looksBinary(first.value);
  } finally {
    asking.abort();
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
  body: string,
  { starter, trans }: CommandContext
): Promise<void> {
  const { button } = await showDialog({
    title: item.title,
    body,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Copy to Workspace') })
    ]
  });
  if (button.accept) {
    await starter.copy([item], starter.shownFolder);
  }
}
