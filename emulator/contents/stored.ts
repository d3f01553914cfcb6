import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { DigestKind, IContent } from './content';
import { MemoryContent, PIECE_BYTES } from './content';

/** Uploads up to this size stay in memory. */
const SMALL_BYTES = 64 * 1024;

/** The folder that uploaded bytes are kept in. */
export class UploadFolder {
  private count = 0;

  constructor(private readonly folder: string) {}

  write(): ContentWriter {
    this.count += 1;
    return new ContentWriter(join(this.folder, `upload-${this.count}`));
  }

  /** Forgets all that was uploaded. Until then bytes stay: copies of a file share them. */
  async clear(): Promise<void> {
    const names = await readdir(this.folder);
    await Promise.all(
      names
        .filter(name => name.startsWith('upload-'))
        .map(name => rm(join(this.folder, name), { force: true }))
    );
  }
}

/** Takes the bytes of one upload in order; its md5 is ready when the last byte is. */
export class ContentWriter {
  private readonly md5: Hash = createHash('md5');
  private small: Buffer[] = [];
  private file: FileHandle | undefined;
  private length = 0;
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly path: string) {}

  /** Bytes taken so far. */
  get size(): number {
    return this.length;
  }

  async append(piece: Buffer): Promise<void> {
    this.length += piece.length;
    this.md5.update(piece);
    this.queue = this.queue.then(() => this.store(piece));
    await this.queue;
  }

  /** The finished content; nothing may be appended afterwards. */
  async finish(): Promise<IContent> {
    await this.queue;
    const md5 = this.md5.digest('hex');
    if (this.file === undefined) {
      return new MemoryContent(Buffer.concat(this.small));
    }
    await this.file.close();
    return new StoredContent(this.path, this.length, md5);
  }

  async discard(): Promise<void> {
    await this.queue;
    await this.file?.close();
    await rm(this.path, { force: true });
  }

  private async store(piece: Buffer): Promise<void> {
    if (this.file === undefined && this.length <= SMALL_BYTES) {
      this.small.push(Buffer.from(piece));
      return;
    }
    this.file ??= await open(this.path, 'w');
    for (const part of [...this.small, piece]) {
      await this.file.write(part);
    }
    this.small = [];
  }
}

/** Bytes in a file of the upload folder. */
class StoredContent implements IContent {
  private readonly digests = new Map<DigestKind, string | Promise<string>>();

  constructor(
    private readonly path: string,
    readonly size: number,
    md5: string
  ) {
    this.digests.set('md5', md5);
  }

  async *read(start: number, end: number): AsyncIterable<Buffer> {
    if (end > start) {
      const options = { start, end: end - 1, highWaterMark: PIECE_BYTES };
      for await (const piece of createReadStream(this.path, options)) {
        if (Buffer.isBuffer(piece)) {
          yield piece;
        }
      }
    }
  }

  digest(kind: DigestKind): string | Promise<string> {
    const known = this.digests.get(kind) ?? this.compute(kind);
    this.digests.set(kind, known);
    return known;
  }

  private async compute(kind: DigestKind): Promise<string> {
    const hash = createHash(kind);
    for await (const piece of this.read(0, this.size)) {
      hash.update(piece);
    }
    return hash.digest('hex');
  }
}
