import {
  ILabShell,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  createToolbarFactory,
  IMovableSectionRegistry,
  IToolbarWidgetRegistry,
  setToolbar
} from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IDefaultFileBrowser, IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator } from '@jupyterlab/translation';
import { CommandIds } from '../commandIds';
import { addressAtStart } from '../section/addressAtStart';
import { DriveSection } from '../section/driveSection';
import { followJupyterLab } from '../section/followJupyterLab';
import { restoreWorkspace } from '../section/restoreWorkspace';
import { readSettings, SETTINGS_ID } from '../settings';
import { ITransferStarter, IDriveSection, IGoogleDrive } from '../tokens';

/** The factory's name in toolbar definitions of settings. */
const TOOLBAR = 'GoogleDrive';

/** Adds the section. Where there is no File Browser with sections (Notebook 7), there is none. */
export const sectionPlugin: JupyterFrontEndPlugin<IDriveSection | null> = {
  id: SETTINGS_ID,
  description: 'Shows Google Drive in a section of the File Browser.',
  autoStart: true,
  requires: [
    IGoogleDrive,
    ITransferStarter,
    IDocumentManager,
    ISettingRegistry,
    IToolbarWidgetRegistry,
    ITranslator
  ],
  optional: [
    ILabShell,
    IDefaultFileBrowser,
    IFileBrowserFactory,
    IMovableSectionRegistry,
    IStateDB
  ],
  provides: IDriveSection,
  activate: async (
    app: JupyterFrontEnd,
    drive: IGoogleDrive,
    starter: ITransferStarter,
    docManager: IDocumentManager,
    settingRegistry: ISettingRegistry,
    toolbars: IToolbarWidgetRegistry,
    translator: ITranslator,
    shell: ILabShell | null,
    browser: IDefaultFileBrowser | null,
    factory: IFileBrowserFactory | null,
    movable: IMovableSectionRegistry | null,
    state: IStateDB | null
  ): Promise<IDriveSection | null> => {
    if (shell === null || browser === null || typeof browser.addSection !== 'function') {
      return null;
    }
    const toolbar = createToolbarFactory(
      toolbars,
      settingRegistry,
      TOOLBAR,
      SETTINGS_ID,
      translator
    );
    const section = new DriveSection({
      browser,
      movable,
      shell,
      state,
      tracker: factory?.tracker ?? null,
      translator,
      started: app.started,
      build: async () => {
        const { buildPanel } = await import('../panel/panelFactory');
        const built = buildPanel({
          drive,
          commands: app.commands,
          docManager,
          state,
          translator,
          openSettings: () => void app.commands.execute(CommandIds.openSettings),
          useApplicationDefault: () =>
            void settingRegistry.set(SETTINGS_ID, 'credentials', 'applicationDefault'),
          transferActions: starter.transferActions
        });
        setToolbar(built.panel, toolbar);
        return built;
      }
    });
    void settingRegistry.load(SETTINGS_ID).then(
      settings => {
        const apply = (): void => {
          const { section: location, refreshInterval, drive: held } = readSettings(settings);
          section.applySettings(location, refreshInterval);
          void drive.status.applySettings(held);
        };
        settings.changed.connect(apply);
        apply();
      },
      () => {
        section.applySettings('fileBrowser', 0); // without settings there is still Drive
      }
    );
    followJupyterLab({ commands: app.commands, docManager, section, shell });
    const { drivePaths, hasWorkspacePath } = addressAtStart();
    if (drivePaths.length > 0) {
      await section.prepare(); // JupyterLab follows the address once all plugins are active
      drivePaths.forEach(path => {
        section.expectFolder(path);
      });
      if (!hasWorkspacePath) {
        void restoreWorkspace(browser, state);
      }
    }
    return section;
  }
};
