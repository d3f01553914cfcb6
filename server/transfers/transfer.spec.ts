import { describe, expect, it } from '@jest/globals';
import { DriveError } from '../../protocol';
import { lastSegment, targetPath, toFailure, type CopyItem } from './item';
import { toReply } from './reply';
import { copyItem } from '../testing/copyItem';
import { Transfer } from './transfer';
import type { TransferEvent } from './transitions';

const item = (n: number, more: Partial<CopyItem> = {}): CopyItem =>
  copyItem(n, { title: `t${n}`, size: 100, folder: 'to', ...more });

const CHOSEN = ['My Drive/a', 'My Drive/b/c', 'd', 'e'].map(path => ({ id: path, path }));
const ORDER = { kind: 'copy', request: { items: CHOSEN, destination: 'to' } } as const;
const OWNER = { accountId: 'x', email: 'a@b' };

/** What happened to a transfer that moves files. */
const MOVING: readonly TransferEvent[] = ['counted', 'planned', 'decided', 'moving'];

function begin(...items: CopyItem[]): Transfer {
  const transfer = new Transfer(ORDER, OWNER, 'then', 'abc');
  items.forEach(each => transfer.add(each));
  MOVING.forEach(event => transfer.enter(event));
  return transfer;
}

describe('the counts of a transfer', () => {
  it('follow each item from waiting to its end, and back', () => {
    const [one, two, three] = [item(0), item(1), item(2, { size: null })];
    const transfer = begin(one, two, three);
    transfer.received(one, 60);
    transfer.setState(one, 'done');
    transfer.received(two, 30);
    transfer.setState(two, 'failed');
    transfer.received(three, 7);
    transfer.setState(three, 'done');
    const { files, bytes } = toReply(transfer, 0, 'online');
    expect(files).toEqual({
      total: 3,
      done: 2,
      skipped: 0,
      unchanged: 0,
      failed: 1,
      unverifiable: 0
    });
    expect(bytes).toEqual({ total: 207, done: 107 }); // of an export, what came; of a failure, nothing
    transfer.prepareRetry();
    expect([transfer.waiting(), transfer.bytesDone]).toEqual([[two], 107]);
  });

  it('tell what is in place already from what is skipped, and where it is', () => {
    const [one, two, three] = [item(0), item(1), item(2)];
    const transfer = begin(one, two, three);
    transfer.skipUnchanged(one);
    transfer.setState(two, 'skipped');
    transfer.setState(three, 'done');
    const { files, arrived, inPlace } = toReply(transfer, 0, 'online');
    expect([files.skipped, files.unchanged, arrived, inPlace]).toEqual([
      2,
      1,
      ['to/f2'],
      ['to/f0']
    ]);
    transfer.forgetPlan();
    expect(toReply(transfer, 0, 'online')).toMatchObject({ files: { unchanged: 0 }, inPlace: [] });
  });

  it('follow a source whose size changed', () => {
    const one = item(0);
    const transfer = begin(one, item(1));
    transfer.resize(one, 10);
    transfer.resize(one, null);
    transfer.resize(one, 50);
    expect(toReply(transfer, 0, 'online').bytes.total).toBe(150);
  });

  it('count what can’t be moved by its nature as skipped', () => {
    const transfer = begin(item(0));
    transfer.addFailure(toFailure('Form', null, new DriveError('notSupported', 'words')));
    const { files, problems } = toReply(transfer, 0, 'online');
    expect(files).toMatchObject({ total: 2, skipped: 1, failed: 0 });
    expect(problems).toMatchObject([{ item: 'Form', code: 'notSupported', retryable: false }]);
  });
});

it('what can’t be verified is counted: exports, and files without a checksum', () => {
  const items = [item(0), item(1, { md5: null }), item(2, { exportAs: 'a/b', size: null })];
  const transfer = begin(...items);
  items.forEach(each => transfer.setState(each, 'done'));
  expect(transfer.unverifiable).toBe(2);
  items.forEach(each => transfer.setState(each, 'waiting')); // they are gone
  expect(transfer.unverifiable).toBe(0);
});

describe('the reply about a transfer', () => {
  it('names three of what was chosen, and where it goes', () => {
    expect(toReply(begin(), 0, 'online')).toMatchObject({
      ...{ id: 'abc', kind: 'copy', titles: ['a', 'c', 'd'], chosen: 4, destination: 'to' },
      ...{ startedAt: 'then', endedAt: null, speed: null, secondsLeft: null, arrived: [] }
    });
  });

  it.each([
    [MOVING, 'offline', 'paused'],
    [MOVING, 'online', 'running'],
    [[], 'offline', 'planning'],
    [['counted', 'asked'], 'offline', 'asking']
  ] as const)('after %j while %s it is %s', (events, connection, shown) => {
    const transfer = new Transfer(ORDER, OWNER, 'then', 'abc');
    events.forEach(event => transfer.enter(event));
    expect(toReply(transfer, 0, connection).state).toBe(shown);
  });

  it('tells speed and rest', () => {
    const transfer = begin(item(0, { size: 1_000 }));
    const [only] = transfer.items;
    transfer.speed.add(200, 0);
    if (only !== undefined) {
      transfer.received(only, 200);
    }
    expect(toReply(transfer, 1_000, 'online')).toMatchObject({ speed: 200, secondsLeft: 4 });
  });

  it('carries at most a hundred problems and paths, but counts all', () => {
    const items = Array.from({ length: 150 }, (_, n) => item(n));
    const transfer = begin(...items);
    items.forEach(each => transfer.setState(each, 'done'));
    items.forEach(({ n }) => transfer.addFailure(toFailure('x', n, new Error('bug'))));
    const { files, problems, arrived } = toReply(transfer, 0, 'online');
    expect([files.done, problems.length, arrived.length]).toEqual([150, 100, 100]);
    expect(arrived[0]).toBe('to/f0');
  });
});

it.each([
  ['an error with words', new DriveError('offline', 'words'), 'offline', true],
  ['one that a retry can’t help', new DriveError('notFound', 'words'), 'notFound', false],
  ['a fault of ours, without its text', new Error('secret text'), 'internal', true]
])('a file fails with %s', (_name, error, code, retryable) => {
  const transfer = begin();
  transfer.addFailure(toFailure('a', 0, error));
  const [problem] = toReply(transfer, 0, 'online').problems;
  expect(problem).toMatchObject({ code, retryable });
  expect(problem?.message).not.toMatch(/secret/);
});

it('paths are joined and parted', () => {
  const shown = [targetPath(item(0)), targetPath(item(0, { folder: '' })), lastSegment('a/b')];
  expect([...shown, lastSegment('a')]).toEqual(['to/f0', 'f0', 'b', 'a']);
});
