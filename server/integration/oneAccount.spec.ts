/** One identity at Google is one account, however it is chosen: one ledger, credentials that slip in. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AddedItem } from '../../emulator/client';
import { QUICK } from '../testing/proxy';
import { withProxy } from '../testing/withProxy';

// What is held here must not count as broken meanwhile.
const stage = withProxy({ proxy: { config: { times: { ...QUICK, idleMs: 50_000 } } } });
let top: AddedItem;
let report: AddedItem;

beforeEach(async () => {
  top = await stage.emulator.addFolder('top');
  const text = { text: 'It is.' };
  report = await stage.emulator.addDocument('document', 'report', text, { parents: [top.id] });
});

const put = (body: object) => stage.proxy.call('PUT /preferences', { body });
const exported = async (): Promise<number> =>
  (await stage.emulator.requests()).filter(({ path: to }) => to.endsWith('/export')).length;
const startCopyOf = async ({ id }: AddedItem, at: string, destination = '') => {
  const body = { items: [{ id, path: at }], destination };
  return (await stage.proxy.call('POST /copies', { body })).body;
};
const holdExport = () => stage.emulator.holdAt({ match: { path: '/export$', times: 1 } });
/** Writes a key file and gives its path. */
const keep = (name: string, key: object): string => {
  const file = path.join(stage.proxy.home.folder, name);
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
    expect((await stage.proxy.ended(first.id)).state).toBe('done');
    await stage.emulator.clearRequests();
    const again = await stage.proxy.copy(['report']);
    expect([again.state, again.files.skipped, await exported()]).toEqual(['done', 1, 0]);
  });
});

describe('two transfers with different preferences', () => {
  it('each go by those of their own beginning, and have one ledger', async () => {
    const hold = await holdExport();
    const word = await startCopyOf(report, 'My Drive/top/report');
    await hold.held();
    await put({ exportDocuments: 'md' });
    const markdown = await stage.proxy.copy(['My Drive/top/report']);
    await hold.release();
    expect([markdown.state, (await stage.proxy.ended(word.id)).state]).toEqual(['done', 'done']);
    expect(readdirSync(stage.proxy.home.workspace).sort()).toEqual(['report.docx', 'report.md']);
    await stage.emulator.clearRequests();
    const again = [await stage.proxy.copy(['My Drive/top/report'])];
    await put({ exportDocuments: 'docx' });
    again.push(await stage.proxy.copy(['My Drive/top/report']));
    expect([again.map(({ files }) => files.skipped), await exported()]).toEqual([[1, 1], 0]);
  });

  it('and one that is tried again goes by those of that moment', async () => {
    await stage.emulator.addFault({
      match: { path: `/files/${top.id}$`, times: 1 },
      do: { status: 404, reason: 'notFound' }
    });
    const { id, problems } = await stage.proxy.ended((await startCopyOf(top, 'My Drive/top')).id);
    expect(problems.map(({ code }) => code)).toEqual(['notFound']);
    await put({ exportDocuments: 'md' });
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    expect((await stage.proxy.ended(id)).state).toBe('done');
    expect(readdirSync(path.join(stage.proxy.home.workspace, 'top'))).toEqual(['report.md']);
  });
});

describe('a renewed key file', () => {
  it('slips in below a transfer that runs: the tokens of the old key are not used any more', async () => {
    const old = await stage.emulator.addServiceAccount('robot');
    await stage.emulator.share(report.id, old.client_email);
    await stage.emulator.share(top.id, old.client_email);
    await put({ credentials: 'keyFile', keyFile: keep('old.json', old), askAboveFiles: 0 });
    const first = await startCopyOf(report, 'Shared with me/report');
    await stage.proxy.until(first.id, ({ state }) => state === 'asking');
    // The account has other keys from now on: the old one gets no token.
    const renewed = await stage.emulator.addServiceAccount('robot');
    const { body } = await put({ credentials: 'keyFile', keyFile: keep('new.json', renewed) });
    expect([body.state, body.account?.email]).toEqual(['ready', old.client_email]);
    await stage.emulator.expireTokens();
    const answer = { id: first.id, body: { kind: 'large', proceed: true } };
    await stage.proxy.call('POST /transfers/:id/answer', answer);
    const { state, problems } = await stage.proxy.ended(first.id);
    expect([state, problems]).toEqual(['done', []]);
    await stage.emulator.clearRequests();
    const again = await startCopyOf(report, 'Shared with me/report');
    expect([(await stage.proxy.ended(again.id)).files.skipped, await exported()]).toEqual([1, 0]);
  });
});
