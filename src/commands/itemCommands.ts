import { Clipboard } from '@jupyterlab/apputils';
import { fileIcon, linkIcon, copyIcon } from '@jupyterlab/ui-components';
import type { DriveItem } from '../../protocol/items';
import { CommandIds } from '../commandIds';
import { isEnterable } from '../contents/contentsModel';
import { showFailure } from '../words/failureDialog';
import { driveIcon } from '../words/icons';
import { showDetails } from '../panel/detailsDialog';
import { NO_ARGS, onlyItem, selection, type CommandContext } from './context';
import { openFile } from './openFile';

/** Commands on the selected items that leave the workspace as it is. */
export function addItemCommands(context: CommandContext): void {
  const { commands, section, trans } = context;
  commands.addCommand(CommandIds.open, {
    label: trans.__('Open'),
    icon: fileIcon,
    describedBy: NO_ARGS,
    isVisible: () => onlyItem(context) !== null,
    execute: async () => {
      const item = onlyItem(context);
      if (item !== null) {
        await open(item, context);
      }
    }
  });
  commands.addCommand(CommandIds.openInDrive, {
    label: trans.__('Open in Google Drive'),
    icon: driveIcon,
    describedBy: NO_ARGS,
    isVisible: () => linkOf(context) !== null,
    execute: () => {
      window.open(linkOf(context) ?? '', '_blank', 'noopener');
    }
  });
  commands.addCommand(CommandIds.copyLink, {
    label: trans.__('Copy Drive Link'),
    icon: linkIcon,
    describedBy: NO_ARGS,
    isVisible: () => linkOf(context) !== null,
    execute: () => {
      Clipboard.copyToSystem(linkOf(context) ?? '');
    }
  });
  commands.addCommand(CommandIds.copyPath, {
    label: trans.__('Copy Path'),
    icon: copyIcon,
    describedBy: NO_ARGS,
    isVisible: () => selection(context).length > 0,
    execute: () => {
      const paths = selection(context).map(({ path }) => path);
      Clipboard.copyToSystem(paths.join('\n'));
    }
  });
  commands.addCommand(CommandIds.showDetails, {
    label: trans.__('Details'),
    describedBy: NO_ARGS,
    isVisible: () => onlyItem(context) !== null,
    execute: async () => {
      const item = onlyItem(context);
      if (item !== null) {
        await showDetails(item, trans);
      }
    }
  });
  section.panelBuilt.connect((_, panel) => {
    panel.itemOpened.connect((_panel, item) => {
      void open(item, context);
    });
  });
}

async function open(item: DriveItem, context: CommandContext): Promise<void> {
  try {
    if (isEnterable(item)) {
      await context.section.panel?.enter(item.path);
    } else {
      await openFile(item, context);
    }
  } catch (error) {
    await showFailure(error, context.trans);
  }
}

function linkOf(context: CommandContext): string | null {
  return onlyItem(context)?.link ?? null;
}
