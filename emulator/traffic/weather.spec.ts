import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import type { AddedItem } from '../client';
import { Fixture } from '../testing/fixture';
import type { Answer } from '../testing/fixture';
import { textOf } from '../json';
import { Random } from '../random';
import { latencyOf } from './latency';

let google: Fixture;
let file: AddedItem;
beforeAll(async () => {
  google = await Fixture.open();
});
afterAll(() => google.close());
afterEach(async () => {
  await google.emulator.reset();
  await google.signIn();
});

async function media(headers: Record<string, string> = {}): Promise<Answer> {
  file = await google.emulator.addFile({ name: 'f', size: 200_000, contentSeed: 3 });
  return google.get(`/drive/v3/files/${file.id}?alt=media`, { headers });
}

describe('scripted faults', () => {
  it('answer with the reason, the headers and the turn they were given', async () => {
    await google.emulator.addFault({
      match: { method: 'GET', path: '/about$', nth: 2, times: 2 },
      do: { status: 429, reason: 'rateLimitExceeded', retryAfter: 7 }
    });
    const answers = [];
    for (let at = 0; at < 4; at += 1) {
      answers.push(await google.get('/drive/v3/about?fields=kind'));
    }
    expect(answers.map(({ status, headers }) => [status, headers['retry-after']])).toEqual([
      [200, undefined],
      [429, '7'],
      [429, '7'],
      [200, undefined]
    ]);
    expect(answers[1]?.json).toEqual({
      error: {
        code: 429,
        message: 'Rate Limit Exceeded',
        errors: [
          { message: 'Rate Limit Exceeded', domain: 'usageLimits', reason: 'rateLimitExceeded' }
        ]
      }
    });
  });

  it('answer with any body', async () => {
    await google.emulator.addFault({ match: {}, do: { status: 502, body: '<html>' } });
    const { status, text, headers } = await google.get('/drive/v3/about');
    expect([status, text, headers['content-type']]).toEqual([
      502,
      '<html>',
      'text/html; charset=UTF-8'
    ]);
  });

  it.each([
    ['cut', { cutAfterBytes: 1000 }],
    ['reset', { resetAfterBytes: 1000 }],
    ['reset at once', { reset: true }],
    ['lost after the work', { dropAfterProcessing: true }]
  ])('break the connection: %s', async (_, action) => {
    await google.emulator.addFault({ match: { path: '/files/' }, do: action });
    await expect(media()).rejects.toThrow(/aborted|ECONNRESET|socket hang up/);
  });

  it('end a body early, or give other bytes of the same number', async () => {
    const right = (await media()).bytes;
    await google.emulator.addFault({
      match: { path: '/files/', times: 1 },
      do: { endAfterBytes: 1000 }
    });
    const short = (await media()).bytes;
    await google.emulator.addFault({
      match: { path: '/files/', times: 1 },
      do: { wrongBytes: true }
    });
    const wrong = (await media()).bytes;
    expect(short.equals(right.subarray(0, 1000))).toBe(true);
    expect([wrong.length, wrong.equals(right)]).toEqual([right.length, false]);
  });

  it('answer a range with the whole', async () => {
    await google.emulator.addFault({ match: {}, do: { ignoreRange: true } });
    const { status, bytes } = await media({ range: 'bytes=5-9' });
    expect([status, bytes.length]).toEqual([200, 200_000]);
  });

  it('cut a gzipped body that ends cleanly', async () => {
    await google.emulator.addFault({ match: { path: '/files/' }, do: { gzipCut: true } });
    const { status, headers, bytes } = await media();
    expect([status, headers['content-encoding'], headers['content-length']]).toEqual([
      200,
      'gzip',
      undefined
    ]);
    const { gunzipSync } = await import('node:zlib');
    expect(() => gunzipSync(bytes)).toThrow('unexpected end of file');
  });

  it('do the work of a create whose answer is lost', async () => {
    await google.emulator.addFault({
      match: { method: 'POST' },
      do: { dropAfterProcessing: true }
    });
    await expect(
      google.ask('POST', '/drive/v3/files', { body: { name: 'lost' } })
    ).rejects.toThrow();
    expect((await google.emulator.snapshot()).map(item => item.name)).toEqual(['lost']);
  });

  it('stall after the head until the client goes', async () => {
    await google.emulator.addFault({ match: { path: '/files/' }, do: { stall: 10 } });
    file = await google.emulator.addFile({ name: 'f', content: 'x'.repeat(100) });
    const token = await google.token({});
    const response = await fetch(`${google.emulator.url}/drive/v3/files/${file.id}?alt=media`, {
      headers: { authorization: `Bearer ${token}` }
    });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    await reader?.cancel();
    expect([response.status, first?.value?.length]).toEqual([200, 10]);
  });

  it('refuse what is misspelt', async () => {
    const misspelt: Record<string, unknown> = { match: { pth: 'x' }, do: {} };
    const { status } = await google.ask('POST', '/emulator/faults', { body: misspelt });
    const knob = await google.ask('PATCH', '/emulator/knobs', { body: { latency: 1 } });
    const expression = { match: { path: '(' }, do: {} };
    const bad = await google.ask('POST', '/emulator/faults', { body: expression });
    expect([status, knob.status, bad.status]).toEqual([400, 400, 400]);
  });
});

describe('random faults', () => {
  const outcomes = async (): Promise<number[]> => {
    const statuses: number[] = [];
    for (let at = 0; at < 60; at += 1) {
      statuses.push((await google.get('/drive/v3/about?fields=kind')).status);
    }
    return statuses;
  };

  it('hit the share that was asked for', async () => {
    await google.emulator.setKnobs({ p503: 0.3, p403rate: 0.2 });
    const statuses = await outcomes();
    expect(new Set(statuses)).toEqual(new Set([200, 403, 503]));
    await google.emulator.setKnobs({ p503: 1 });
    expect(new Set(await outcomes())).toEqual(new Set([503]));
  });
});

describe('the quota', () => {
  it('charges units by kind of call and refuses when they are spent', async () => {
    await google.emulator.setKnobs({ unitsPerMinute: 310 });
    const list = await google.get('/drive/v3/files');
    const download = await media();
    const about = await google.get('/drive/v3/about?fields=kind');
    const spent = await google.get('/drive/v3/files');
    expect([list, download, about, spent].map(({ status }) => status)).toEqual([
      200, 200, 200, 403
    ]);
    expect(spent.json).toEqual({
      error: {
        code: 403,
        message: 'User Rate Limit Exceeded',
        errors: [
          {
            message: 'User Rate Limit Exceeded',
            domain: 'usageLimits',
            reason: 'userRateLimitExceeded'
          }
        ]
      }
    });
    const units = (await google.emulator.requests()).map(entry => entry.units);
    expect(units.slice(-4)).toEqual([100, 200, 5, 0]);
  });

  it('gives units back when the window has passed, by Google’s clock', async () => {
    await google.emulator.setKnobs({ unitsPerMinute: 100 });
    const statuses = [(await google.get('/drive/v3/files')).status];
    statuses.push((await google.get('/drive/v3/files')).status);
    await google.emulator.setKnobs({ clockSkewSeconds: 61 });
    statuses.push((await google.get('/drive/v3/files')).status);
    expect(statuses).toEqual([200, 403, 200]);
  });

  it('lets writes come in a burst, then refuses', async () => {
    await google.emulator.setKnobs({ writesPerSecond: 0.001, writeBurst: 2 });
    const statuses: number[] = [];
    for (let at = 0; at < 3; at += 1) {
      statuses.push((await google.ask('POST', '/drive/v3/files', { body: {} })).status);
    }
    expect(statuses).toEqual([200, 200, 403]);
  });
});

describe('consistency', () => {
  it('finds a new name late, but its parent’s child at once', async () => {
    await google.emulator.setKnobs({ nameQueryLagMs: 5000 });
    const folder = await google.emulator.addFolder('f');
    await google.ask('POST', '/drive/v3/files', { body: { name: 'new', parents: [folder.id] } });
    const early = await google.names(`name = 'new'`);
    const child = await google.names(`'${folder.id}' in parents`);
    await google.emulator.setKnobs({ clockSkewSeconds: 6 });
    expect([early, child, await google.names(`name = 'new'`)]).toEqual([[], ['new'], ['new']]);
  });

  it('hides a new item of a shared drive for a while', async () => {
    const driveId = await google.emulator.addDrive('t', { 'ada@example.org': 'organizer' });
    await google.emulator.setKnobs({ sharedDriveLagMs: 5000 });
    const made = await google.ask('POST', '/drive/v3/files?supportsAllDrives=true', {
      body: { name: 'n', parents: [driveId] }
    });
    const path = `/drive/v3/files/${textOf(made.json, 'id') ?? ''}?supportsAllDrives=true`;
    const early = await google.get(path);
    await google.emulator.setKnobs({ clockSkewSeconds: 6 });
    expect([early.status, (await google.get(path)).status]).toEqual([404, 200]);
  });

  it('lists old metadata for a while', async () => {
    file = await google.emulator.addFile({ name: 'before', content: '' });
    await google.emulator.setKnobs({ listMetadataLagMs: 5000 });
    await google.ask('PATCH', `/drive/v3/files/${file.id}`, { body: { name: 'after' } });
    const early = await google.names('trashed=false');
    await google.emulator.setKnobs({ clockSkewSeconds: 6 });
    expect([early, await google.names('trashed=false')]).toEqual([['before'], ['after']]);
  });

  it.each([
    ['empty', 0, 0],
    ['partial', 1, 19]
  ] as const)('answers groups of parents wrongly: %s', async (bug, least, most) => {
    const folders = [await google.emulator.addFolder('a'), await google.emulator.addFolder('b')];
    const parents = folders.map(({ id }) => `'${id}' in parents`);
    for (let at = 0; at < 20; at += 1) {
      const parent = folders[at % 2]?.id ?? '';
      await google.emulator.addFile({ parents: [parent], name: `f${at}`, content: '' });
    }
    await google.emulator.setKnobs({
      groupedParentsBug: bug,
      groupedParentsShare: bug === 'empty' ? 1 : 0.5
    });
    const grouped = await google.names(parents.join(' or '));
    const single = await google.names(parents[0] ?? '');
    expect(single).toHaveLength(10);
    expect(grouped.length).toBeGreaterThanOrEqual(least);
    expect(grouped.length).toBeLessThanOrEqual(most);
  });
});

describe('Google’s clock', () => {
  it('is told in the Date header and judges assertions', async () => {
    await google.emulator.setKnobs({ clockSkewSeconds: -1000 });
    const { headers } = await google.get('/drive/v3/about');
    const behind = (Date.now() - Date.parse(headers.date ?? '')) / 1000;
    const { json } = await google.exchange(google.assertion({}));
    expect(Math.abs(behind - 1000)).toBeLessThan(30);
    expect(json.error).toBe('invalid_grant');
  });
});

describe('the journal and the holds', () => {
  it('record what was asked and over which connection', async () => {
    await google.emulator.clearRequests();
    await media({ range: 'bytes=0-9' });
    const [entry] = await google.emulator.requests();
    expect(entry).toMatchObject({
      index: 1,
      method: 'GET',
      path: `/drive/v3/files/${file.id}`,
      query: 'alt=media',
      range: 'bytes=0-9',
      status: 206,
      units: 200,
      account: 'ada@example.org',
      bytes: 10
    });
    expect(entry?.t1).toBeGreaterThanOrEqual(entry?.t0 ?? Infinity);
  });

  it('hold a request before its work, or before its answer', async () => {
    const held = async (phase: 'arrival' | 'answer'): Promise<number> => {
      const hold = await google.emulator.holdAt({
        match: { method: 'POST', path: '/files$' },
        phase
      });
      const create = google.ask('POST', '/drive/v3/files', { body: { name: phase } });
      await hold.held();
      const count = (await google.emulator.snapshot()).length;
      await hold.release();
      expect((await create).status).toBe(200);
      return count;
    };
    expect(await held('arrival')).toBe(0);
    expect(await held('answer')).toBe(2);
  });

  it.each([
    ['arrival', 0],
    ['answer', 1]
  ] as const)('let a client be killed at the %s', async (phase, made) => {
    const hold = await google.emulator.holdAt({
      match: { method: 'POST', path: '/files$' },
      phase
    });
    const token = await google.token({});
    const killed = new AbortController();
    const create = fetch(`${google.emulator.url}/drive/v3/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      signal: killed.signal
    });
    await hold.held();
    killed.abort();
    await expect(create).rejects.toThrow();
    // A request after the abort: by then the server has seen the closed connection.
    await google.get('/drive/v3/about?fields=kind');
    await hold.release();
    await google.get('/drive/v3/about?fields=kind');
    expect(await google.emulator.snapshot()).toHaveLength(made);
  });

  it('hold the request with a number', async () => {
    await google.emulator.clearRequests();
    const hold = await google.emulator.holdAt({ k: 2 });
    await google.get('/drive/v3/about?fields=kind');
    const second = google.get('/drive/v3/about?fields=user');
    await hold.held();
    const statuses = (await google.emulator.requests()).map(entry => entry.status);
    await hold.release();
    await second;
    expect(statuses).toEqual([200, 0]);
  });
});

describe('the latency model', () => {
  const median = (values: number[]): number =>
    values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const sample = (
    ...args: [Parameters<typeof latencyOf>[0], Parameters<typeof latencyOf>[1]]
  ): number => {
    const random = new Random(1);
    return median(Array.from({ length: 2001 }, () => latencyOf(...args, random)));
  };

  it.each([
    ['get', {}, 290],
    ['list', { items: 1000 }, 620],
    ['list', { isGrouped: true }, 1520],
    ['media', { bytes: 20_000 }, 560],
    ['media', { bytes: 87e6, isRange: true }, 1300],
    ['media', { bytes: 4 * 1024 * 1024 }, 930],
    ['createSmall', {}, 2000],
    ['none', {}, 0]
  ] as const)('of %s %j has the measured median', (kind, effort, expected) => {
    expect(Math.abs(sample(kind, effort) - expected)).toBeLessThanOrEqual(expected * 0.03);
  });

  it('follows from the seed', () => {
    const first = (seed: number): number => latencyOf('list', {}, new Random(seed));
    expect([first(5) === first(5), first(5) === first(6)]).toEqual([true, false]);
  });
});
