import { describe, expect, it } from '@jest/globals';

import { withFixture } from '../testing/fixture';

const google = withFixture({ isNewForEach: true });

describe('the journal and the holds', () => {
  it('record what was asked and over which connection', async () => {
    await google.emulator.clearRequests();
    const file = await google.emulator.addFile({ name: 'f', size: 200_000, contentSeed: 3 });
    await google.get(`/drive/v3/files/${file.id}?alt=media`, { headers: { range: 'bytes=0-9' } });
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
    const held = async (phase: 'arrival' | 'whole' | 'answer'): Promise<number> => {
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
    expect(await held('whole')).toBe(1);
    expect(await held('answer')).toBe(3);
  });

  it.each([
    ['arrival', 0],
    ['whole', 1],
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
