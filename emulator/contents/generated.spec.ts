import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { GeneratedContent } from './generated';

async function bytes(content: GeneratedContent, start = 0, end = content.size): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of content.read(start, end)) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

describe('GeneratedContent', () => {
  it.each([0, 1, 31, 32, 33, 20_000, 3_000_000, 9_000_000])(
    'has the digests of its %i bytes',
    async size => {
      const content = new GeneratedContent(7, size);
      const whole = await bytes(content);
      const kinds = ['md5', 'sha1', 'sha256'] as const;
      const told = await Promise.all(kinds.map(async kind => content.digest(kind)));
      expect(whole.length).toBe(size);
      expect(told).toEqual(kinds.map(kind => createHash(kind).update(whole).digest('hex')));
    }
  );

  it('gives any range as a cut of the whole', async () => {
    const content = new GeneratedContent(63, 50_000);
    const whole = await bytes(content);
    await fc.assert(
      fc.asyncProperty(fc.nat(50_000), fc.nat(50_000), async (a, b) => {
        const [start, end] = a < b ? [a, b] : [b, a];
        const cut = await bytes(content, start, end);
        expect(cut.equals(whole.subarray(start, end))).toBe(true);
      })
    );
  });

  it('differs from seed to seed, everywhere or at least at the end', async () => {
    const [one, next, alike] = await Promise.all(
      [1, 2, 65].map(seed => bytes(new GeneratedContent(seed, 4096)))
    );
    expect(one?.subarray(0, 100)).not.toEqual(next?.subarray(0, 100));
    expect(one).not.toEqual(alike);
  });
});
