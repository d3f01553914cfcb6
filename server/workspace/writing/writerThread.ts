/**
 * A thread that hashes and writes: MD5 of one gigabyte takes longer than fetching it, and would hold up
 * all requests. It writes too, because a block that was just hashed is in the processor's cache, and because
 * one message then does for both. A small file it writes from beginning to end: asking the system for
 * each of the eight steps by itself, as Node's own threads would, costs more than all steps together.
 * The proxy ships as one file, so the thread's program is a function of this one, handed over as source.
 */
import type crypto from 'node:crypto';
import type fs from 'node:fs';
import type threads from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import { NO_LINKS, type Block, type IBlockWriter } from './blocks';

/** A file that fits into one block, from its creation to its name. */
export type SmallFile = {
  readonly block: Block;
  readonly length: number;
  readonly temporary: string;
  /** Seconds since 1970; null for now. */
  readonly modified: number | null;
  /** The name it gets if nothing stands there (EEXIST); null for none yet. */
  readonly target: string | null;
};
/** `isNamed` is false where no name was asked for, and where the file system has no links. */
export type SmallWritten = { readonly mtimeMs: number; readonly isNamed: boolean };

type ToThread =
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
  | { readonly kind: 'small'; readonly small: SmallFile; readonly noLinks: readonly string[] };
/** Answers come in the order of the questions; `refused` is set if the disk did. */
type FromThread = {
  readonly md5: string | null;
  readonly small: SmallWritten | null;
  readonly refused: { readonly code: string; readonly message: string } | null;
};
type Waiting = {
  readonly since: number;
  readonly resolve: (answer: FromThread) => void;
  readonly reject: (error: Error) => void;
};

/**
 * Runs in the thread; whatever it uses is handed in, since only its source gets there. For the same
 * reason its parts are methods: the bundler wraps named functions with a helper of its own.
 */
function hashAndWrite(
  { parentPort }: Pick<typeof threads, 'parentPort'>,
  { createHash }: Pick<typeof crypto, 'createHash'>,
  fs: ThreadFs
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
    /** What an earlier try left is replaced; never written through a link. */
    create(path: string): number {
      const { O_CREAT, O_EXCL, O_RDWR, O_NOFOLLOW } = fs.constants;
      const fresh = O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW;
      try {
        return fs.openSync(path, fresh, 0o666);
      } catch (error) {
        if (parts.codeOf(error) !== 'EEXIST') {
          throw error;
        }
        fs.rmSync(path);
        return fs.openSync(path, fresh, 0o666);
      }
    },
    content({ temporary, block, length, modified }: SmallFile): number {
      const file = parts.create(temporary);
      try {
        parts.writeWhole(file, block, length, 0);
        if (modified !== null) {
          fs.futimesSync(file, modified, modified);
        }
        fs.fsyncSync(file);
        return fs.fstatSync(file).mtimeMs;
      } finally {
        fs.closeSync(file);
      }
    },
    small(small: SmallFile, noLinks: readonly string[]): SmallWritten {
      const mtimeMs = parts.content(small);
      if (small.target === null) {
        return { mtimeMs, isNamed: false };
      }
      try {
        fs.linkSync(small.temporary, small.target);
      } catch (error) {
        if (noLinks.includes(parts.codeOf(error))) {
          return { mtimeMs, isNamed: false };
        }
        throw error;
      }
      fs.unlinkSync(small.temporary);
      return { mtimeMs, isNamed: true };
    },
    answer(message: ToThread): Partial<FromThread> {
      if (message.kind === 'small') {
        return { small: parts.small(message.small, message.noLinks) };
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
      try {
        return { md5: null, small: null, refused: null, ...parts.answer(message) };
      } catch (error) {
        const refused = { code: parts.codeOf(error), message: String(error) };
        return { md5: null, small: null, refused };
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

type ThreadFs = Pick<
  typeof fs,
  | 'closeSync'
  | 'constants'
  | 'fstatSync'
  | 'fsyncSync'
  | 'futimesSync'
  | 'linkSync'
  | 'openSync'
  | 'rmSync'
  | 'unlinkSync'
  | 'writeSync'
>;

const SOURCE = `(${hashAndWrite.toString()})(require('node:worker_threads'), require('node:crypto'), require('node:fs'));`;

/** It makes little garbage, and would let it lie. */
const LITTLE_MEMORY = { maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };

export class WriterThread {
  private readonly worker = new Worker(SOURCE, {
    eval: true,
    name: 'writer',
    resourceLimits: LITTLE_MEMORY
  });
  private readonly waiting: Waiting[] = [];
  private failure: Error | null = null;
  private lastId = 0;
  private files = 0;

  constructor() {
    this.worker.unref();
    this.worker.on('message', (answer: FromThread) => this.answered(answer));
    this.worker.on('error', error => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('The thread that writes has ended.')));
  }

  get isAlive(): boolean {
    return this.failure === null;
  }

  /** Files that it has to do with. */
  get open(): number {
    return this.files;
  }

  /** How long the oldest question has been waiting for its answer. */
  get waitedMs(): number {
    const oldest = this.waiting[0];
    return oldest === undefined ? 0 : performance.now() - oldest.since;
  }

  /** Rejects with the disk's code; what is left then is the temporary file, or nothing. */
  async writeSmall(small: SmallFile): Promise<SmallWritten> {
    this.files += 1;
    try {
      const answer = await this.ask({ kind: 'small', small, noLinks: NO_LINKS });
      return answer.small ?? { mtimeMs: 0, isNamed: false };
    } finally {
      this.files -= 1;
    }
  }

  /** `onClosed` is called when the checksum is known or dropped. */
  begin(file: number, onClosed: () => void): IBlockWriter {
    this.lastId += 1;
    this.files += 1;
    const id = this.lastId;
    const close = (): void => {
      this.files -= 1;
      onClosed();
    };
    return {
      write: async (block, length, at) => {
        await this.ask({ kind: 'write', id, block, length, file, at });
      },
      hash: async (block, length) => {
        await this.ask({ kind: 'hash', id, block, length });
      },
      md5: async () => {
        const { md5 } = await this.ask({ kind: 'md5', id }).finally(close);
        return md5 ?? '';
      },
      drop: () => {
        this.worker.postMessage({ kind: 'drop', id } satisfies ToThread);
        close();
      }
    };
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private ask(message: ToThread): Promise<FromThread> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) {
        reject(this.failure);
        return;
      }
      this.waiting.push({ since: performance.now(), resolve, reject });
      this.worker.postMessage(message);
    });
  }

  private answered(answer: FromThread): void {
    const asked = this.waiting.shift();
    const { refused } = answer;
    if (refused === null) {
      asked?.resolve(answer);
    } else {
      asked?.reject(Object.assign(new Error(refused.message), { code: refused.code }));
    }
  }

  private fail(error: Error): void {
    this.failure = error;
    for (const { reject } of this.waiting.splice(0)) {
      reject(error);
    }
  }
}
