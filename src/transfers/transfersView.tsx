import type { LabIcon } from '@jupyterlab/ui-components';
import { closeIcon, ReactWidget, refreshIcon, stopIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { hasEnded, type Transfer } from '../../protocol/transfers';
import { formatCount } from '../words/format';
import { errorSentence } from '../words/errorText';
import { copyToWorkspaceIcon, uploadIcon } from '../words/icons';
import type { ITransferList, TransferActions } from '../tokens';
import {
  percentDone,
  transferDestination,
  transferDoubt,
  transferLine,
  transferTitle
} from './transferText';

/** Problems shown of one transfer; the rest is counted. */
const PROBLEMS_SHOWN = 5;

/** The Transfers list. */
export class TransfersView extends ReactWidget {
  constructor(
    private readonly _list: ITransferList,
    private readonly _actions: TransferActions,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-GDrive-transfers');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('Transfers'));
    this._list.changed.connect(this._onChanged, this);
    this.hide();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._list.changed.disconnect(this._onChanged, this);
      super.dispose();
    }
  }

  protected override render(): React.JSX.Element {
    const trans = this._trans;
    const { transfers } = this._list;
    return (
      <>
        <div className="jp-GDrive-transfersTitle">{trans.__('Transfers')}</div>
        {transfers.length === 0 && (
          <p className="jp-GDrive-hint">{trans.__('Nothing was copied yet.')}</p>
        )}
        <ul>
          {transfers.map(transfer => (
            <Row key={transfer.id} transfer={transfer} actions={this._actions} trans={trans} />
          ))}
        </ul>
      </>
    );
  }

  private _onChanged(): void {
    this.update();
  }
}

type RowProps = {
  readonly transfer: Transfer;
  readonly actions: TransferActions;
  readonly trans: TranslationBundle;
};

function Row({ transfer, actions, trans }: RowProps): React.JSX.Element {
  const title = transferTitle(transfer, trans);
  const doubt = transferDoubt(transfer, trans);
  const icon = transfer.kind === 'copy' ? copyToWorkspaceIcon : uploadIcon;
  return (
    <li className="jp-GDrive-transfer" data-state={transfer.state} data-transfer={transfer.id}>
      <div className="jp-GDrive-transferHead">
        <icon.react tag="span" className="jp-GDrive-transferIcon" width="16px" height="16px" />
        <span className="jp-GDrive-transferTitle" title={transfer.titles.join('\n')}>
          {title}
        </span>
        <HeadButtons transfer={transfer} actions={actions} trans={trans} />
      </div>
      {!hasEnded(transfer.state) && <Progress transfer={transfer} label={title} />}
      <div className="jp-GDrive-transferLine">
        {`${transferLine(transfer, trans)} · ${transferDestination(transfer, trans)}`}
      </div>
      {doubt !== '' && <div className="jp-GDrive-transferDoubt">{doubt}</div>}
      <Problems transfer={transfer} trans={trans} />
      <NextSteps transfer={transfer} actions={actions} trans={trans} />
    </li>
  );
}

function Progress({ transfer, label }: { transfer: Transfer; label: string }): React.JSX.Element {
  const percent = percentDone(transfer);
  return percent === null ? (
    <progress aria-label={label} />
  ) : (
    <progress aria-label={label} max={100} value={percent} />
  );
}

function HeadButtons({ transfer, actions, trans }: RowProps): React.JSX.Element {
  const { id, state, problems } = transfer;
  const canRetry = state === 'failed' && problems.some(problem => problem.retryable);
  return (
    <>
      {canRetry && (
        <IconButton
          icon={refreshIcon}
          label={trans.__('Retry')}
          onClick={() => actions.retry(id)}
        />
      )}
      {hasEnded(state) ? (
        <IconButton
          icon={closeIcon}
          label={trans.__('Remove from the list')}
          onClick={() => actions.remove(id)}
        />
      ) : (
        <IconButton icon={stopIcon} label={trans.__('Cancel')} onClick={() => actions.cancel(id)} />
      )}
    </>
  );
}

function NextSteps({ transfer, actions, trans }: RowProps): React.JSX.Element | null {
  if (transfer.state === 'asking') {
    return <Step label={trans.__('Decision…')} onClick={() => actions.answer(transfer)} />;
  }
  if (transfer.state === 'interrupted') {
    return <Step label={trans.__('Continue')} onClick={() => actions.retry(transfer.id)} />;
  }
  if (
    !hasEnded(transfer.state) ||
    transfer.kind !== 'copy' ||
    transfer.arrived.length + transfer.inPlace.length === 0
  ) {
    return null;
  }
  return (
    <div className="jp-GDrive-steps">
      <Step label={trans.__('Show in Workspace')} onClick={() => actions.show(transfer)} />
      <Step label={trans.__('Copy Path')} onClick={() => actions.copyPaths(transfer)} />
    </div>
  );
}

function Problems({ transfer, trans }: Omit<RowProps, 'actions'>): React.JSX.Element | null {
  const { problems } = transfer;
  if (problems.length === 0) {
    return null;
  }
  const more = problems.length - PROBLEMS_SHOWN;
  return (
    <ul className="jp-GDrive-problems">
      {problems.slice(0, PROBLEMS_SHOWN).map(problem => (
        <li key={problem.item}>
          <b>{problem.item}</b> {errorSentence(problem, trans)}
        </li>
      ))}
      {more > 0 && <li>{trans.__('and %1 more', formatCount(more))}</li>}
    </ul>
  );
}

function IconButton(props: {
  readonly icon: LabIcon;
  readonly label: string;
  readonly onClick: () => void;
}): React.JSX.Element {
  return (
    <button
      type="button"
      className="jp-GDrive-iconButton"
      title={props.label}
      aria-label={props.label}
      onClick={props.onClick}
    >
      <props.icon.react tag="span" width="16px" height="16px" />
    </button>
  );
}

function Step({ label, onClick }: { label: string; onClick: () => void }): React.JSX.Element {
  return (
    <button type="button" className="jp-GDrive-link" onClick={onClick}>
      {label}
    </button>
  );
}
