/**
 * A thread that hashes: MD5 of one gigabyte takes longer than fetching it, and would hold up everybody.
 * The proxy ships as one file, so the thread's program is a function of this one, handed over as source.
 */
import type crypto from 'node:crypto';
import type threads from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import type { Block } from './blocks';
import type { IDigest } from './digests';

type ToThread =
  | { readonly kind: 'update'; readonly id: number; readonly block: Block; readonly length: number }
  | { readonly kind: 'finish' | 'drop'; readonly id: number };
/** Answers come in the order of the questions; `md5` is set for `finish`. */
type FromThread = { readonly md5: string | null };
type Waiting = { readonly resolve: (md5: string) => void; readonly reject: (error: Error) => void };

/** Runs in the thread; whatever it uses is handed in, since only its source gets there. */
function hashInThread(
  { parentPort }: Pick<typeof threads, 'parentPort'>,
  { createHash }: Pick<typeof crypto, 'createHash'>
): void {
  const hashes = new Map<number, crypto.Hash>();
  parentPort?.on('message', (message: ToThread) => {
    const hash = hashes.get(message.id) ?? createHash('md5');
    if (message.kind === 'update') {
      hashes.set(message.id, hash.update(message.block.subarray(0, message.length)));
    } else {
      hashes.delete(message.id);
    }
    if (message.kind !== 'drop') {
      const md5 = message.kind === 'finish' ? hash.digest('hex') : null;
      parentPort.postMessage({ md5 } satisfies FromThread);
    }
  });
}

/** The bundler may wrap functions in __name(), which the thread does not have. */
const SOURCE = `const __name = each => each;
(${hashInThread.toString()})(require('node:worker_threads'), require('node:crypto'));`;

export class HashThread {
  private readonly worker = new Worker(SOURCE, { eval: true, name: 'md5' });
  private readonly waiting: Waiting[] = [];
  private failure: Error | null = null;
  private lastId = 0;

  constructor() {
    this.worker.unref();
    this.worker.on('message', ({ md5 }: FromThread) => this.waiting.shift()?.resolve(md5 ?? ''));
    this.worker.on('error', error => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('The thread that hashes has ended.')));
  }

  get isAlive(): boolean {
    return this.failure === null;
  }

  /** `onClosed` is called when the checksum is finished or dropped. */
  begin(onClosed: () => void): IDigest {
    this.lastId += 1;
    const id = this.lastId;
    return {
      update: async (block, length) => {
        await this.ask({ kind: 'update', id, block, length });
      },
      finish: () => {
        onClosed();
        return this.ask({ kind: 'finish', id });
      },
      drop: () => {
        onClosed();
        this.worker.postMessage({ kind: 'drop', id } satisfies ToThread);
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

  private fail(error: Error): void {
    this.failure = error;
    for (const { reject } of this.waiting.splice(0)) {
      reject(error);
    }
  }
}
