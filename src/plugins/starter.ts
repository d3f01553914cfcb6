import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator } from '@jupyterlab/translation';
import { CommandIds } from '../commandIds';
import { TransferStarter } from '../transfers/starter';
import { showFailure } from '../words/failureDialog';
import { ITransferStarter, IGoogleDrive } from '../tokens';
import { TransferNotifier } from '../transfers/notifier';
import { pathsThere } from '../transfers/transferText';
import { WorkspaceView } from '../transfers/workspaceView';
import { loadTranslation } from '../words/translation';

/** Starts copies and uploads, tells what became of them, and asks what they wait for. */
export const starterPlugin: JupyterFrontEndPlugin<ITransferStarter> = {
  id: 'jupyterlab-gdrive:starter',
  description: 'Starts copies and uploads between Google Drive and the workspace.',
  autoStart: true,
  requires: [IGoogleDrive, ITranslator],
  optional: [IDefaultFileBrowser, INotebookTracker],
  provides: ITransferStarter,
  activate: (
    app: JupyterFrontEnd,
    drive: IGoogleDrive,
    translator: ITranslator,
    browser: IDefaultFileBrowser | null,
    notebooks: INotebookTracker | null
  ): ITransferStarter => {
    const { transfers } = drive;
    const trans = loadTranslation(translator);
    const workspace = browser === null ? null : new WorkspaceView(browser);
    const showTransfers = (): void => {
      void app.commands.execute(CommandIds.toggleTransfers, { isShown: true });
    };
    const notifier = new TransferNotifier({ transfers, workspace, showTransfers, trans });
    const tell = (work: Promise<void>): void => {
      work.catch((error: unknown) => showFailure(error, trans));
    };
    return new TransferStarter({
      transfers,
      notebooks,
      trans,
      workspace,
      transferActions: {
        answer: transfer => tell(notifier.ask(transfer)),
        cancel: id => tell(transfers.cancel(id)),
        retry: id => tell(transfers.retry(id)),
        remove: id => tell(transfers.remove(id)),
        show: transfer => void workspace?.show(pathsThere(transfer)),
        copyPaths: transfer => notifier.copyPaths(transfer)
      }
    });
  }
};
