import { Dialog, showDialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type {
  Decision,
  Conflict,
  ConflictChoice,
  Question,
  Transfer
} from '../../protocol/transfers';
import { formatBytes, formatCount, formatTime } from '../words/format';

/** Asks the question that a transfer waits with. Null if the person cancelled. */
export function askPerson(
  { kind }: Transfer,
  question: Question,
  trans: TranslationBundle
): Promise<Decision | null> {
  switch (question.kind) {
    case 'large':
      return askLarge(question, trans);
    case 'flagged':
      return askFlagged(question, trans);
    case 'conflicts':
      return askConflicts(question, kind, trans);
  }
}

/** One dialog for each file; a dialog that is closed takes nothing. */
async function askFlagged(
  { files }: Extract<Question, { kind: 'flagged' }>,
  trans: TranslationBundle
): Promise<Decision> {
  const take: string[] = [];
  for (const { path, size } of files) {
    const result = await showDialog({
      title: trans.__('Google takes "%1" for malware or spam', PathExt.basename(path)),
      body: (
        <div className="jp-GDrive-question">
          <p>{size === null ? path : trans.__('%1, %2', path, formatBytes(size))}</p>
          <p>
            {trans.__(
              'It may do harm to whoever opens or runs it. Google hands it out to its owner alone, who has to ask for it all the same.'
            )}
          </p>
        </div>
      ),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Leave Out') }),
        Dialog.warnButton({ label: trans.__('Copy Anyway') })
      ],
      defaultButton: 0
    });
    if (result.button.accept) {
      take.push(path);
    }
  }
  return { kind: 'flagged', take };
}

async function askLarge(
  { files, bytes, free }: Extract<Question, { kind: 'large' }>,
  trans: TranslationBundle
): Promise<Decision | null> {
  const isTooLarge = free !== null && bytes > free;
  const result = await showDialog({
    title: trans.__('Copy this much?'),
    body: (
      <div className="jp-GDrive-question">
        <p>
          {trans._n('%2 file, %3', '%2 files, %3', files, formatCount(files), formatBytes(bytes))}
        </p>
        {free !== null && <p>{trans.__('Free in the workspace: %1', formatBytes(free))}</p>}
        {isTooLarge && <p>{trans.__('It will not fit.')}</p>}
      </div>
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Copy Anyway') })
    ],
    defaultButton: isTooLarge ? 0 : 1
  });
  return result.button.accept ? { kind: 'large', proceed: true } : null;
}

/** One dialog for each name that exists, until one answer is given for all that are left. */
async function askConflicts(
  { conflicts, choices: offered }: Extract<Question, { kind: 'conflicts' }>,
  kind: Transfer['kind'],
  trans: TranslationBundle
): Promise<Decision | null> {
  const choices = new Map<string, ConflictChoice>(); // names come from strangers: no object
  for (const [index, conflict] of conflicts.entries()) {
    const left = conflicts.length - index;
    const { choice, forAll } = await askConflict({ conflict, kind, left, offered }, trans);
    if (choice === null) {
      return null;
    }
    if (forAll) {
      return { kind: 'conflicts', choices: Object.fromEntries(choices), others: choice };
    }
    choices.set(conflict.path, choice);
  }
  return { kind: 'conflicts', choices: Object.fromEntries(choices), others: 'skip' };
}

type Asked = {
  readonly conflict: Conflict;
  readonly kind: Transfer['kind'];
  /** Names that exist and were not decided on yet, this one included. */
  readonly left: number;
  readonly offered: readonly ConflictChoice[];
};

async function askConflict(
  { conflict, kind, left, offered }: Asked,
  trans: TranslationBundle
): Promise<{ choice: ConflictChoice | null; forAll: boolean }> {
  const buttons: Readonly<Record<ConflictChoice, Dialog.IButton>> = {
    skip: Dialog.okButton({ label: trans.__('Skip'), className: 'jp-mod-reject' }),
    keepBoth: Dialog.okButton({ label: trans.__('Keep Both') }),
    replace: Dialog.warnButton({ label: trans.__('Replace') })
  };
  const choices = GENTLE_FIRST.filter(choice => offered.includes(choice));
  const result = await showDialog({
    title: trans.__('"%1" exists already', PathExt.basename(conflict.path)),
    body: <ConflictBody conflict={conflict} kind={kind} trans={trans} />,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel Transfer') }),
      ...choices.map(choice => buttons[choice])
    ],
    defaultButton: choices.length - 1, // the last but one: all but Replace
    checkbox:
      left > 1
        ? {
            label: trans.__('Do this for all %1 names that exist', formatCount(left)),
            checked: false
          }
        : null
  });
  const chosen = choices.find(choice => buttons[choice].label === result.button.label);
  return { choice: chosen ?? null, forAll: result.isChecked === true };
}

const GENTLE_FIRST: readonly ConflictChoice[] = ['skip', 'keepBoth', 'replace'];

function ConflictBody(props: {
  readonly conflict: Conflict;
  readonly kind: Transfer['kind'];
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { conflict, kind, trans } = props;
  const isCopy = kind === 'copy';
  const inWorkspace = trans.__('In the workspace');
  const inDrive = trans.__('In Google Drive');
  return (
    <div className="jp-GDrive-question">
      <p>{PathExt.dirname(conflict.path) || (isCopy ? trans.__('Workspace') : '')}</p>
      <table>
        <tbody>
          <Side name={isCopy ? inWorkspace : inDrive} {...conflict.existing} />
          <Side name={isCopy ? inDrive : inWorkspace} {...conflict.incoming} />
        </tbody>
      </table>
      {conflict.linkTarget !== null && (
        <p>
          {trans.__(
            'It is a link to %1. Replace puts a file in its place; what it points to stays.',
            conflict.linkTarget
          )}
        </p>
      )}
      {conflict.changed && (
        <p className="jp-mod-problem">
          {trans.__('It was changed since it was copied: Replace loses these changes.')}
        </p>
      )}
    </div>
  );
}

function Side(props: {
  readonly name: string;
  readonly size: number | null;
  readonly modified: string | null;
}): React.JSX.Element {
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td>{props.size === null ? '' : formatBytes(props.size)}</td>
      <td>{formatTime(props.modified)}</td>
    </tr>
  );
}
