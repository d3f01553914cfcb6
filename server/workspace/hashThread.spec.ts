import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { SMALL_BLOCK_BYTES, type Block } from './blocks';
import { HashThread } from './hashThread';

const md5 = (...parts: Uint8Array[]): string =>
  createHash('md5').update(Buffer.concat(parts)).digest('hex');
const silent = (): void => undefined;

function blockOf(bytes: Uint8Array): Block {
  const block = new Uint8Array(new SharedArrayBuffer(SMALL_BLOCK_BYTES));
  block.set(bytes);
  return block;
}

let thread: HashThread;

beforeEach(() => {
  thread = new HashThread();
});
afterEach(() => thread.end());

describe('a thread that hashes', () => {
  it('tells the checksum of each of many files, whatever their blocks and turns', async () => {
    const files = fc.array(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), {
      maxLength: 6
    });
    await fc.assert(
      fc.asyncProperty(files, async all => {
        const digests = all.map(() => thread.begin(silent));
        const longest = Math.max(0, ...all.map(blocks => blocks.length));
        for (let turn = 0; turn < longest; turn += 1) {
          await Promise.all(
            all.flatMap((blocks, n) => {
              const bytes = blocks[turn];
              const digest = digests[n];
              return bytes && digest ? [digest.update(blockOf(bytes), bytes.length)] : [];
            })
          );
        }
        const found = await Promise.all(digests.map(digest => digest.finish()));
        expect(found).toEqual(all.map(blocks => md5(...blocks)));
      }),
      { numRuns: 30 }
    );
  });

  it('has read a block when it says so: then it may be written to again', async () => {
    const digest = thread.begin(silent);
    const block = blockOf(Buffer.from('first'));
    await digest.update(block, 5);
    block.set(Buffer.from('other'));
    await digest.update(block, 5);
    expect(await digest.finish()).toBe(md5(Buffer.from('firstother')));
  });

  it('takes only as much of a block as is full', async () => {
    const digest = thread.begin(silent);
    await digest.update(blockOf(Buffer.from('abcdef')), 3);
    expect(await digest.finish()).toBe(md5(Buffer.from('abc')));
  });

  it('tells when a file is over, finished or dropped, and goes on with the others', async () => {
    const over: string[] = [];
    const [kept, dropped] = ['kept', 'dropped'].map(name => thread.begin(() => over.push(name)));
    await dropped?.update(blockOf(Buffer.from('x')), 1);
    await kept?.update(blockOf(Buffer.from('y')), 1);
    dropped?.drop();
    expect(over).toEqual(['dropped']);
    expect(await kept?.finish()).toBe(md5(Buffer.from('y')));
    expect(over).toEqual(['dropped', 'kept']);
  });

  it('rejects whatever waits when it ends, and what comes later, and is known to be gone', async () => {
    const digest = thread.begin(silent);
    const waiting = expect(digest.update(blockOf(Buffer.from('x')), 1)).rejects.toThrow(
      'has ended'
    );
    const ended = thread.end();
    await waiting;
    await ended;
    expect(thread.isAlive).toBe(false);
    await expect(digest.finish()).rejects.toThrow('has ended');
  });
});
