import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { hasEnded, type Transfer } from '../../protocol/transfers';
import { isGlobalPath } from '../contents/contentsModel';
import { showFailure } from '../words/failureDialog';
import { codeToRead, pathFromNotebook } from './insertCode';
import type {
  CopyItem,
  ITransferList,
  ITransferStarter,
  TransferActions,
  UploadFolder
} from '../tokens';
import type { WorkspaceView } from './workspaceView';

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
    const started = await this._start([item], this.shownFolder);
    const ended = started === null ? null : await this._end(started);
    const [path] = ended?.arrived ?? [];
    if (path !== undefined) {
      this._insert(path);
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

  private _insert(path: string): void {
    const panel = this._options.notebooks?.currentWidget ?? null;
    const cell = panel?.content.activeCell ?? null;
    if (panel === null || cell === null) {
      return;
    }
    // Kernels of notebooks that are open from Drive run in the root of the workspace.
    const notebook = isGlobalPath(panel.context.path) ? '' : panel.context.path;
    const language = panel.context.model.defaultKernelLanguage;
    const code = codeToRead(pathFromNotebook(notebook, path), language);
    const source = cell.model.sharedModel.getSource();
    const separator = source === '' || source.endsWith('\n') ? '' : '\n';
    cell.model.sharedModel.setSource(`${source}${separator}${code}`);
  }
}
