import { GroupItem, TextItem } from '@jupyterlab/statusbar';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Transfer } from '../../protocol/transfers';
import type { ITransferList } from '../tokens';
import { formatCount } from '../words/format';
import { percentDone, transferLine, transferTitle } from './transferText';

/** The status-bar item: how far the transfers under way are. A click opens the list. */
export class TransferStatus extends ReactWidget {
  constructor(
    private readonly _list: ITransferList,
    private readonly _open: () => void,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-GDrive-status');
    this._list.changed.connect(this._onChanged, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._list.changed.disconnect(this._onChanged, this);
      super.dispose();
    }
  }

  protected override render(): React.JSX.Element | null {
    const { active } = this._list;
    const [first] = active;
    if (first === undefined) {
      return null;
    }
    const trans = this._trans;
    const text =
      active.length === 1 ? oneTransfer(first, trans) : transferCount(active.length, trans);
    const percent = meanPercent(active);
    const done = trans.__('%1 % done', percent);
    const title = active
      .map(transfer => `${transferTitle(transfer, trans)}: ${transferLine(transfer, trans)}`)
      .join('\n');
    return (
      <button
        type="button"
        className="jp-GDrive-statusButton"
        title={title}
        aria-label={`${text}, ${done}`}
        onClick={this._open}
      >
        <GroupItem spacing={4}>
          <TextItem source={text} />
          <progress aria-label={done} max={100} value={percent} />
        </GroupItem>
      </button>
    );
  }

  private _onChanged(): void {
    this.update();
  }
}

function oneTransfer({ kind, state, files }: Transfer, trans: TranslationBundle): string {
  if (state === 'interrupted') {
    return trans.__('Google Drive: interrupted');
  }
  if (state === 'asking') {
    return trans.__('Google Drive: waits for an answer');
  }
  const counts = [formatCount(files.done), formatCount(files.total)];
  return kind === 'copy'
    ? trans.__('Google Drive: copying %1 of %2', ...counts)
    : trans.__('Google Drive: uploading %1 of %2', ...counts);
}

function transferCount(count: number, trans: TranslationBundle): string {
  return trans._n('Google Drive: %1 transfer', 'Google Drive: %1 transfers', count);
}

function meanPercent(transfers: readonly Transfer[]): number {
  const sum = transfers.reduce((total, transfer) => total + (percentDone(transfer) ?? 0), 0);
  return Math.floor(sum / transfers.length);
}
