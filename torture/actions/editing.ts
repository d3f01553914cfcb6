/**
 * What a program does with one file of the workspace, and what the model is told. It looks before and after at
 * what it holds, since the proxy may rename another file over it at any moment.
 */
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync
} from 'node:fs';
import path from 'node:path';
import { bytesOf, md5Of, md5OfFile, md5OfOpen } from '../bytes';
import type { World } from '../world/world';
import { nameOf } from '../model/model';
import { allBelow, kindOf } from './files';

export class Editing {
  private spare = 0;

  constructor(
    private readonly world: World,
    /** True for a transfer that the proxy works at. */
    private readonly isUnderWay: (transfer: string) => boolean
  ) {}

  /** Changes the bytes of a file through a descriptor, and counts it if it still has its name when that is closed. */
  inPlace(file: string, change: (descriptor: number) => void): string {
    const { model, history } = this.world;
    const absolute = this.at(file);
    const from = history.now();
    const descriptor = openSync(absolute, 'r+');
    let before = '';
    let after = '';
    let inode = 0;
    try {
      before = md5OfOpen(descriptor);
      change(descriptor);
      after = md5OfOpen(descriptor);
      inode = fstatSync(descriptor).ino;
    } finally {
      closeSync(descriptor);
    }
    model.mine.end(before, from);
    if (inodeAt(absolute) === inode) {
      model.madeHere(file, after, from);
      return `edited ${file}: now ${model.versions.label(after)}`;
    }
    model.attemptedHere(file, after);
    return `edited ${file}, over which another was renamed meanwhile`;
  }

  rewrite(file: string, size: number): string {
    const bytes = this.fresh(size);
    return this.inPlace(file, descriptor => {
      ftruncateSync(descriptor, 0);
      writeSync(descriptor, bytes, 0, bytes.length, 0);
    });
  }

  /** As nothing but ctime tells. */
  sameSizeAndTime(file: string): string {
    return this.inPlace(file, descriptor => {
      const { size, atime, mtime } = fstatSync(descriptor);
      const bytes = this.fresh(size);
      writeSync(descriptor, bytes, 0, bytes.length, 0);
      futimesSync(descriptor, atime, mtime);
    });
  }

  append(file: string, size: number): string {
    const bytes = this.fresh(size);
    return this.inPlace(file, descriptor => {
      writeSync(descriptor, bytes, 0, bytes.length, fstatSync(descriptor).size);
    });
  }

  truncate(file: string, share: number): string {
    return this.inPlace(file, descriptor => {
      ftruncateSync(descriptor, Math.floor(fstatSync(descriptor).size * share));
    });
  }

  /** As every editor does: a new file takes the name. */
  byRename(file: string, size: number): string {
    const { model, history } = this.world;
    const bytes = this.fresh(size);
    const fresh = this.outside();
    const from = history.now();
    writeFileSync(fresh, bytes);
    const before = md5OfFile(this.at(file));
    renameSync(fresh, this.at(file));
    model.mine.end(before, from);
    model.madeHere(file, md5Of(bytes), from);
    return `saved ${file}: now ${model.versions.label(md5Of(bytes))}`;
  }

  create(file: string, size: number): string {
    const { model, history } = this.world;
    if (kindOf(this.at(file)) !== null) {
      return `did not create ${file}: it is there`;
    }
    const bytes = this.fresh(size);
    const from = history.now();
    writeFileSync(this.at(file), bytes, { flag: 'wx' });
    model.madeHere(file, md5Of(bytes), from);
    return `created ${file}: ${model.versions.label(md5Of(bytes))}`;
  }

  /** What is removed is what stood there at that very moment. */
  remove(file: string): string {
    const { model, history } = this.world;
    const bin = this.outside();
    renameSync(this.at(file), bin);
    if (kindOf(bin) === 'file') {
      model.mine.end(md5OfFile(bin), history.now());
    }
    rmSync(bin, { recursive: true });
    return `removed ${file}`;
  }

  rename(from: string, to: string): string {
    const { model, history } = this.world;
    if (kindOf(this.at(to)) !== null) {
      return `did not rename ${from} to ${to}: it is there`;
    }
    const at = history.now();
    renameSync(this.at(from), this.at(to));
    this.carried(to);
    const isFile = kindOf(this.at(to)) === 'file';
    model.movedHere(from, to, isFile ? md5OfFile(this.at(to)) : null, at);
    return `renamed ${from} to ${to}`;
  }

  toFolder(file: string): string {
    const said = this.remove(file);
    mkdirSync(this.at(file));
    return `${said}, made a folder of that name; ${this.create(`${file}/inside.txt`, 100)}`;
  }

  toLink(file: string): string {
    const said = this.remove(file);
    const target = this.outside();
    const bytes = this.fresh(200);
    writeFileSync(target, bytes);
    this.world.linked.set(target, md5Of(bytes));
    symlinkSync(target, this.at(file));
    return `${said}, made a link of that name to a file elsewhere`;
  }

  /** Files of ours that went along. Nobody will find them but a proxy that has them open. */
  private carried(folder: string): void {
    const { model, childPid } = this.world;
    for (const { path: file } of allBelow(this.world.workspace, true, folder)) {
      const transfer = /\/\.~([0-9a-f]+)-[^/]*$/.exec(file)?.[1];
      if (transfer !== undefined) {
        model.carried(nameOf(file), this.isUnderWay(transfer) ? childPid : null);
      }
    }
  }

  private fresh(size: number): Buffer {
    return bytesOf(this.world.model.nextNumber(), size);
  }

  private at(file: string): string {
    return path.join(this.world.workspace, file);
  }

  private outside(): string {
    this.spare += 1;
    return path.join(this.world.elsewhere, String(this.spare));
  }
}

function inodeAt(absolute: string): number | null {
  try {
    return lstatSync(absolute).ino;
  } catch {
    return null;
  }
}
