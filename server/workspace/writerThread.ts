/**
 * A thread that hashes and writes: MD5 of one gigabyte takes longer than fetching it, and would hold up
 * everybody. It writes too, because a block that was just hashed is in the processor's cache, and because
 * one message then does for both. The proxy ships as one file, so the thread's program is a function of
 * this one, handed over as source.
 */
import type crypto from 'node:crypto';
import type fs from 'node:fs';
import type threads from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import type { Block } from './blocks';
import type { IBlockWriter } from './blockWriters';

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
  | { readonly kind: 'md5' | 'drop'; readonly id: number };
/** Answers come in the order of the questions; `md5` is set for `md5`, `refused` if the disk did. */
type FromThread = {
  readonly md5: string | null;
  readonly refused: { readonly code: string; readonly message: string } | null;
};
type Waiting = { readonly resolve: (md5: string) => void; readonly reject: (error: Error) => void };

/**
 * Runs in the thread; whatever it uses is handed in, since only its source gets there. For the same
 * reason no function in it has a name: the bundler would wrap it with a helper of its own.
 */
function hashAndWrite(
  { parentPort }: Pick<typeof threads, 'parentPort'>,
  { createHash }: Pick<typeof crypto, 'createHash'>,
  { writeSync }: Pick<typeof fs, 'writeSync'>
): void {
  const hashes = new Map<number, crypto.Hash>();
  parentPort?.on('message', (message: ToThread) => {
    const hash = hashes.get(message.id) ?? createHash('md5');
    let answer: FromThread = { md5: null, refused: null };
    try {
      if (message.kind === 'hash' || message.kind === 'write') {
        hashes.set(message.id, hash.update(message.block.subarray(0, message.length)));
      } else {
        hashes.delete(message.id);
      }
      if (message.kind === 'write') {
        const { file, block, length, at } = message;
        for (let done = 0; done < length;) {
          done += writeSync(file, block, done, length - done, at + done);
        }
      } else if (message.kind === 'md5') {
        answer = { md5: hash.digest('hex'), refused: null };
      }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      answer = { md5: null, refused: { code, message: String(error) } };
    }
    if (message.kind !== 'drop') {
      parentPort.postMessage(answer);
    }
  });
}

const SOURCE = `(${hashAndWrite.toString()})(require('node:worker_threads'), require('node:crypto'), require('node:fs'));`;

export class WriterThread {
  private readonly worker = new Worker(SOURCE, { eval: true, name: 'writer' });
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

  /** Files that are being written. */
  get open(): number {
    return this.files;
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
      md5: () => this.ask({ kind: 'md5', id }).finally(close),
      drop: () => {
        this.worker.postMessage({ kind: 'drop', id } satisfies ToThread);
        close();
      }
    };
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private ask(message: ToThread): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) {
        reject(this.failure);
        return;
      }
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(message);
    });
  }

  private answered({ md5, refused }: FromThread): void {
    const asked = this.waiting.shift();
    if (refused === null) {
      asked?.resolve(md5 ?? '');
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
