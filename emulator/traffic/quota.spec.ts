import { describe, expect, it } from '@jest/globals';

import { withFixture } from '../testing/fixture';

const google = withFixture({ isNewForEach: true });

describe('the quota', () => {
  it('charges units by kind of call and refuses when they are spent', async () => {
    await google.emulator.setKnobs({ unitsPerMinute: 310 });
    const list = await google.get('/drive/v3/files');
    const { id } = await google.emulator.addFile({ name: 'f', content: 'x' });
    const download = await google.get(`/drive/v3/files/${id}?alt=media`);
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
