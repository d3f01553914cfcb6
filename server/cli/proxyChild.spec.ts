/** The child's life, with the stand-in of the shim's tests: what is looked at is this side. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ChildDoor } from './childDoor';
import { Interruption } from './interruption';
import { ProxyChild, type ProxyChildParts } from './proxyChild';

let folder = '';
const log: string[] = [];
const children: ProxyChild[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-spec-'));
  log.length = 0;
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(child => child.stop()));
  rmSync(folder, { recursive: true, force: true });
});

function start(subject = '', more: Partial<ProxyChildParts> = {}) {
  const child = new ProxyChild({
    configuration: { subject },
    pid: process.pid,
    command: [process.execPath, path.resolve('tests/stub/proxy.cjs')],
    environment: { PATH: process.env.PATH },
    temporaryFolder: folder,
    isWindows: false,
    startMs: 20_000,
    log: line => log.push(line),
    ...more
  });
  children.push(child);
  return { child, door: new ChildDoor(child) };
}

const get = (target: string) => ({ method: 'GET', target });

describe.each([
  ['a socket', false],
  ['a port, as on Windows', true]
])('a child at %s', (_, isWindows) => {
  it('is asked, logs, and leaves nothing', async () => {
    const { door } = start('', { isWindows });
    const { status, body } = await door.ask(get('/api/echo'));
    expect([status, typeof body, readdirSync(folder).length]).toEqual([200, 'object', 1]);
    await door.stop();
    expect(log.map(line => JSON.parse(line) as unknown)).toEqual([
      { level: 40, msg: 'a line of the log', extra: 1 }
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('has a successor that is asked what only reads', async () => {
    const { child, door } = start('', { isWindows });
    const first = await child.ensure();
    await expect(door.ask(get('/api/die'))).rejects.toMatchObject({ code: 'proxyEnded' });
    expect((await door.ask(get('/api/echo'))).status).toBe(200);
    expect(await child.ensure()).not.toBe(first);
  });

  it('is not asked twice for what changes something', async () => {
    const { door } = start('', { isWindows });
    await door.ask(get('/api/echo'));
    const request = { method: 'POST', target: '/api/die', body: {} };
    await expect(door.ask(request)).rejects.toMatchObject({ code: 'proxyEnded' });
  });
});

describe('a child', () => {
  it.each([
    ['dies', 20_000],
    ['never-ready', 200]
  ])('that %s is told, and leaves nothing', async (subject, startMs) => {
    const { door } = start(subject, { startMs });
    await expect(door.ask(get('/api/echo'))).rejects.toMatchObject({ code: 'proxyNotStarted' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is no program is told, too', async () => {
    const { door } = start('', { command: [path.join(folder, 'nowhere')] });
    await expect(door.ask(get('/api/echo'))).rejects.toMatchObject({ code: 'proxyNotStarted' });
  });

  it('is not waited for after an interruption', async () => {
    const { door } = start();
    await door.ask(get('/api/echo'));
    const abort = new AbortController();
    const answer = door.ask(get('/api/hang'), abort.signal);
    await door.ask(get('/api/hanging?n=1'));
    abort.abort(new Interruption('keyboard'));
    await expect(answer).rejects.toEqual(new Interruption('keyboard'));
  });

  it('is not started after an interruption', async () => {
    const { door } = start('', { command: [path.join(folder, 'nowhere')] });
    const abort = new AbortController();
    abort.abort(new Interruption('keyboard'));
    await expect(door.ask(get('/api/echo'), abort.signal)).rejects.toEqual(
      new Interruption('keyboard')
    );
    await door.stop();
    expect(log).toEqual([]);
  });

  it('listens at a port where the name of a socket would be too long', async () => {
    const deep = path.join(folder, 'd'.repeat(100));
    mkdirSync(deep);
    const { child } = start('', { temporaryFolder: deep });
    expect((await child.ensure()).where).toHaveProperty('port');
  });

  it('needs a temporary folder', async () => {
    const { child } = start('', { temporaryFolder: path.join(folder, 'nowhere') });
    await expect(child.ensure()).rejects.toMatchObject({ code: 'proxyNotStarted' });
    expect(log.join()).toContain('ENOENT');
  });
});
