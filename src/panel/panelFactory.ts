import { Clipboard } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ITranslator } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { PanelSession } from './panelSession';
import type { IGoogleDrive, TransferActions } from '../tokens';
import { DriveModel } from './driveModel';
import { DrivePanel } from './drivePanel';
import type { MessageActions } from './panelMessage';
import { RowMenu } from './rowMenu';
import { loadTranslation } from '../words/translation';

type PanelParts = {
  readonly drive: IGoogleDrive;
  readonly commands: CommandRegistry;
  readonly docManager: IDocumentManager;
  readonly state: IStateDB | null;
  readonly translator: ITranslator;
  readonly openSettings: () => void;
  readonly useApplicationDefault: () => void;
  readonly transferActions: TransferActions;
};

export type BuiltPanel = { readonly panel: DrivePanel; readonly session: PanelSession };

/** Builds the panel and what keeps it in step with the proxy. It asks nothing yet. */
export function buildPanel(parts: PanelParts): BuiltPanel {
  const { drive, docManager, state, translator } = parts;
  const model: DriveModel = new DriveModel({
    manager: docManager,
    driveName: drive.contents.name,
    query: drive.query,
    isWatched: () => panel.isVisible && drive.status.isReady && drive.isConnected(),
    translator
  });
  const trans = loadTranslation(translator);
  const session = new PanelSession({ model, status: drive.status, state, trans });
  const messageActions: MessageActions = {
    tryAgain: () => void session.refresh(),
    openSettings: parts.openSettings,
    useApplicationDefault: parts.useApplicationDefault,
    copyText: text => {
      Clipboard.copyToSystem(text);
    },
    showMore: () => void model.showMore(),
    clearSearch: () => {
      panel.clearFilter();
    }
  };
  const panel: DrivePanel = new DrivePanel({
    model,
    status: drive.status,
    transfers: drive.transfers,
    translator,
    messageActions,
    transferActions: parts.transferActions
  });
  const menu = new RowMenu(panel, parts.commands);
  panel.disposed.connect(() => {
    menu.dispose();
    session.dispose();
    model.dispose();
  });
  return { panel, session };
}
