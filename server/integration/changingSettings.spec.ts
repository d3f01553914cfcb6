/**
 * Every setting is changed, one by one, while a transfer waits: it ends as it was planned, with the
 * account that it began with, on the real proxy and the emulator.
 */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_SETTINGS, type DriveSettings, type Transfer } from '../../protocol';
import type { AddedItem } from '../../emulator/client';
import { Network } from '../testing/network';
import { QUICK, type Proxy } from '../testing/proxy';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ proxy: null });
let network: Network;
let proxy: Proxy;
let top: AddedItem;
let other: AddedItem;
/** A key file of a service account, which is not the administrator's. */
let keyFile: string;
let robot: string;

beforeEach(async () => {
  const { emulator } = stage;
  network = await Network.to(emulator.url);
  stage.onEnd(() => network.cut());
  top = await emulator.addFolder('top');
  other = await emulator.addFolder('other');
  await emulator.addDocument('document', 'report', { text: 'It is.' }, { parents: [top.id] });
});

async function start(config: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const times = { ...QUICK, probeMs: 50 };
  proxy = await stage.start({ config: { endpoint: network.url, times, ...config } });
  const key = await stage.emulator.addServiceAccount('another');
  robot = key.client_email;
  keyFile = path.join(proxy.home.folder, 'key.json');
  writeFileSync(keyFile, JSON.stringify(key));
}

/** Another value for each setting there is; the last one leads to another account, and stays. */
const changesOf = (before: DriveSettings): { [K in keyof DriveSettings]: DriveSettings[K] } => ({
  rootFolder: other.id,
  exportDocuments: 'md',
  exportSpreadsheets: 'csv',
  exportPresentations: 'pdf',
  exportDrawings: 'png',
  uploads: !before.uploads,
  askAboveFiles: 0,
  askAboveGigabytes: 0,
  credentials: before.keyFile === '' ? 'applicationDefault' : 'serviceAccount',
  keyFile: before.keyFile === '' ? keyFile : '/nowhere.json'
});

/** The transfer waits before each change, and after the last. */
async function changeEverySetting(
  before: DriveSettings,
  waits: () => Promise<unknown>
): Promise<void> {
  for (const change of Object.entries(changesOf(before))) {
    await waits();
    const body = { ...before, ...Object.fromEntries([change]) };
    const reply = await proxy.call('PUT /preferences', { body });
    expect([reply.status, reply.body.settings]).toEqual([200, body]);
    expect(reply.body.wrongSettings).toEqual([]);
  }
  await waits();
}

const copied = (): string[] => readdirSync(path.join(proxy.home.workspace, 'top')).sort();
const accountsThat = async (read: (entry: { path: string; query: string }) => boolean) =>
  new Set((await stage.emulator.requests()).filter(read).map(({ account }) => account));
const isContent = ({ path: to, query }: { path: string; query: string }): boolean =>
  query.includes('alt=media') || to.endsWith('/export');

describe('every setting changed while a transfer waits', () => {
  it('for a connection', async () => {
    await stage.emulator.addFile({ name: 'large', parents: [top.id], size: 3_000_000 });
    await start();
    const { id } = await proxy.startCopy(['My Drive/top']);
    await network.cutAfter('down', 1_000_000);
    const paused = (): Promise<Transfer> => proxy.until(id, ({ state }) => state === 'paused');
    await changeEverySetting(DEFAULT_SETTINGS, paused);
    await network.mend();
    const { body } = await proxy.call('GET /status', { query: { check: '1' } });
    expect(body.account?.email).toBe(robot);
    const { state, problems } = await proxy.ended(id);
    expect([state, problems, copied()]).toEqual(['done', [], ['large', 'report.docx']]);
    expect(await accountsThat(isContent)).toEqual(new Set([stage.emulator.subject]));
  });

  it('for an answer', async () => {
    await stage.emulator.addFile({ name: 'a.txt', parents: [top.id], content: 'a' });
    await start();
    const before = { ...DEFAULT_SETTINGS, askAboveFiles: 1 };
    await proxy.call('PUT /preferences', { body: before });
    const { id } = await proxy.startCopy(['My Drive/top']);
    await changeEverySetting(before, () => proxy.until(id, ({ state }) => state === 'asking'));
    expect((await proxy.call('GET /status')).body.account?.email).toBe(robot);
    await proxy.call('POST /transfers/:id/answer', { id, body: { kind: 'large', proceed: true } });
    const { state, problems } = await proxy.ended(id);
    expect([state, problems, copied()]).toEqual(['done', [], ['a.txt', 'report.docx']]);
    expect(await accountsThat(isContent)).toEqual(new Set([stage.emulator.subject]));
  });

  it('for the pace of writes, and uploading is switched off', async () => {
    await start({ writesPerSecond: 0.2, writeBurst: 1 });
    const team = await stage.emulator.addDrive('Team', { [robot]: 'fileOrganizer' });
    const before: DriveSettings = {
      ...{ ...DEFAULT_SETTINGS, keyFile },
      ...{ credentials: 'keyFile', uploads: true }
    };
    await proxy.call('PUT /preferences', { body: before });
    mkdirSync(path.join(proxy.home.workspace, 'up'));
    const names = ['a', 'b', 'c'];
    names.forEach(name => writeFileSync(path.join(proxy.home.workspace, 'up', name), name));
    const body = { paths: ['up'], folder: { id: team, path: 'Shared drives/Team' } };
    const { id } = (await proxy.call('POST /uploads', { body })).body;
    const waits = (): Promise<Transfer> =>
      proxy.until(id, ({ state, files }) => state === 'running' && files.done < names.length);
    await changeEverySetting(before, waits);
    const off = { ...before, uploads: false };
    expect((await proxy.call('PUT /preferences', { body: off })).body.canUpload).toBe(false);
    const refused = await proxy.call('POST /uploads', { body });
    expect([refused.status, (await waits()).files.failed]).toEqual([405, 0]);
    const { state, problems } = await proxy.ended(id);
    expect([state, problems]).toEqual(['done', []]);
    const there = (await stage.emulator.snapshot()).filter(({ driveId }) => driveId === team);
    expect(
      there
        .map(({ name }) => name)
        .filter(name => names.includes(name))
        .sort()
    ).toEqual(names);
    const isWrite = ({ path: to }: { path: string }): boolean => to.startsWith('/upload/');
    expect(await accountsThat(isWrite)).toEqual(new Set([robot]));
  });

  it('for the quota, which two places of the account share', async () => {
    for (let n = 0; n < 4; n += 1) {
      await stage.emulator.addFile({ name: `f${n}`, parents: [top.id], content: String(n) });
    }
    await stage.emulator.addFile({ name: 'elsewhere', parents: [other.id], content: 'o' });
    await start({ unitsPerMinute: 1_000 });
    const { id } = await proxy.startCopy(['My Drive/top']);
    await proxy.until(id, ({ files }) => files.done > 0);
    const waits = (): Promise<Transfer> => proxy.until(id, ({ state }) => state === 'running');
    await changeEverySetting(DEFAULT_SETTINGS, waits);
    const root = { ...DEFAULT_SETTINGS, rootFolder: other.id };
    await proxy.call('PUT /preferences', { body: root });
    const second = await proxy.startCopy(['elsewhere']);
    const ends = [await proxy.ended(id), await proxy.ended(second.id)];
    expect(ends.map(({ state, problems }) => [state, problems])).toEqual([
      ['done', []],
      ['done', []]
    ]);
    expect(copied()).toEqual(['f0', 'f1', 'f2', 'f3', 'report.docx']);
    const requests = (await stage.emulator.requests()).filter(isContent);
    expect(requests.map(({ account }) => account)).toEqual(
      requests.map(() => stage.emulator.subject)
    );
    const begun = Math.min(...requests.map(({ t0 }) => t0));
    const inOneMinute = requests.filter(({ t0 }) => t0 < begun + 60_000);
    // Each costs 200 units of 1,000, and the lists cost some too.
    expect([inOneMinute.length <= 4, requests.length]).toEqual([true, 6]);
  }, 200_000);
});
