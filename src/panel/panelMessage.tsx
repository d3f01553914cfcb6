import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { MOST_ROWS, PAGE_ROWS } from '../../protocol/routes';
import { errorText } from '../words/errorText';
import { formatCount } from '../words/format';
import type { PanelState } from './panelState';

/** What an administrator sets; never translated. */
const KEY_VARIABLE = 'JUPYTERLAB_GDRIVE_SERVICE_ACCOUNT';
const KEY_FILE_OPTION = 'c.GDrive.service_account_file';

/** The next steps that a message can offer. */
export type MessageActions = {
  readonly tryAgain: () => void;
  readonly openSettings: () => void;
  readonly useApplicationDefault: () => void;
  readonly copyText: (text: string) => void;
  readonly showMore: () => void;
  readonly clearSearch: () => void;
};

/** Words and a next step for every state of the panel: it is never blank. */
export class PanelMessage extends ReactWidget {
  constructor(
    private readonly _actions: MessageActions,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-GDrive-message');
    this.node.setAttribute('role', 'status');
  }

  set state(state: PanelState) {
    this._state = state;
    this.node.dataset.state = state.kind;
    this.setHidden(state.kind === 'rows' && !state.hasMore && state.askedDrive === '');
    this.update();
  }

  protected override render(): React.JSX.Element {
    return <Message state={this._state} actions={this._actions} trans={this._trans} />;
  }

  private _state: PanelState = { kind: 'connecting' };
}

type Props<K extends PanelState['kind'] = PanelState['kind']> = {
  readonly state: Extract<PanelState, { kind: K }>;
  readonly actions: MessageActions;
  readonly trans: TranslationBundle;
};

function Message({ state, actions, trans }: Props): React.JSX.Element {
  switch (state.kind) {
    case 'connecting':
      return <Text title={trans.__('Connecting to Google Drive…')} />;
    case 'loading':
      return <Text title={trans.__('Loading…')} />;
    case 'notConfigured':
      return <NotConfigured state={state} actions={actions} trans={trans} />;
    case 'problem':
      return <Problem state={state} actions={actions} trans={trans} />;
    case 'folderProblem':
      return (
        <Text {...errorText(state.failure, trans)}>
          <Action label={trans.__('Try Again')} onClick={actions.tryAgain} isFirst />
        </Text>
      );
    case 'noHits':
      return (
        <Text title={noHitsText(state, trans)}>
          <Action label={trans.__('Clear Filter')} onClick={actions.clearSearch} />
        </Text>
      );
    case 'nothingShared':
      return <NothingShared state={state} actions={actions} trans={trans} />;
    case 'emptyFolder':
      return <Text title={emptyText(state.path, trans)} />;
    case 'rows':
      return <MoreRows state={state} actions={actions} trans={trans} />;
  }
}

function MoreRows({ state, actions, trans }: Props<'rows'>): React.JSX.Element {
  const { shown, hasMore, askedDrive } = state;
  const isFull = shown >= MOST_ROWS;
  const count = isFull
    ? trans.__('The first %1 are shown. Filter by name to find the others.', formatCount(MOST_ROWS))
    : trans.__('The first %1 are shown.', formatCount(shown));
  return (
    <>
      {askedDrive !== '' && <p>{trans.__('Names with a word that begins so.')}</p>}
      {hasMore && <p className="jp-GDrive-messageTitle">{count}</p>}
      {hasMore && !isFull && (
        <Action
          label={trans.__('Show %1 More', formatCount(PAGE_ROWS))}
          onClick={actions.showMore}
        />
      )}
    </>
  );
}

function noHitsText(
  { search, byDrive }: Extract<PanelState, { kind: 'noHits' }>,
  trans: TranslationBundle
): string {
  return byDrive
    ? trans.__(
        'Google Drive knows no name in this folder with a word that begins with "%1". It does not look inside of words.',
        search
      )
    : trans.__('No name in this folder contains "%1".', search);
}

function Problem({ state, actions, trans }: Props<'problem'>): React.JSX.Element {
  return (
    <Text {...errorText(state.failure, trans)} isProblem>
      <Action label={trans.__('Try Again')} onClick={actions.tryAgain} isFirst />
      <Action label={trans.__('Open Settings')} onClick={actions.openSettings} />
      {state.offered.includes('applicationDefault') && (
        <Action
          label={trans.__('Use Application Default Credentials')}
          onClick={actions.useApplicationDefault}
        />
      )}
    </Text>
  );
}

function NotConfigured({ state, actions, trans }: Props<'notConfigured'>): React.JSX.Element {
  return (
    <Text
      title={trans.__('Connect Google Drive')}
      advice={trans.__(
        'The key of a Google service account is needed: save its JSON file on this server, and give its path in the settings.'
      )}
    >
      <Action label={trans.__('Open Settings')} onClick={actions.openSettings} isFirst />
      <Action label={trans.__('Try Again')} onClick={actions.tryAgain} />
      {state.offered.includes('applicationDefault') && (
        <>
          <p>{trans.__('This server has Application Default Credentials of Google Cloud.')}</p>
          <Action
            label={trans.__('Use Application Default Credentials')}
            onClick={actions.useApplicationDefault}
          />
        </>
      )}
      <details>
        <summary>{trans.__('For the administrator of this server')}</summary>
        <p>{trans.__('Put the key into this environment variable:')}</p>
        <code>{KEY_VARIABLE}</code>
        <p>{trans.__('Or name the key file in the configuration of the Jupyter server:')}</p>
        <code>{KEY_FILE_OPTION}</code>
      </details>
    </Text>
  );
}

function NothingShared({ state, actions, trans }: Props<'nothingShared'>): React.JSX.Element {
  return (
    <Text
      title={trans.__('Nothing here yet.')}
      advice={trans.__(
        'You are connected as a service account. In Google Drive, share a folder with its address:'
      )}
    >
      <code>{state.address}</code>
      <Action
        label={trans.__('Copy Address')}
        onClick={() => {
          actions.copyText(state.address);
        }}
      />
    </Text>
  );
}

function emptyText(path: string, trans: TranslationBundle): string {
  switch (path) {
    case 'Starred':
      return trans.__('Nothing is starred.');
    case 'Recent':
      return trans.__('Nothing was opened recently.');
    case 'Trash':
      return trans.__('The trash is empty.');
    default:
      return trans.__('This folder is empty.');
  }
}

function Text(props: {
  readonly title: string;
  readonly advice?: string;
  readonly isProblem?: boolean;
  readonly children?: React.ReactNode;
}): React.JSX.Element {
  return (
    <>
      <p className={`jp-GDrive-messageTitle ${props.isProblem === true ? 'jp-mod-problem' : ''}`}>
        {props.title}
      </p>
      {props.advice !== undefined && props.advice !== '' && <p>{props.advice}</p>}
      {props.children}
    </>
  );
}

/** The first of several is the one that most likely helps. */
function Action({
  label,
  onClick,
  isFirst = false
}: {
  readonly label: string;
  readonly onClick: () => void;
  readonly isFirst?: boolean;
}): React.JSX.Element {
  const kind = isFirst ? 'jp-mod-accept' : 'jp-GDrive-mod-plain';
  return (
    <button type="button" className={`jp-mod-styled ${kind} jp-GDrive-action`} onClick={onClick}>
      {label}
    </button>
  );
}
