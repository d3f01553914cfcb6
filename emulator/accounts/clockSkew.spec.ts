import { describe, expect, it } from '@jest/globals';

import { withFixture } from '../testing/fixture';

const google = withFixture();

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
