/** The services that our plugins give each other, and other extensions may use. */
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { IDriveClient } from './client/driveClient';
import type { DriveContents } from './contents/driveContents';
import type { DriveStatus } from './client/driveStatus';
import type { FolderQuery } from './contents/folderQuery';
import type { TransferList } from './transfers/transferList';
import type { UploadFolder } from './transfers/uploadTarget';
import type { DrivePanel } from './panel/drivePanel';
import type { SectionHost } from './section/sectionHost';
import type { TransferActions } from './transfers/transfersView';

/** Google Drive without anything to look at. None of it makes a request by itself. */
export interface IGoogleDrive {
  readonly client: IDriveClient;
  readonly contents: DriveContents;
  /** False while Jupyter can't be reached: then nothing is polled. */
  readonly isConnected: () => boolean;
  readonly query: FolderQuery;
  readonly status: DriveStatus;
  readonly transfers: TransferList;
}

export const IGoogleDrive = new Token<IGoogleDrive>(
  'jupyterlab-gdrive:IGoogleDrive',
  'Google Drive: requests to the proxy, status and transfers.'
);

/** The section titled Google Drive. */
export interface IDriveSection {
  readonly host: SectionHost;
  /** The panel in it; null until the section was opened for the first time. */
  readonly panel: DrivePanel | null;
  /** The section was opened for the first time. */
  readonly panelBuilt: ISignal<IDriveSection, DrivePanel>;
  /** Brings the section into view, opened, and answers its panel. */
  reveal(): Promise<DrivePanel | null>;
  /** Asks anew: for the folder while connected, else for the connection. */
  refresh(): Promise<void>;
}

export const IDriveSection = new Token<IDriveSection>(
  'jupyterlab-gdrive:IDriveSection',
  'The section of the File Browser that shows Google Drive.'
);

/** Starts transfers, and knows what a person can do with them afterwards. */
export interface ITransferStarter {
  readonly transferActions: TransferActions;
  /** The workspace folder that is shown; '' is the root. */
  readonly shownFolder: string;
  /** Copies into a workspace folder; the promise is kept once the proxy has taken it on. */
  copy(items: readonly CopyItem[], folder: string): Promise<void>;
  /** What is selected in the workspace, as paths. */
  readonly selectedPaths: readonly string[];
  /** Uploads into a folder of Drive; the promise is kept once the proxy has taken it on. */
  upload(paths: readonly string[], folder: UploadFolder): Promise<void>;
  /** Copies into the folder shown, then puts code that reads the file into the active cell. */
  copyAndInsertCode(item: CopyItem): Promise<void>;
}

export type CopyItem = { readonly id: string; readonly path: string };

export const ITransferStarter = new Token<ITransferStarter>(
  'jupyterlab-gdrive:ITransferStarter',
  'Starts copies and uploads between Google Drive and the workspace.'
);
