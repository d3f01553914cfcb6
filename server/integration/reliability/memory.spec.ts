/** What a hostile answer, or a hostile request, takes of the child's memory at its worst moment. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { FaultAction } from '../../../emulator/client';
import { QUICK, type Proxy } from '../../testing/proxy';
import { withProxy } from '../../testing/withProxy';

const MEGABYTE = 1024 * 1024;
const MOST_MEGABYTES = 300;
const stage = withProxy({
  proxy: { config: { maxTries: 2, times: { ...QUICK, idleMs: 30_000 } } }
});

/** The peak since it started, as the kernel counts it. */
function peakMegabytes({ pid }: Proxy): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

const list = (piece: string, times?: number, gzip = false): FaultAction => ({
  status: 200,
  fill: { head: '{"files":["', piece, tail: '"]}', gzip, ...(times === undefined ? {} : { times }) }
});
/** The last number: how many are asked for at once. */
const ANSWERS: readonly (readonly [string, FaultAction, number])[] = [
  ['300 MB of JSON', list('a', 300 * MEGABYTE), 12],
  ['16 MB less a little', list('a', 15 * MEGABYTE), 12],
  ['16 MB less a little, in wide letters', list('я', 7 * MEGABYTE), 12],
  ['31 MB of empty lists', list('",[],"', 5 * MEGABYTE), 12],
  ['a gzip bomb of 700 MB', list('a', 700 * MEGABYTE, true), 12],
  ['a body without an end', list('a'), 12],
  ['a nest of a million lists', { status: 200, fill: { piece: '[', times: 3 * MEGABYTE } }, 12]
];

describe('the memory of the child', () => {
  it.each(ANSWERS)('holds for a list of %s', async (_name, answer, atOnce) => {
    await stage.proxy.call('GET /status');
    await stage.emulator.addFault({ match: { path: '^/drive/v3/files$' }, do: answer });
    const searches = Array.from({ length: atOnce }, (_, n) =>
      stage.proxy.call('GET /folder', { query: { path: 'My Drive', search: `a${n}` } })
    );
    const statuses = (await Promise.all(searches)).map(({ status }) => status);
    expect([new Set(statuses), peakMegabytes(stage.proxy) < MOST_MEGABYTES]).toEqual([
      new Set([502]),
      true
    ]);
  });

  it.each(ANSWERS)('holds for a token of %s', async (_name, answer) => {
    await stage.emulator.addFault({ match: { path: '/token$' }, do: answer });
    const { body } = await stage.proxy.call('GET /status');
    expect([body.problem?.code, peakMegabytes(stage.proxy) < MOST_MEGABYTES]).toEqual([
      'badAnswer',
      true
    ]);
  });

  it('holds for a request of 150 MB', async () => {
    const text = 'x'.repeat(150 * MEGABYTE);
    const answer = await stage.proxy.request('POST', '/api/copies', { text });
    expect([answer.status, answer.text, peakMegabytes(stage.proxy) < MOST_MEGABYTES]).toEqual([
      400,
      expect.stringContaining('longer than 1 MB'),
      true
    ]);
  });

  it.each([
    ['says 10 bytes of itself', '10', 502],
    ['says nothing of its size', undefined, 413]
  ])('holds for content that %s and has no end', async (_how, size, status) => {
    const { id } = await stage.emulator.addFile({ name: 'a.bin', content: 'a' });
    const item = { id, name: 'a.bin', mimeType: 'text/plain', ...(size ? { size } : {}) };
    await stage.emulator.addFault({ match: { query: 'alt=media' }, do: list('a') });
    await stage.emulator.addFault({
      match: { path: `/files/${id}$` },
      do: { status: 200, body: item }
    });
    const answer = await stage.proxy.request('GET', `/api/content?id=${id}`);
    expect([answer.status, peakMegabytes(stage.proxy) < MOST_MEGABYTES]).toEqual([status, true]);
  });
});
