import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { CommandIds } from '../commandIds';
import { DriveClipboard } from '../transfers/clipboard';
import { addCopyCommands } from '../commands/copyCommands';
import { addItemCommands } from '../commands/itemCommands';
import { addPanelCommands } from '../commands/panelCommands';
import { addUploadCommand } from '../commands/uploadCommand';
import { ITransferStarter, IDriveSection, IGoogleDrive } from '../tokens';
import { loadTranslation } from '../words/translation';

const IN_PALETTE = [
  CommandIds.showPanel,
  CommandIds.copyToWorkspace,
  CommandIds.copyToFolder,
  CommandIds.copyAndInsertCode,
  CommandIds.toggleTransfers,
  CommandIds.openSettings
];

/** Adds every command, and offers it in palette and context menus. */
export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-gdrive:commands',
  description: 'Adds the commands of Google Drive.',
  autoStart: true,
  requires: [IGoogleDrive, ITransferStarter, IDocumentManager, ISettingRegistry, ITranslator],
  optional: [IDriveSection, ICommandPalette, INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    drive: IGoogleDrive,
    starter: ITransferStarter,
    docManager: IDocumentManager,
    settingRegistry: ISettingRegistry,
    translator: ITranslator,
    section: IDriveSection | null,
    palette: ICommandPalette | null,
    notebooks: INotebookTracker | null
  ): void => {
    if (section === null) {
      return;
    }
    const { commands } = app;
    const trans = loadTranslation(translator);
    const clipboard = new DriveClipboard(commands);
    const context = { clipboard, commands, starter, docManager, drive, notebooks, section, trans };
    addItemCommands(context);
    addCopyCommands(context);
    addUploadCommand(context);
    addPanelCommands(context, settingRegistry);
    app.contextMenu.addItem({
      command: CommandIds.pasteIntoWorkspace,
      selector: '.jp-FileBrowser:not(#jp-gdrive-browser) .jp-DirListing-content',
      rank: 8.6
    });
    app.contextMenu.addItem({
      command: CommandIds.upload,
      selector: '.jp-FileBrowser:not(#jp-gdrive-browser) .jp-DirListing-item[data-isdir]',
      rank: 9.5
    });
    app.contextMenu.addItem({
      command: CommandIds.moveSection,
      selector: '.jp-GDrive-sectionTitle',
      rank: 10
    });
    for (const command of IN_PALETTE) {
      palette?.addItem({ command, category: trans.__('Google Drive') });
    }
    section.panelBuilt.connect((_, panel) => {
      panel.selectionChanged.connect(() => {
        commands.notifyCommandChanged();
      });
      panel.copied.connect(() => {
        clipboard.set(panel.selectedDriveItems);
      });
    });
  }
};
