import { describe, expect, it } from '@jest/globals';

import type { AddedItem } from '../client';
import type { Answer } from '../testing/fixture';
import { withFixture } from '../testing/fixture';

const google = withFixture({ isNewForEach: true });
let file: AddedItem;

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
