/**
 * A thread that hashes and writes: MD5 of one gigabyte takes longer than fetching it, and would hold up
 * all requests. It writes too, because a block that was just hashed is in the processor's cache, and because
 * one message then does for both.
 */
import { Worker } from 'node:worker_threads';
import type { IBlockWriter } from './blocks';
import type { NamingOrder } from './naming';
import {
  THREAD_SOURCE,
  type FromThread,
  type Named,
  type SmallFile,
  type ToThread
} from './threadProgram';

type Waiting = {
  readonly since: number;
  readonly resolve: (answer: FromThread) => void;
  readonly reject: (error: Error) => void;
};

/** It makes little garbage, and would let it lie. */
const LITTLE_MEMORY = { maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };

export class WriterThread {
  private readonly worker = new Worker(THREAD_SOURCE, {
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
  writeSmall(small: SmallFile): Promise<Named> {
    return this.name({ kind: 'small', small });
  }

  /** Gives a name to what is on disk. */
  giveName(naming: NamingOrder): Promise<Named> {
    return this.name({ kind: 'name', naming });
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

  private async name(message: ToThread): Promise<Named> {
    this.files += 1;
    try {
      const { named } = await this.ask(message);
      if (named === null) {
        throw new Error('The thread that writes gave no answer about a name.');
      }
      return named;
    } finally {
      this.files -= 1;
    }
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
      const { message, code, errno } = refused;
      asked?.reject(
        Object.assign(new Error(message), { code, ...(errno === null ? {} : { errno }) })
      );
    }
  }

  private fail(error: Error): void {
    this.failure = error;
    for (const { reject } of this.waiting.splice(0)) {
      reject(error);
    }
  }
}
