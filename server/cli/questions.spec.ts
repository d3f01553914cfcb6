import { describe, expect, it } from '@jest/globals';
import type { Conflict, Question } from '../../protocol';
import { Output } from './output';
import { Questions } from './questions';

const existing = { size: 4, modified: null };
const conflictOf = (path: string): Conflict => ({
  ...{ path, existing, incoming: existing, linkTarget: null, changed: false }
});
const conflicts = (...paths: readonly string[]): Question => ({
  kind: 'conflicts',
  conflicts: paths.map(conflictOf),
  choices: ['replace', 'keepBoth', 'skip']
});
const LARGE: Question = { kind: 'large', files: 1_234, bytes: 5e9, free: 7e9 };
const OFFER = '[r]eplace, [k]eep both or [s]kip? A capital letter answers for all that follow: ';

/** Somebody who types these lines, or nobody; and what is shown meanwhile. */
function asked(lines: readonly string[] | null, proceeds = false) {
  const shown: string[] = [];
  const left = [...(lines ?? [])];
  const person = {
    mayBeAsked: lines !== null,
    ask: (prompt: string): Promise<string> => {
      shown.push(prompt);
      const line = left.shift();
      return line === undefined
        ? Promise.reject(new Error('asked too often'))
        : Promise.resolve(line);
    },
    close: () => undefined
  };
  const err = { write: (text: string) => shown.push(text) };
  const output = new Output({ write: () => undefined }, err, false);
  const { signal } = new AbortController();
  return { questions: new Questions({ person, output, signal, proceeds }), shown };
}

describe('what exists already', () => {
  it.each([
    [['r', 'k', 's'], { a: 'replace', b: 'keepBoth', c: 'skip' }, 'skip'],
    [['S'], {}, 'skip'],
    [['r', 'K'], { a: 'replace' }, 'keepBoth'],
    [['', 'x', 'rr', 'R'], {}, 'replace']
  ])('is answered by %j', async (lines, choices, others) => {
    const { questions } = asked(lines);
    expect(await questions.answer(conflicts('a', 'b', 'c'))).toEqual({
      ...{ kind: 'conflicts', choices, others }
    });
    expect([questions.openEnd, questions.wereAsked]).toEqual(['', true]);
  });

  it('is shown with what can be done', async () => {
    const { questions, shown } = asked(['r']);
    await questions.answer(conflicts('a\u0007'));
    expect(shown).toEqual(['a\ufffd exists (4 B, -). New: 4 B, -.\n', OFFER]);
  });

  it.each([
    [['replace', 'skip'], '[r]eplace or [s]kip? '],
    [['skip'], '[s]kip? ']
  ] as const)('is offered %j only where that is all', async (choices, prompt) => {
    const { questions, shown } = asked(['k', 's']);
    await questions.answer({ kind: 'conflicts', conflicts: [conflictOf('a')], choices });
    expect(shown.slice(1).map(text => text.slice(0, prompt.length))).toEqual([prompt, prompt]);
  });

  it('is left out where nobody can be asked, and named', async () => {
    const { questions } = asked(null);
    expect(await questions.answer(conflicts('a', 'b'))).toEqual({
      ...{ kind: 'conflicts', choices: {}, others: 'skip' }
    });
    expect(questions.openEnd).toBe(
      'Left out, because they exist already: a, b. ' +
        'Say what to do with them: --conflicts replace, keep-both or skip.'
    );
  });

  it('is named with what was left out before, where it is asked about again', async () => {
    const { questions } = asked(null);
    const changed = { ...conflictOf('b'), changed: true };
    await questions.answer(conflicts('a'));
    await questions.answer({ kind: 'conflicts', conflicts: [changed], choices: ['skip'] });
    expect(questions.openEnd).toBe(
      'Left out, because they exist already: a. Left out, because they changed here: b. ' +
        'Say what to do with them: --conflicts replace, keep-both or skip.'
    );
  });
});

describe('what Google takes for malware', () => {
  const FLAGGED: Question = {
    kind: 'flagged',
    files: [
      { path: 'a\u0007', size: 3 },
      { path: 'b', size: 4 }
    ]
  };

  it('is asked about one by one, and taken only where told so', async () => {
    const { questions, shown } = asked(['', 'y']);
    expect(await questions.answer(FLAGGED)).toEqual({ kind: 'flagged', take: ['b'] });
    expect(shown.slice(0, 2)).toEqual([
      'Google takes a\ufffd (3 B) for malware or spam. It may do harm to whoever opens or runs it.\n',
      'Copy it all the same? [y/N] '
    ]);
  });

  it('is left out where nobody can be asked, also with --yes', async () => {
    const { questions } = asked(null, true);
    expect(await questions.answer(FLAGGED)).toEqual({ kind: 'flagged', take: [] });
  });
});

describe('very much', () => {
  const what = 'These are 1,234 files, 5.0 GB, 7.0 GB are free.';

  it.each([
    ['y', true],
    ['YES', true],
    ['', false],
    ['n', false],
    ['yeah', false]
  ])('is moved if told so: %j', async (line, proceed) => {
    const { questions, shown } = asked([line]);
    expect(await questions.answer(LARGE)).toEqual({ kind: 'large', proceed });
    expect([shown, questions.openEnd]).toEqual([[`${what} Go on? [y/N] `], '']);
  });

  it('is moved without a question if told so before', async () => {
    const { questions, shown } = asked(null, true);
    expect(await questions.answer(LARGE)).toEqual({ kind: 'large', proceed: true });
    expect([shown, questions.openEnd]).toEqual([[], '']);
  });

  it('is not moved where nobody can be asked', async () => {
    const { questions } = asked(null);
    expect(await questions.answer({ ...LARGE, free: null })).toEqual({
      ...{ kind: 'large', proceed: false }
    });
    expect(questions.openEnd).toBe(
      'These are 1,234 files, 5.0 GB. Nothing was moved. To go on all the same: --yes.'
    );
  });
});
