/** What the list may not say. */
import { describe, expect, it } from '@jest/globals';
import type { Transfer } from '../../protocol';
import { judgeRestart, judgeTransfer } from './judgeList';
import { judgeWhole } from './judgeWhole';
import { Model } from './model';

const done: Transfer = {
  ...{ id: 't', kind: 'copy', state: 'done', titles: ['a'], chosen: 1, destination: '' },
  ...{ startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:00:01Z' },
  files: { total: 3, done: 2, skipped: 1, unchanged: 0, failed: 0, unverifiable: 1 },
  bytes: { total: 30, done: 30 },
  ...{ unprovenFolders: 0, counting: false, speed: null, secondsLeft: null, question: null },
  ...{ problems: [], arrived: [], inPlace: [] }
};
const problem = (code: string) => ({
  ...{ item: 'a', code, message: 'A sentence.', details: {}, retryable: true }
});
const kinds = (transfer: Partial<Transfer>): string[] =>
  judgeTransfer({ ...done, ...transfer }).map(({ kind }) => kind);

describe('a transfer that is over', () => {
  it('passes if its numbers add up', () => {
    expect(kinds({})).toEqual([]);
  });

  it.each<[string, Partial<Transfer>]>([
    ['files that do not add up', { files: { ...done.files, done: 1 } }],
    ['more files than there are', { state: 'cancelled', files: { ...done.files, done: 3 } }],
    ['bytes that are missing', { bytes: { total: 30, done: 29 } }],
    ['more bytes than there are', { state: 'cancelled', bytes: { total: 30, done: 31 } }],
    ['more unverifiable files than arrived', { files: { ...done.files, unverifiable: 3 } }],
    ['a state that is not over', { state: 'running' }],
    ['a failure without a reason', { state: 'failed' }],
    [
      'a file that failed without a reason',
      { state: 'cancelled', files: { ...done.files, done: 1, failed: 1 } }
    ]
  ])('may not tell %s', (_what, transfer) => {
    expect(kinds(transfer)).toEqual(['untrue list']);
  });

  it('may not be done with something failed', () => {
    const files = { ...done.files, done: 1, failed: 1 };
    expect(kinds({ files, problems: [problem('corrupt')] })).toContain('untrue list');
  });

  it('may not fail for a reason of ours, or without a sentence', () => {
    const files = { ...done.files, done: 1, failed: 1 };
    const failed = { state: 'failed', files } as const;
    expect([
      kinds({ ...failed, problems: [problem('internal')] }),
      kinds({ ...failed, problems: [{ ...problem('corrupt'), message: '' }] })
    ]).toEqual([['internal'], ['internal']]);
  });
});

describe('the next server', () => {
  it('tells the same', () => {
    expect(judgeRestart([done], [done])).toEqual([]);
  });

  it('may not forget a transfer, or tell it otherwise', () => {
    const other = { ...done, files: { ...done.files, unverifiable: 0 } };
    expect([
      judgeRestart([done], []).map(({ kind }) => kind),
      judgeRestart([done], [other]).map(({ kind }) => kind)
    ]).toEqual([['forgotten'], ['untrue list']]);
  });
});

describe('a copy that is done', () => {
  const begun = (): Model => {
    const model = new Model();
    model.madeThere('id', 'a', 'theirs', 10);
    const sources = [{ what: 'id', md5: 'theirs' }];
    model.begun('t', { kind: 'copy', sources, names: ['a'], inAdvance: null, from: 20 });
    return model;
  };
  const kindsOf = (model: Model): string[] =>
    judgeWhole(model, [done], [], []).map(({ kind }) => kind);

  it('moved what was there when it was begun', () => {
    const here = [{ path: 'a', md5: 'theirs' }];
    expect([kindsOf(begun()), judgeWhole(begun(), [done], here, [])]).toEqual([['not whole'], []]);
  });

  it('need not have what was left out, changed in Drive, or removed by the user', () => {
    const skipped = begun();
    skipped.questions.count('t', 'skip');
    const changed = begun();
    changed.theirs.touch('id');
    const removed = begun();
    removed.mine.end('theirs', 30);
    expect([skipped, changed, removed].flatMap(kindsOf)).toEqual([]);
  });
});

describe('an upload that is done', () => {
  const begun = (): Model => {
    const model = new Model();
    model.madeHere('top/a', 'mine', 10);
    const sources = [{ what: 'top/a', md5: 'mine' }];
    model.begun('t', { kind: 'upload', sources, names: ['a'], inAdvance: null, from: 20 });
    return model;
  };
  const kindsAt = (path: string): string[] =>
    judgeWhole(begun(), [{ ...done, kind: 'upload' }], [{ path, md5: 'mine' }], []).map(
      ({ kind }) => kind
    );

  it('moved what stands where it was chosen, but not what was moved away from there', () => {
    expect([kindsAt('top/a'), kindsAt('elsewhere/a')]).toEqual([['not whole'], []]);
  });
});
