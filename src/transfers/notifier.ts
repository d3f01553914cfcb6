import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { Transfer } from '../../protocol/transfers';
import { errorSentence } from '../words/errorText';
import { showFailure } from '../words/failureDialog';
import type { ITransferList, TransferEvent } from '../tokens';
import { pathsThere, transferOutcome } from './transferText';
import { askPerson } from './conflictDialog';
import type { WorkspaceView } from './workspaceView';

const TOAST_MS = 8000;

type NotifierOptions = {
  readonly transfers: ITransferList;
  readonly workspace: WorkspaceView | null;
  readonly showTransfers: () => void;
  readonly trans: TranslationBundle;
};

/** Tells the person what becomes of the transfers started in this tab, and asks what they wait for. */
export class TransferNotifier implements IDisposable {
  constructor(private readonly _options: NotifierOptions) {
    _options.transfers.asked.connect(this._onAsked, this);
    _options.transfers.ended.connect(this._onEnded, this);
    _options.transfers.lasting.connect(_options.showTransfers);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._options.transfers.asked.disconnect(this._onAsked, this);
      this._options.transfers.ended.disconnect(this._onEnded, this);
      this._options.transfers.lasting.disconnect(this._options.showTransfers);
    }
  }

  /** Asks what a transfer waits for; giving up cancels it. */
  async ask(transfer: Transfer): Promise<void> {
    const { transfers, trans } = this._options;
    if (transfer.question === null) {
      return;
    }
    const answer = await askPerson(transfer, transfer.question, trans);
    if (answer === null) {
      await transfers.cancel(transfer.id);
    } else {
      await transfers.answer(transfer.id, answer);
    }
  }

  copyPaths(transfer: Transfer): void {
    Clipboard.copyToSystem(pathsThere(transfer).join('\n'));
  }

  private _onAsked(_: ITransferList, { transfer, isOurs }: TransferEvent): void {
    if (isOurs) {
      // The answer may have been given in another tab meanwhile.
      this.ask(transfer).catch((error: unknown) => showFailure(error, this._options.trans));
    }
  }

  private _onEnded(_: ITransferList, { transfer, isOurs }: TransferEvent): void {
    if (transfer.kind === 'copy') {
      void this._options.workspace?.notice(transfer.arrived);
    }
    if (isOurs && transfer.state !== 'cancelled') {
      this._tell(transfer);
    }
  }

  private _tell(transfer: Transfer): void {
    const { trans, showTransfers } = this._options;
    const text = transferOutcome(transfer, trans);
    const [problem] = transfer.problems;
    const isFailed = transfer.state === 'failed';
    if (isFailed || problem !== undefined) {
      const reason =
        problem === undefined ? '' : `${problem.item}: ${errorSentence(problem, trans)}`;
      Notification.emit(`${text}. ${reason}`, isFailed ? 'error' : 'warning', {
        autoClose: TOAST_MS,
        actions: [{ label: trans.__('Show Transfers'), callback: showTransfers }]
      });
      return;
    }
    Notification.success(text, {
      autoClose: TOAST_MS,
      actions: pathsThere(transfer).length === 0 ? [] : this._actions(transfer)
    });
  }

  private _actions(transfer: Transfer): Notification.IAction[] {
    const { trans, workspace } = this._options;
    const show = {
      label: trans.__('Show'),
      callback: () => void workspace?.show(pathsThere(transfer))
    };
    const copyPath = {
      label: trans.__('Copy Path'),
      callback: () => {
        this.copyPaths(transfer);
      }
    };
    return transfer.kind === 'copy' ? [show, copyPath] : [];
  }

  private _isDisposed = false;
}
