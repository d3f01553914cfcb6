import { FileDialog } from '@jupyterlab/filebrowser';
import { pasteIcon } from '@jupyterlab/ui-components';
import type { DriveItem } from '../../protocol/items';
import { CommandIds } from '../commandIds';
import { copyToWorkspaceIcon } from '../words/icons';
import { NO_ARGS, onlyItem, selection, type CommandContext } from './context';

/** Commands that bring items into the workspace. */
export function addCopyCommands(context: CommandContext): void {
  const { clipboard, commands, starter, trans } = context;
  commands.addCommand(CommandIds.copyToWorkspace, {
    label: trans.__('Copy to Workspace'),
    icon: copyToWorkspaceIcon,
    describedBy: NO_ARGS,
    isEnabled: () => canCopy(selection(context)),
    execute: () => starter.copy(selection(context), starter.shownFolder)
  });
  commands.addCommand(CommandIds.copyToFolder, {
    label: trans.__('Copy to Folder…'),
    describedBy: NO_ARGS,
    isEnabled: () => canCopy(selection(context)),
    execute: () => copyToFolder(context)
  });
  commands.addCommand(CommandIds.copyAndInsertCode, {
    label: trans.__('Copy and Insert Code'),
    caption: trans.__('Copy the file, and insert code that reads it into the active cell'),
    describedBy: NO_ARGS,
    isVisible: () => onlyItem(context) !== null,
    isEnabled: () =>
      canCopy(selection(context)) && context.notebooks?.activeCell?.model.type === 'code',
    execute: async () => {
      const item = onlyItem(context);
      if (item !== null) {
        await starter.copyAndInsertCode(item);
      }
    }
  });
  commands.addCommand(CommandIds.pasteIntoWorkspace, {
    label: trans.__('Paste from Google Drive'),
    icon: pasteIcon,
    describedBy: NO_ARGS,
    isVisible: () => clipboard.items.length > 0,
    execute: async () => {
      if (clipboard.items.length > 0) {
        await starter.copy(clipboard.items, starter.shownFolder);
      } else {
        await commands.execute('filebrowser:paste'); // the keys are JupyterLab's, too
      }
    }
  });
}

/** All but views. Whether Drive lets an item be downloaded is left to the transfer to find out and say. */
function canCopy(items: readonly DriveItem[]): boolean {
  return items.length > 0 && items.every(({ kind }) => kind !== 'view');
}

async function copyToFolder(context: CommandContext): Promise<void> {
  const { starter, docManager, trans } = context;
  const items = selection(context);
  const { button, value } = await FileDialog.getExistingDirectory({
    manager: docManager,
    title: trans.__('Copy to Folder'),
    label: trans.__('Choose a folder of the workspace'),
    defaultPath: starter.shownFolder
  });
  const folder = value?.[0]?.path;
  if (button.accept && folder !== undefined) {
    await starter.copy(items, folder);
  }
}
