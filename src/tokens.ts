/** The services that our plugins give each other, and other extensions may use: interfaces only. */
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type { DriveItem } from '../protocol/items';
import type { CopyRequest, Decision, Transfer, UploadRequest } from '../protocol/transfers';
import type { IDriveClient } from './client/driveClient';
import type { IDriveStatus } from './client/driveStatus';
import type { IDriveContents } from './contents/driveContents';
import type { IFolderQuery } from './contents/folderQuery';

/** Google Drive without anything to look at. None of it makes a request by itself. */
export interface IGoogleDrive {
  readonly client: IDriveClient;
  readonly contents: IDriveContents;
  /** False while Jupyter can't be reached: then nothing is polled. */
  readonly isConnected: () => boolean;
  readonly query: IFolderQuery;
  readonly status: IDriveStatus;
  readonly transfers: ITransferList;
}

export const IGoogleDrive = new Token<IGoogleDrive>(
  'jupyterlab-gdrive:IGoogleDrive',
  'Google Drive: requests to the proxy, status and transfers.'
);

export type TransferEvent = {
  readonly transfer: Transfer;
  /** True if it was started in this tab: then this tab talks about it. */
  readonly isOurs: boolean;
};

/** The transfers as the proxy knows them. Requests reject with a DriveError. */
export interface ITransferList {
  /** The newest first. */
  readonly transfers: readonly Transfer[];
  /** Those that have not ended. */
  readonly active: readonly Transfer[];
  readonly changed: ISignal<ITransferList, void>;
  /** A transfer was started, or continued, in this tab: other tabs do not know yet. */
  readonly started: ISignal<ITransferList, void>;
  /** A transfer that was started in this tab has not ended at the first look after its start. */
  readonly lasting: ISignal<ITransferList, void>;
  /** A transfer waits for an answer. */
  readonly asked: ISignal<ITransferList, TransferEvent>;
  /** A transfer was seen to end. */
  readonly ended: ISignal<ITransferList, TransferEvent>;
  /** The first look. Later ones follow by themselves as long as a transfer is active. */
  begin(): Promise<void>;
  /** Looks now. Never rejects. */
  refresh(): Promise<void>;
  copy(request: CopyRequest): Promise<Transfer>;
  upload(request: UploadRequest): Promise<Transfer>;
  answer(id: string, answer: Decision): Promise<void>;
  cancel(id: string): Promise<void>;
  /** Tries again what failed, or continues what was interrupted. */
  retry(id: string): Promise<void>;
  /** Takes an ended transfer off the list. */
  remove(id: string): Promise<void>;
}

/** What a person can do with a transfer. */
export type TransferActions = {
  readonly answer: (transfer: Transfer) => void;
  readonly cancel: (id: string) => void;
  readonly retry: (id: string) => void;
  readonly remove: (id: string) => void;
  readonly show: (transfer: Transfer) => void;
  readonly copyPaths: (transfer: Transfer) => void;
};

/** An item of Drive to be copied. */
export type CopyItem = CopyRequest['items'][number];

/** A folder of Drive to upload into. */
export type UploadFolder = UploadRequest['folder'];

/** Starts transfers, and knows what a person can do with them afterwards. */
export interface ITransferStarter {
  readonly transferActions: TransferActions;
  /** The workspace folder that is shown; '' is the root. */
  readonly shownFolder: string;
  /** What is selected in the workspace, as paths. */
  readonly selectedPaths: readonly string[];
  /** Copies into a workspace folder. Resolves once the proxy has taken it on; shows why if it can't. */
  copy(items: readonly CopyItem[], folder: string): Promise<void>;
  /** Uploads into a folder of Drive. Resolves once the proxy has taken it on; shows why if it can't. */
  upload(paths: readonly string[], folder: UploadFolder): Promise<void>;
  /** Copies into the folder shown, then puts code that reads the file into the active cell. */
  copyAndInsertCode(item: CopyItem): Promise<void>;
}

export const ITransferStarter = new Token<ITransferStarter>(
  'jupyterlab-gdrive:ITransferStarter',
  'Starts copies and uploads between Google Drive and the workspace.'
);

/** What the keys of a list of files ask for, and Drive does not offer here. */
export type UnsupportedAction = 'change' | 'paste';

/** Workspace paths that were dropped on a folder of Drive. */
export type UploadDrop = { readonly paths: readonly string[]; readonly folder: UploadFolder };

/** The panel: one folder of Drive at a time, and the list of transfers. */
export interface IDrivePanel {
  /** The folder shown; null before the first one. */
  readonly folder: DriveItem | null;
  /** The rows that are loaded, in the order shown. */
  readonly driveItems: readonly DriveItem[];
  /** The rows that are selected, in the order shown. */
  readonly selectedDriveItems: readonly DriveItem[];
  readonly isShowingTransfers: boolean;
  readonly selectionChanged: ISignal<unknown, void>;
  /** The folder, its rows or what is said instead of them changed. */
  readonly stateChanged: ISignal<unknown, void>;
  /** A file, document or dangling shortcut was opened: what to do is up to who listens. */
  readonly itemOpened: ISignal<unknown, DriveItem>;
  /** Rows were copied by keyboard. */
  readonly copied: ISignal<unknown, void>;
  readonly uploadDropped: ISignal<unknown, UploadDrop>;
  readonly unsupported: ISignal<unknown, UnsupportedAction>;
  /** Shows another folder, by its path without the drive's name. */
  enter(path: string): Promise<void>;
  /** Fetches the folder shown again. */
  reload(): Promise<void>;
  goUp(): Promise<void>;
  toggleFilter(): void;
  showTransfers(isShown: boolean): void;
  /** Does what keys of file lists stand for, on the rows. */
  copySelected(): void;
  selectAll(): void;
  refuse(action: UnsupportedAction): void;
  /** Gives the keyboard to the rows. */
  focusRows(): void;
}

/** The section titled Google Drive. */
export interface IDriveSection {
  /** What JupyterLab has of the section from the start: an empty widget with a title. */
  readonly host: Widget;
  /** The panel in it; null until it is needed for the first time. */
  readonly panel: IDrivePanel | null;
  /** There is a panel: the section was opened for the first time, or something of Drive was opened by a link. */
  readonly panelBuilt: ISignal<IDriveSection, IDrivePanel>;
  /** Brings the section into view, opened. Resolves with its panel. */
  reveal(): Promise<IDrivePanel | null>;
  /** Asks anew: for the folder while connected, else for the connection. */
  refresh(): Promise<void>;
}

export const IDriveSection = new Token<IDriveSection>(
  'jupyterlab-gdrive:IDriveSection',
  'The section of the File Browser that shows Google Drive.'
);
