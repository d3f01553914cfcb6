import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator } from '@jupyterlab/translation';
import type { DriveItem } from '../../protocol/items';
import { CommandIds } from '../commandIds';
import { IDriveSection, IGoogleDrive, ITransferStarter, type ITransferList } from '../tokens';
import { copyRefusal } from '../transfers/dropRefusal';
import { TransferStatus } from '../transfers/transferStatus';
import { WorkspaceDrops } from '../transfers/workspaceDrops';
import { loadTranslation } from '../words/translation';

/** Drags out of the section, and progress in the status bar. */
export const transfersPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-gdrive:transfers',
  description: 'Shows transfers of Google Drive and takes drags onto the workspace.',
  autoStart: true,
  requires: [IGoogleDrive, ITransferStarter, ITranslator],
  optional: [IDriveSection, IDefaultFileBrowser, IStatusBar],
  activate: (
    app: JupyterFrontEnd,
    drive: IGoogleDrive,
    starter: ITransferStarter,
    translator: ITranslator,
    section: IDriveSection | null,
    browser: IDefaultFileBrowser | null,
    statusBar: IStatusBar | null
  ): void => {
    const { contents, transfers } = drive;
    const manager = app.serviceManager.contents;
    const trans = loadTranslation(translator);
    if (section === null || browser === null) {
      return;
    }
    const itemsAt = (paths: readonly string[]): readonly DriveItem[] =>
      paths.flatMap(path => contents.listed(manager.localPath(path)) ?? []);
    new WorkspaceDrops({
      browser,
      section: section.host,
      refusalOf: paths => copyRefusal(itemsAt(paths), drive.status.status, trans),
      drop: (paths, folder) => {
        void starter.copy(itemsAt(paths), folder);
      }
    });
    section.panelBuilt.connect((_, panel) => {
      void transfers.begin().then(() => {
        if (transfers.active.length > 0) {
          panel.showTransfers(true); // from before a reload, or from another tab
          app.commands.notifyCommandChanged(CommandIds.toggleTransfers);
        }
      });
      tellOtherTabs(transfers, app.serviceManager.serverSettings.baseUrl);
      transfers.ended.connect((_list, { transfer }) => {
        if (transfer.kind === 'upload') {
          void panel.reload();
        }
      });
    });
    statusBar?.registerStatusItem('jupyterlab-gdrive:transfers', {
      item: new TransferStatus(
        transfers,
        () => void app.commands.execute(CommandIds.toggleTransfers, { isShown: true }),
        trans
      ),
      align: 'middle',
      isActive: () => transfers.active.length > 0,
      activeStateChanged: transfers.changed
    });
  }
};

/** Tabs of the same server show the same transfers: who starts one says so to the others. */
function tellOtherTabs(transfers: ITransferList, baseUrl: string): void {
  const tabs = new BroadcastChannel(`jupyterlab-gdrive:transfers ${baseUrl}`);
  transfers.started.connect(() => {
    tabs.postMessage(null);
  });
  tabs.addEventListener('message', () => void transfers.refresh());
}
