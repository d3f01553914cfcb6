/** One identity at Google is one account, however it is chosen: one ledger, credentials that slip in. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startEmulator, type AddedItem, type EmulatorProcess } from '../../emulator/client';
import { QUICK, startProxy, type Proxy } from '../testing/proxy';

let emulator: EmulatorProcess;
let proxy: Proxy;
let top: AddedItem;
let report: AddedItem;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 'empty' });
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  await emulator.reset('empty');
  top = await emulator.addFolder('top');
  report = await emulator.addDocument(
    'document',
    'report',
    { text: 'It is.' },
    { parents: [top.id] }
  );
  // What is held here must not count as broken meanwhile.
  proxy = await startProxy(emulator, { config: { times: { ...QUICK, idleMs: 50_000 } } });
});
afterEach(() => proxy.dispose());

const put = (body: object) => proxy.call('PUT /preferences', { body });
const exported = async (): Promise<number> =>
  (await emulator.requests()).filter(({ path: to }) => to.endsWith('/export')).length;
const startCopyOf = async ({ id }: AddedItem, at: string, destination = '') => {
  const body = { items: [{ id, path: at }], destination };
  return (await proxy.call('POST /copies', { body })).body;
};
const holdExport = () => emulator.holdAt({ match: { path: '/export$', times: 1 } });
/** Writes a key file and gives its path. */
const keep = (name: string, key: object): string => {
  const file = path.join(proxy.home.folder, name);
  writeFileSync(file, JSON.stringify(key));
  return file;
};

describe('two places of one account', () => {
  it('have one ledger: what one copied, the other does not copy again', async () => {
    const hold = await holdExport();
    const first = await startCopyOf(report, 'My Drive/top/report');
    await hold.held();
    expect((await put({ rootFolder: top.id })).body.rootFolder?.id).toBe(top.id); // opened before
    await hold.release();
    expect((await proxy.ended(first.id)).state).toBe('done');
    await emulator.clearRequests();
    const again = await proxy.copy(['report']);
    expect([again.state, again.files.skipped, await exported()]).toEqual(['done', 1, 0]);
  });
});

describe('two transfers with different preferences', () => {
  it('each go by those of their own beginning, and have one ledger', async () => {
    const hold = await holdExport();
    const word = await startCopyOf(report, 'My Drive/top/report');
    await hold.held();
    await put({ exportDocuments: 'md' });
    const markdown = await proxy.copy(['My Drive/top/report']);
    await hold.release();
    expect([markdown.state, (await proxy.ended(word.id)).state]).toEqual(['done', 'done']);
    expect(readdirSync(proxy.home.workspace).sort()).toEqual(['report.docx', 'report.md']);
    await emulator.clearRequests();
    const again = [await proxy.copy(['My Drive/top/report'])];
    await put({ exportDocuments: 'docx' });
    again.push(await proxy.copy(['My Drive/top/report']));
    expect([again.map(({ files }) => files.skipped), await exported()]).toEqual([[1, 1], 0]);
  });

  it('and one that is tried again goes by those of that moment', async () => {
    await emulator.addFault({
      match: { path: `/files/${top.id}$`, times: 1 },
      do: { status: 404, reason: 'notFound' }
    });
    const { id, problems } = await proxy.ended((await startCopyOf(top, 'My Drive/top')).id);
    expect(problems.map(({ code }) => code)).toEqual(['notFound']);
    await put({ exportDocuments: 'md' });
    await proxy.call('POST /transfers/:id/retry', { id });
    expect((await proxy.ended(id)).state).toBe('done');
    expect(readdirSync(path.join(proxy.home.workspace, 'top'))).toEqual(['report.md']);
  });
});

describe('a renewed key file', () => {
  it('slips in below a transfer that runs: the tokens of the old key are not used any more', async () => {
    const old = await emulator.addServiceAccount('robot');
    await emulator.share(report.id, old.client_email);
    await emulator.share(top.id, old.client_email);
    await put({ credentials: 'keyFile', keyFile: keep('old.json', old), askAboveFiles: 0 });
    const first = await startCopyOf(report, 'Shared with me/report');
    await proxy.until(first.id, ({ state }) => state === 'asking');
    // The account has other keys from now on: the old one gets no token.
    const renewed = await emulator.addServiceAccount('robot');
    const { body } = await put({ credentials: 'keyFile', keyFile: keep('new.json', renewed) });
    expect([body.state, body.account?.email]).toEqual(['ready', old.client_email]);
    await emulator.expireTokens();
    const answer = { id: first.id, body: { kind: 'large', proceed: true } };
    await proxy.call('POST /transfers/:id/answer', answer);
    const { state, problems } = await proxy.ended(first.id);
    expect([state, problems]).toEqual(['done', []]);
    await emulator.clearRequests();
    const again = await startCopyOf(report, 'Shared with me/report');
    expect([(await proxy.ended(again.id)).files.skipped, await exported()]).toEqual([1, 0]);
  });
});
