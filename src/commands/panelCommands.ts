import { Notification } from '@jupyterlab/apputils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { refreshIcon, settingsIcon } from '@jupyterlab/ui-components';
import { MessageLoop } from '@lumino/messaging';
import { CommandIds } from '../commandIds';
import { driveIcon, searchInDriveIcon, transfersIcon } from '../words/icons';
import { SETTINGS_ID } from '../settings';
import type { UnsupportedAction } from '../tokens';
import { NO_ARGS, type CommandContext } from './context';

const TOAST_MS = 5000;

/** Commands on the panel itself. */
export function addPanelCommands(context: CommandContext, settingRegistry: ISettingRegistry): void {
  addViewCommands(context);
  addKeyCommands(context);
  addPlaceCommands(context, settingRegistry);
  context.section.panelBuilt.connect((_, panel) => {
    panel.unsupported.connect((_panel, action) => {
      tellUnsupported(action, context);
    });
    panel.stateChanged.connect(() => {
      context.commands.notifyCommandChanged(CommandIds.refresh);
    });
  });
}

function addViewCommands({ commands, section, trans }: CommandContext): void {
  commands.addCommand(CommandIds.refresh, {
    label: trans.__('Refresh'),
    icon: refreshIcon,
    describedBy: NO_ARGS,
    execute: () => section.refresh()
  });
  commands.addCommand(CommandIds.toggleFilter, {
    label: trans.__('Filter by Name'),
    icon: searchInDriveIcon,
    describedBy: NO_ARGS,
    execute: () => section.panel?.toggleFilter()
  });
  commands.addCommand(CommandIds.goUp, {
    label: trans.__('Go Up in Google Drive'),
    describedBy: NO_ARGS,
    execute: () => section.panel?.goUp()
  });
  commands.addCommand(CommandIds.toggleTransfers, {
    label: trans.__('Transfers'),
    icon: transfersIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          isShown: {
            type: 'boolean',
            description: trans.__('Whether to show the list; without it, the other way round.')
          }
        }
      }
    },
    isToggled: () => section.panel?.isShowingTransfers === true,
    execute: async args => {
      const isShown = typeof args.isShown === 'boolean' ? args.isShown : null;
      const panel = isShown === true ? await section.reveal() : section.panel;
      panel?.showTransfers(isShown ?? !panel.isShowingTransfers);
      commands.notifyCommandChanged(CommandIds.toggleTransfers);
    }
  });
}

/** For the keys that JupyterLab's file lists have: its own commands mean the workspace. */
function addKeyCommands({ commands, section, trans }: CommandContext): void {
  commands.addCommand(CommandIds.copy, {
    label: trans.__('Copy for Pasting into the Workspace'),
    describedBy: NO_ARGS,
    execute: () => section.panel?.copySelected()
  });
  commands.addCommand(CommandIds.selectAll, {
    label: trans.__('Select All in Google Drive'),
    describedBy: NO_ARGS,
    execute: () => section.panel?.selectAll()
  });
  commands.addCommand(CommandIds.refuseChange, {
    label: trans.__('Tell That Google Drive Is Read-Only'),
    describedBy: NO_ARGS,
    execute: () => section.panel?.refuse('change')
  });
  commands.addCommand(CommandIds.refusePaste, {
    label: trans.__('Tell How to Upload'),
    describedBy: NO_ARGS,
    execute: () => section.panel?.refuse('paste')
  });
}

function addPlaceCommands(
  { commands, section, trans }: CommandContext,
  settingRegistry: ISettingRegistry
): void {
  commands.addCommand(CommandIds.showPanel, {
    label: trans.__('Show Google Drive'),
    icon: driveIcon,
    describedBy: NO_ARGS,
    execute: async () => {
      const panel = await section.reveal();
      panel?.focusRows();
      MessageLoop.flush(); // activating is posted: the focus is there when the command is done
    }
  });
  commands.addCommand(CommandIds.moveSection, {
    label: trans.__('Move to Side Bar'),
    describedBy: NO_ARGS,
    execute: () => settingRegistry.set(SETTINGS_ID, 'section', 'sideBar')
  });
  commands.addCommand(CommandIds.openSettings, {
    label: trans.__('Google Drive Settings'),
    icon: settingsIcon,
    describedBy: NO_ARGS,
    execute: () => commands.execute('settingeditor:open', { query: 'Google Drive' })
  });
}

function tellUnsupported(action: UnsupportedAction, { trans }: CommandContext): void {
  const text =
    action === 'paste'
      ? trans.__('Files of the workspace are uploaded by dragging them here, or from their menu.')
      : trans.__('Google Drive is read-only here. Copy the file to the workspace to change it.');
  Notification.info(text, { autoClose: TOAST_MS });
}
