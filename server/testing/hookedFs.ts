/** The disk itself, with something done before single calls: another program's act, a refusal, the end of the process. */
import fs from 'node:fs';

const CALLS: readonly string[] = [
  'closeSync',
  'fchmodSync',
  'fsyncSync',
  'futimesSync',
  'linkSync',
  'lstatSync',
  'openSync',
  'renameSync',
  'unlinkSync',
  'writeSync'
] satisfies (keyof typeof fs)[];

/**
 * Gets the call, the number it has from 1 on, and its arguments. What it throws, the call throws; where it
 * answers `done`, it did itself what was asked for.
 */
export type Hook = (call: string, n: number, args: readonly unknown[]) => unknown;

export function hookedFs(before: Hook): typeof fs {
  let n = 0;
  return new Proxy(fs, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof name !== 'string' || !CALLS.includes(name) || typeof value !== 'function') {
        return value;
      }
      return (...args: readonly unknown[]): unknown => {
        n += 1;
        return before(name, n, args) === 'done' ? undefined : Reflect.apply(value, target, args);
      };
    }
  });
}

export function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: refused`), { code });
}

/** From its n-th call on, nothing reaches the disk any more: what kill -9 leaves. */
export function endedAt(last: number): Hook {
  return (_call, n) => {
    if (n >= last) {
      throw new Error('ended');
    }
  };
}
