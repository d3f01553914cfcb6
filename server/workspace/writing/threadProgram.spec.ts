import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import crypto from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { codeOf } from '../../fsErrors';
import { hookedFs, refusal, type Hook } from '../../testing/hookedFs';
import { compareStates, stateOf } from '../fileState';
import { SMALL_BLOCK_BYTES, Blocks, SYNC_IS_REFUSED } from './blocks';
import { naming } from './naming';
import { hashAndWrite, type FromThread, type ToThread } from './threadProgram';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-program-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => path.join(folder, name);

/** The program itself, in this thread, with a small file to write. */
function writeSmall(hook: Hook): FromThread {
  const answers: FromThread[] = [];
  const listeners: ((message: ToThread) => void)[] = [];
  const parentPort = {
    on: (_event: 'message', listener: (message: ToThread) => void) => listeners.push(listener),
    postMessage: (answer: FromThread) => answers.push(answer)
  };
  const tools = { naming, stateOf, compareStates, syncIsRefused: SYNC_IS_REFUSED };
  hashAndWrite({ parentPort }, crypto, hookedFs(hook), tools);
  const block = new Blocks().take(SMALL_BLOCK_BYTES);
  block.set(Buffer.from('content'));
  const [temporary, target, old] = [at('.~t-1.gdrive'), at('a.csv'), at('.~t-1.old')];
  const small = {
    ...{ block, length: 7, finish: { modified: 1_000, mode: 0o640 } },
    naming: { temporary, target, old, expected: null, size: 7 }
  };
  listeners.forEach(listen => listen({ kind: 'small', small }));
  const [answer] = answers;
  if (answer === undefined) {
    throw new Error('no answer');
  }
  return answer;
}

const refuse =
  (call: string, code: string): Hook =>
  made => {
    if (made === call) {
      throw refusal(code);
    }
  };

describe('a small file', () => {
  it('has time and mode before it has its name', () => {
    const modes: number[] = [];
    const answer = writeSmall(call => {
      if (call === 'linkSync' || call === 'futimesSync') {
        modes.push(statSync(at('.~t-1.gdrive')).mode & 0o777);
      }
    });
    expect([answer.named?.refusals, modes]).toEqual([[], [0o600, 0o640]]);
    expect([readFileSync(at('a.csv'), 'utf8'), statSync(at('a.csv')).mtimeMs]).toEqual([
      'content',
      1_000_000
    ]);
  });

  it.each([
    ['futimesSync', 'EPERM', 'times'],
    ['fchmodSync', 'EPERM', 'mode'],
    ['fchmodSync', 'EIO', 'mode'],
    ['fsyncSync', 'EINVAL', 'sync'],
    ['fsyncSync', 'ENOTSUP', 'sync']
  ])('arrives though %s is refused (%s), which is told', (call, code, what) => {
    expect(writeSmall(refuse(call, code)).named).toMatchObject({
      kind: 'named',
      refusals: [{ what, code }]
    });
    expect([readFileSync(at('a.csv'), 'utf8'), readdirSync(folder)]).toEqual([
      'content',
      ['a.csv']
    ]);
  });

  it.each([
    ['openSync', 'EMFILE'],
    ['writeSync', 'EIO'],
    ['fsyncSync', 'EIO'],
    ['fsyncSync', 'ENOSPC'],
    ['closeSync', 'EDQUOT'],
    ['linkSync', 'EACCES']
  ])('gets no name where %s is refused for good (%s)', (call, code) => {
    expect(writeSmall(refuse(call, code)).refused?.code).toBe(code);
    expect(readdirSync(folder)).not.toContain('a.csv');
  });

  it('is told by the first refusal, not by that of the clean-up', () => {
    const answer = writeSmall(call => {
      if (call === 'writeSync' || call === 'closeSync') {
        throw refusal(call === 'writeSync' ? 'ENOSPC' : 'EIO');
      }
    });
    expect(answer.refused?.code).toBe('ENOSPC');
  });

  it('keeps the number of what Node has no code for', () => {
    const quota = Object.assign(new Error('unknown error'), { code: 'UNKNOWN', errno: -122 });
    const answer = writeSmall(call => {
      if (call === 'writeSync') {
        throw quota;
      }
    });
    expect(answer.refused).toMatchObject({ code: 'UNKNOWN', errno: -122 });
    expect(codeOf(answer.refused)).toBe('EDQUOT');
  });
});
