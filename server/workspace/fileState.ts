/**
 * What a file was when something was decided about it: so that, at the moment of acting, another file or
 * another content under its name is seen. Exact, and without loss in JSON.
 */
import type { BigIntStats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../fsErrors';
import { md5OfFile } from './digest';
import { toDiskError } from './diskErrors';

/** By lstat: of a link it is the link's own. Times in nanoseconds since 1970, as decimal digits. */
export type FileState = {
  readonly device: string;
  readonly inode: string;
  readonly size: number;
  readonly mtimeNs: string;
  readonly ctimeNs: string;
};

type Stats = Pick<BigIntStats, 'dev' | 'ino' | 'size' | 'mtimeNs' | 'ctimeNs'>;

/** Handed over to the thread as source, as the next one is: they use nothing else of this file. */
export function stateOf({ dev, ino, size, mtimeNs, ctimeNs }: Stats): FileState {
  return {
    device: String(dev),
    inode: String(ino),
    size: Number(size),
    mtimeNs: String(mtimeNs),
    ctimeNs: String(ctimeNs)
  };
}

/**
 * `ctimeOnly` where size and modification time agree and the rest does not: its mode may have been changed,
 * it may have been linked, renamed, or written to and given its old time again. The content decides then.
 * The device does not count: it gets another number when it is mounted again. An inode may do so as well,
 * on mounts without numbers of their own.
 */
export function compareStates(
  one: FileState,
  other: FileState
): 'same' | 'ctimeOnly' | 'different' {
  if (one.size !== other.size || one.mtimeNs !== other.mtimeNs) {
    return 'different';
  }
  return one.ctimeNs === other.ctimeNs && one.inode === other.inode ? 'same' : 'ctimeOnly';
}

/** What stands under a name, the link itself if it is one; null for nothing. */
export async function lookAt(absolutePath: string): Promise<BigIntStats | null> {
  try {
    return await lstat(absolutePath, { bigint: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') {
      return null;
    }
    throw error;
  }
}

const NS_A_SECOND = 1_000_000_000n;
const NS_A_MS = 1_000_000n;

/** Whether it came, or changed, after a moment (ISO 8601), as far as the disk's clock agrees with ours. */
export function isLater({ ctimeNs }: FileState, moment: string): boolean {
  return BigInt(ctimeNs) > BigInt(Date.parse(moment)) * NS_A_MS;
}

/** Milliseconds since 1970, to the last bit what Node's own `mtimeMs` is: such stand in journal and ledger. */
export function modifiedMsOf({ mtimeNs }: { readonly mtimeNs: bigint | string }): number {
  const ns = BigInt(mtimeNs);
  const rest = ((ns % NS_A_SECOND) + NS_A_SECOND) % NS_A_SECOND;
  return Number((ns - rest) / NS_A_SECOND) * 1_000 + Number(rest) / 1e6;
}

/**
 * Whether the file is still what was decided about; where the state alone can't tell, by its MD5 if that is
 * known (hex). Rejects where the disk gives no answer.
 */
export async function stillIs(
  absolutePath: string,
  expected: FileState,
  md5: string | null
): Promise<boolean> {
  try {
    return (await unchanged(absolutePath, expected, md5)) !== null;
  } catch (error) {
    throw toDiskError(error, path.basename(absolutePath));
  }
}

/** As `stillIs`, with what stands there now; null if that is something else, or nothing. */
export async function unchanged(
  absolutePath: string,
  expected: FileState,
  md5: string | null
): Promise<BigIntStats | null> {
  const found = await lookAt(absolutePath);
  if (found === null) {
    return null;
  }
  const comparison = compareStates(stateOf(found), expected);
  if (comparison !== 'ctimeOnly') {
    return comparison === 'same' ? found : null;
  }
  if (md5 === null || !found.isFile() || (await md5OfFile(absolutePath)) !== md5) {
    return null;
  }
  // What was written while it was hashed would not be seen.
  const after = await lookAt(absolutePath);
  return after !== null && compareStates(stateOf(after), stateOf(found)) === 'same' ? after : null;
}
