/** The workspace moves while files come: what its user changed is never replaced without a question about it. */
import { describe, expect, it } from '@jest/globals';
import { chmodSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import type { ConflictChoice, Transfer } from '../../../protocol';
import type { IHold } from '../../../emulator/client';
import { LOCAL_MOVES } from '../../testing/localMoves';
import { withProxy } from '../../testing/withProxy';

const stage = withProxy();

/** A file that was copied, and changed in Drive since. */
async function changedInDrive(name = 'a.csv'): Promise<string> {
  const { id } = await stage.emulator.addFile({ name, content: 'first, of Drive' });
  expect((await stage.proxy.copy([`My Drive/${name}`])).state).toBe('done');
  await stage.emulator.overwrite(id, { content: 'second, of Drive' });
  return id;
}

/** A copy that stands still just before its first byte. */
async function startHeld(path = 'My Drive/a.csv', more = {}): Promise<[string, IHold]> {
  const hold = await stage.emulator.holdAt({ match: { query: 'alt=media' } });
  const { id } = await stage.proxy.startCopy([path], '', more);
  await hold.held();
  return [id, hold];
}

function asks(id: string): Promise<Transfer> {
  return stage.proxy.until(id, ({ state }) => state === 'asking', 'a question');
}

async function answer(id: string, others: ConflictChoice): Promise<Transfer> {
  await stage.proxy.call('POST /transfers/:id/answer', {
    id,
    body: { kind: 'conflicts', choices: {}, others }
  });
  return stage.proxy.ended(id);
}

const path = (name = 'a.csv'): string => stage.at(name);
const noTemporaries = (): void =>
  expect(stage.tree().filter(name => name.includes('.~'))).toEqual([]);

/** After these a file is still there, and another one than was copied. */
const EDITS = LOCAL_MOVES.filter(({ code }) => code === null);

describe('a file here that is edited after it was decided to replace it', () => {
  it.each(EDITS)('while nothing runs ($name), is asked about by Continue', async ({ move }) => {
    await changedInDrive();
    const [id, hold] = await startHeld();
    await stage.proxy.kill();
    await hold.release();
    move(path(), '');
    const content = stage.text('a.csv');
    await stage.startNext({ config: { serverId: 'another' } });
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    await asks(id);
    expect(stage.text('a.csv')).toBe(content);
    expect((await answer(id, 'skip')).state).toBe('done');
    expect(stage.text('a.csv')).toBe(content);
    noTemporaries();
  });

  it('is asked about where the next proxy goes on by itself', async () => {
    await changedInDrive();
    const [id, hold] = await startHeld();
    await stage.proxy.kill();
    await hold.release();
    writeFileSync(path(), 'of the user');
    await stage.startNext();
    await asks(id);
    expect(stage.text('a.csv')).toBe('of the user');
    expect((await answer(id, 'keepBoth')).state).toBe('done');
    expect(stage.tree()).toEqual(['a (2).csv', 'a.csv']);
    expect(stage.text('a (2).csv')).toBe('second, of Drive');
  });

  it('is replaced by an answer that was given for that state of it, without fetching again', async () => {
    await changedInDrive();
    const [id, hold] = await startHeld();
    writeFileSync(path(), 'of the user');
    await hold.release();
    await asks(id);
    await stage.emulator.clearRequests();
    expect((await answer(id, 'replace')).files.done).toBe(1);
    expect(stage.text('a.csv')).toBe('second, of Drive');
    const fetched = (await stage.emulator.requests()).filter(({ query }) => query === 'alt=media');
    expect(fetched).toEqual([]);
    noTemporaries();
  });

  it('while the question about it is open is asked about once more', async () => {
    await stage.emulator.addFile({ name: 'a.csv', content: 'of Drive' });
    writeFileSync(path(), 'of the user');
    const { id } = await stage.proxy.startCopy(['My Drive/a.csv']);
    await asks(id);
    writeFileSync(path(), 'of the user, later');
    await stage.proxy.call('POST /transfers/:id/answer', {
      id,
      body: { kind: 'conflicts', choices: { 'a.csv': 'replace' }, others: 'skip' }
    });
    await asks(id);
    expect(stage.text('a.csv')).toBe('of the user, later');
    expect((await answer(id, 'replace')).state).toBe('done');
    expect(stage.text('a.csv')).toBe('of Drive');
  });

  it('is not replaced by a "replace" that was said before the edit', async () => {
    await changedInDrive();
    const [id, hold] = await startHeld('My Drive/a.csv', { conflicts: 'replace' });
    writeFileSync(path(), 'of the user');
    await hold.release();
    await asks(id);
    expect(stage.text('a.csv')).toBe('of the user');
    expect((await answer(id, 'skip')).state).toBe('done');
    expect(stage.text('a.csv')).toBe('of the user');
  });

  it('is not replaced by a "replace" that was said before the edit, of a copy that is tried again', async () => {
    const item = { id: await changedInDrive(), path: 'My Drive/a.csv' };
    await stage.proxy.stop(); // it remembers for a while what it saw of the file
    await stage.startNext();
    const hold = await stage.emulator.holdAt({ match: { path: `^/drive/v3/files/${item.id}` } });
    const body = { items: [item], destination: '', conflicts: 'replace' } as const;
    const { id } = (await stage.proxy.call('POST /copies', { body })).body;
    await hold.held();
    await stage.proxy.call('POST /transfers/:id/cancel', { id });
    await hold.release();
    writeFileSync(path(), 'of the user');
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    await asks(id);
    expect((await answer(id, 'skip')).state).toBe('done');
    expect(stage.text('a.csv')).toBe('of the user');
  });

  it('is asked about where it is an exported document', async () => {
    const { id: document } = await stage.emulator.addDocument('document', 'Report', {
      text: 'one'
    });
    expect((await stage.proxy.copy(['My Drive/Report'])).state).toBe('done');
    const name = stage.tree()[0] ?? '';
    await stage.emulator.overwrite(document, { content: 'two' });
    await stage.proxy.stop(); // it remembers for a while what it saw of the document
    await stage.startNext();
    const hold = await stage.emulator.holdAt({ match: { path: '/export' } });
    const items = [{ id: document, path: 'My Drive/Report' }];
    const { body: begun } = await stage.proxy.call('POST /copies', {
      body: { items, destination: '' }
    });
    const { id } = begun;
    await hold.held();
    writeFileSync(path(name), 'of the user');
    await hold.release();
    await asks(id);
    expect(stage.text(name)).toBe('of the user');
    expect((await answer(id, 'skip')).state).toBe('done');
    expect(stage.text(name)).toBe('of the user');
  });

  it('is not asked about where only its mode changed, or its times', async () => {
    await changedInDrive();
    const [id, hold] = await startHeld();
    chmodSync(path(), 0o600);
    await hold.release();
    expect((await stage.proxy.ended(id)).state).toBe('done');
    expect(stage.text('a.csv')).toBe('second, of Drive');
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });
});

/** What may appear under a name that was free. */
const APPEARANCES: readonly (readonly [string, (file: string) => void])[] = [
  ['a file', file => writeFileSync(file, 'of the user')],
  ['an empty file', file => writeFileSync(file, '')],
  ['a folder', file => mkdirSync(file)],
  ['a link to nowhere', file => symlinkSync('nowhere', file)],
  ['a link to a file', file => symlinkSync('/etc/hostname', file)]
];

describe('what appears under a name that was free', () => {
  it.each(APPEARANCES)('is asked about: %s', async (_what, appear) => {
    await stage.emulator.addFile({ name: 'a.csv', content: 'of Drive' });
    const [id, hold] = await startHeld();
    appear(path());
    const before = stage.tree();
    await hold.release();
    await asks(id);
    expect(stage.tree().filter(name => !name.startsWith('.~'))).toEqual(before);
    expect((await answer(id, 'keepBoth')).state).toBe('done');
    expect(stage.text('a (2).csv')).toBe('of Drive');
    noTemporaries();
  });

  it('is taken for the copy if it is the same, as when two copy it at once', async () => {
    await stage.emulator.addFile({ name: 'a.csv', content: 'of Drive' });
    const [id, hold] = await startHeld();
    writeFileSync(path(), 'of Drive');
    await hold.release();
    const end = await stage.proxy.ended(id);
    expect([end.state, end.files, end.problems]).toMatchObject(['done', { skipped: 1 }, []]);
    noTemporaries();
  });

  it('in place of a file that was to be replaced: nothing, so the copy takes the name', async () => {
    await changedInDrive();
    const [id, hold] = await startHeld();
    rmSync(path());
    await hold.release();
    expect((await stage.proxy.ended(id)).state).toBe('done');
    expect(stage.text('a.csv')).toBe('second, of Drive');
  });
});
