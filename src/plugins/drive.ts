import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IConnectionStatus } from '@jupyterlab/services';
import { ITranslator } from '@jupyterlab/translation';
import { DriveClient } from '../client/driveClient';
import { DriveContents } from '../contents/driveContents';
import { DriveStatus } from '../client/driveStatus';
import { FolderQuery } from '../contents/folderQuery';
import { IGoogleDrive } from '../tokens';
import { TransferList } from '../transfers/transferList';

/** Adds the drive while activating, so that documents of Drive are there when a layout is restored. */
export const drivePlugin: JupyterFrontEndPlugin<IGoogleDrive> = {
  id: 'jupyterlab-gdrive:drive',
  description: 'Provides Google Drive as a drive of JupyterLab, and requests to its proxy.',
  autoStart: true,
  requires: [ITranslator],
  optional: [IConnectionStatus],
  provides: IGoogleDrive,
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator,
    connection: IConnectionStatus | null
  ): IGoogleDrive => {
    const { serverSettings, contents: manager } = app.serviceManager;
    const client = new DriveClient(serverSettings);
    const query = new FolderQuery();
    const contents = new DriveContents({ client, query, serverSettings, translator });
    const isConnected = (): boolean => connection?.isConnected ?? true;
    const status = new DriveStatus(client);
    const transfers = new TransferList(client, isConnected);
    manager.addDrive(contents);
    return { client, contents, isConnected, query, status, transfers };
  }
};
