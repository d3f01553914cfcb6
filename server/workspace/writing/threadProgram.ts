/**
 * The program of the thread that hashes and writes. A small file it writes from beginning to end, and all
 * files get their name here: asking the system for each of the steps by itself, as Node's own threads
 * would, costs more than all steps together, and leaves others time in between.
 * The proxy ships as one file, so this program is a function, handed over as source: whatever it uses is
 * handed in, and its parts are methods, because the bundler wraps functions that get a
 * name with a helper of its own.
 */
import type crypto from 'node:crypto';
import type fs from 'node:fs';
import { compareStates, stateOf } from '../fileState';
import { SYNC_IS_REFUSED, type Block } from './blocks';
import { naming, type NamingFs, type NamingOrder, type NamingOutcome } from './naming';

/** A file that fits into one block, from its creation to its name. */
export type SmallFile = {
  readonly block: Block;
  readonly length: number;
  readonly finish: Finish;
  readonly naming: NamingOrder;
};
/** What a file gets before its name; best effort. */
export type Finish = {
  /** Seconds since 1970; null for now. */
  readonly modified: number | null;
  readonly mode: number;
};
export type Nicety = 'times' | 'mode' | 'sync';
/** A nicety that the file system refused, with its code. */
export type Refusal = { readonly what: Nicety; readonly code: string };
export type Named = NamingOutcome & { readonly refusals: readonly Refusal[] };

export type ToThread =
  | {
      readonly kind: 'write';
      readonly id: number;
      readonly block: Block;
      readonly length: number;
      readonly file: number;
      readonly at: number;
    }
  | { readonly kind: 'hash'; readonly id: number; readonly block: Block; readonly length: number }
  | { readonly kind: 'md5'; readonly id: number }
  | { readonly kind: 'drop'; readonly id: number }
  | { readonly kind: 'small'; readonly small: SmallFile }
  | { readonly kind: 'name'; readonly naming: NamingOrder };
/** Answers come in the order of the questions; `refused` is set if the disk did. */
export type FromThread = {
  readonly md5: string | null;
  readonly named: Named | null;
  readonly refused: {
    readonly code: string;
    /** For codes that Node has no name for. */
    readonly errno: number | null;
    readonly message: string;
  } | null;
};

type ThreadFs = NamingFs &
  Pick<
    typeof fs,
    | 'closeSync'
    | 'constants'
    | 'fchmodSync'
    | 'fsyncSync'
    | 'futimesSync'
    | 'openSync'
    | 'unlinkSync'
    | 'writeSync'
  >;
/** The one of node:worker_threads. */
type ThreadPort = {
  on(event: 'message', listener: (message: ToThread) => void): unknown;
  postMessage(answer: FromThread): void;
};
type Tools = {
  readonly naming: typeof naming;
  readonly stateOf: typeof stateOf;
  readonly compareStates: typeof compareStates;
  readonly syncIsRefused: readonly string[];
};

/** Exported for its specs; the thread gets its source. */
export function hashAndWrite(
  { parentPort }: { readonly parentPort: ThreadPort | null },
  { createHash }: Pick<typeof crypto, 'createHash'>,
  fs: ThreadFs,
  tools: Tools
): void {
  const hashes = new Map<number, crypto.Hash>();
  const parts = {
    codeOf(error: unknown): string {
      return error instanceof Error && 'code' in error ? String(error.code) : '';
    },
    /** A disk that is nearly full takes a part, and refuses only the next write. */
    writeWhole(file: number, block: Block, length: number, at: number): void {
      for (let done = 0; done < length;) {
        done += fs.writeSync(file, block, done, length - done, at + done);
      }
    },
    /** What an earlier try left is replaced; never written through a link. Nobody else's to read. */
    create(path: string): number {
      const { O_CREAT, O_EXCL, O_RDWR, O_NOFOLLOW } = fs.constants;
      const fresh = O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW;
      try {
        return fs.openSync(path, fresh, 0o600);
      } catch (error) {
        if (parts.codeOf(error) !== 'EEXIST') {
          throw error;
        }
        fs.unlinkSync(path);
        return fs.openSync(path, fresh, 0o600);
      }
    },
    /** Empty if it was done, or if it may be refused. */
    tried(what: Nicety, act: () => void, mayRefuse: readonly string[] | null): readonly Refusal[] {
      try {
        act();
        return [];
      } catch (error) {
        const code = parts.codeOf(error);
        if (mayRefuse !== null && !mayRefuse.includes(code)) {
          throw error;
        }
        return [{ what, code }];
      }
    },
    finish(file: number, { modified, mode }: Finish): readonly Refusal[] {
      return [
        ...(modified === null
          ? []
          : parts.tried('times', () => fs.futimesSync(file, modified, modified), null)),
        ...parts.tried('mode', () => fs.fchmodSync(file, mode), null),
        ...parts.tried('sync', () => fs.fsyncSync(file), tools.syncIsRefused)
      ];
    },
    content({ block, length, finish, naming: { temporary } }: SmallFile): readonly Refusal[] {
      const file = parts.create(temporary);
      let refusals: readonly Refusal[] = [];
      try {
        parts.writeWhole(file, block, length, 0);
        refusals = parts.finish(file, finish);
      } catch (error) {
        parts.closeQuietly(file);
        throw error;
      }
      fs.closeSync(file); // what a network's disk did not take, it may tell only here
      return refusals;
    },
    closeQuietly(file: number): void {
      try {
        fs.closeSync(file);
      } catch {
        // The cause is told.
      }
    },
    name: tools.naming(fs, {
      stateOf: tools.stateOf,
      compareStates: tools.compareStates,
      codeOf(error: unknown): string {
        return parts.codeOf(error);
      }
    }),
    answer(message: ToThread): Partial<FromThread> {
      if (message.kind === 'small') {
        const refusals = parts.content(message.small);
        return { named: { ...parts.name(message.small.naming), refusals } };
      }
      if (message.kind === 'name') {
        return { named: { ...parts.name(message.naming), refusals: [] } };
      }
      const hash = hashes.get(message.id) ?? createHash('md5');
      if (message.kind === 'md5' || message.kind === 'drop') {
        hashes.delete(message.id);
        return message.kind === 'md5' ? { md5: hash.digest('hex') } : {};
      }
      const { block, length } = message;
      hashes.set(message.id, hash.update(block.subarray(0, length)));
      if (message.kind === 'write') {
        parts.writeWhole(message.file, block, length, message.at);
      }
      return {};
    },
    answerOrRefuse(message: ToThread): FromThread {
      const nothing: FromThread = { md5: null, named: null, refused: null };
      try {
        return { ...nothing, ...parts.answer(message) };
      } catch (error) {
        const hasNumber =
          error instanceof Error && 'errno' in error && typeof error.errno === 'number';
        const errno = hasNumber ? Number(error.errno) : null;
        return {
          ...nothing,
          refused: { code: parts.codeOf(error), errno, message: String(error) }
        };
      }
    }
  };
  parentPort?.on('message', (message: ToThread) => {
    const answer = parts.answerOrRefuse(message);
    if (message.kind !== 'drop') {
      parentPort.postMessage(answer);
    }
  });
}

const REQUIRED = ['worker_threads', 'crypto', 'fs'].map(name => `require('node:${name}')`);
const TOOLS = `{ naming: ${naming.toString()}, stateOf: ${stateOf.toString()}, compareStates: ${compareStates.toString()}, syncIsRefused: ${JSON.stringify(SYNC_IS_REFUSED)} }`;
export const THREAD_SOURCE = `(${hashAndWrite.toString()})(${REQUIRED.join(', ')}, ${TOOLS});`;
