import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { hasEnded, type Transfer } from '../../protocol/transfers';
import { isGlobalPath } from '../contents/contentsModel';
import { showFailure } from '../words/failureDialog';
import { codeToRead, pathFromNotebook } from './insertCode';
import { pathsThere } from './transferText';
import type {
  CopyItem,
  ITransferList,
  ITransferStarter,
  TransferActions,
  UploadFolder
} from '../tokens';
import type { WorkspaceView } from './workspaceView';

const TOAST_MS = 8000;

/** Where code goes: the cell that was active when the person asked. */
type CodeSpot = {
  readonly panel: NotebookPanel;
  readonly cell: NonNullable<INotebookTracker['activeCell']>;
};

type StarterOptions = {
  readonly transfers: ITransferList;
  /** Null where there is no file browser of the workspace. */
  readonly workspace: WorkspaceView | null;
  readonly notebooks: INotebookTracker | null;
  readonly transferActions: TransferActions;
  readonly trans: TranslationBundle;
};

/** Starts transfers for commands and drops. Where one cannot be started, a dialog says why. */
export class TransferStarter implements ITransferStarter {
  constructor(private readonly _options: StarterOptions) {}

  get transferActions(): TransferActions {
    return this._options.transferActions;
  }

  get shownFolder(): string {
    return this._options.workspace?.folder ?? '';
  }

  async copy(items: readonly CopyItem[], folder: string): Promise<void> {
    await this._start(items, folder);
  }

  get selectedPaths(): readonly string[] {
    return this._options.workspace?.selectedPaths ?? [];
  }

  async upload(paths: readonly string[], { id, path }: UploadFolder): Promise<void> {
    try {
      await this._options.transfers.upload({ paths, folder: { id, path } });
    } catch (error) {
      await showFailure(error, this._options.trans);
    }
  }

  async copyAndInsertCode(item: CopyItem): Promise<void> {
    const spot = this._spot(); // a person goes on working meanwhile, elsewhere
    const started = await this._start([item], this.shownFolder);
    const ended = started === null ? null : await this._end(started);
    const [path] = ended === null ? [] : pathsThere(ended);
    if (path !== undefined && spot !== null) {
      await this._insert(path, spot);
    }
  }

  private async _start(items: readonly CopyItem[], destination: string): Promise<Transfer | null> {
    const chosen = items.map(({ id, path }) => ({ id, path }));
    try {
      return await this._options.transfers.copy({ items: chosen, destination });
    } catch (error) {
      await showFailure(error, this._options.trans);
      return null;
    }
  }

  /** The transfer once it is over, or gone from the list. */
  private _end({ id }: Transfer): Promise<Transfer | null> {
    const { transfers } = this._options;
    return new Promise(resolve => {
      const look = (): void => {
        const transfer = transfers.transfers.find(candidate => candidate.id === id) ?? null;
        if (transfer === null || hasEnded(transfer.state)) {
          transfers.changed.disconnect(look);
          resolve(transfer);
        }
      };
      transfers.changed.connect(look);
      look();
    });
  }

  private _spot(): CodeSpot | null {
    const panel = this._options.notebooks?.currentWidget ?? null;
    const cell = panel?.content.activeCell ?? null;
    return panel === null || cell === null ? null : { panel, cell };
  }

  private async _insert(path: string, { panel, cell }: CodeSpot): Promise<void> {
    const { trans } = this._options;
    const language = await languageOf(panel);
    // Kernels of notebooks that are open from Drive run in the root of the workspace.
    const notebook = isGlobalPath(panel.context.path) ? '' : panel.context.path;
    const pathThere = pathFromNotebook(notebook, path);
    const code = codeToRead(pathThere, language);
    if (code === null || cell.isDisposed) {
      Clipboard.copyToSystem(pathThere);
      Notification.info(
        cell.isDisposed
          ? trans.__('The cell is gone. The path of the file is on the clipboard.')
          : trans.__(
              'No code is known for this notebook. The path of the file is on the clipboard.'
            ),
        { autoClose: TOAST_MS }
      );
      return;
    }
    const source = cell.model.sharedModel.getSource();
    const separator = source === '' || source.endsWith('\n') ? '' : '\n';
    cell.model.sharedModel.setSource(`${source}${separator}${code}`);
  }
}

/** The language of the kernel, or the one that the notebook was written in. */
async function languageOf({ context, sessionContext }: NotebookPanel): Promise<string> {
  const info = await sessionContext.session?.kernel?.info;
  return info?.language_info.name ?? context.model.defaultKernelLanguage;
}
