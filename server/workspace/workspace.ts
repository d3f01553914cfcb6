/** The folder that the Jupyter server serves: what is in it, and what may be written where. */
import { mkdir, readdir, readlink, realpath, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { DriveError } from '../../protocol';
import type { IClock } from '../clock';
import { codeOf } from '../fsErrors';
import { toDiskError } from './diskErrors';
import { identityOf, type FolderIdentity } from './folderIdentity';
import { trialOf, tryName } from './longNames';
import { lookAt, modifiedMsOf, stateOf, type FileState } from './fileState';
import { openSource, type Source } from './reading';
import { toReadError } from './readErrors';
import { Writers } from './writing/writers';

/** As file systems answer that count nothing. */
const NO_STATFS = { bavail: 0, bsize: 0, blocks: 0 };
/** A backslash leads into a folder on Windows; elsewhere it is a letter like any other. */
const OTHER_SEPARATOR = path.sep === '/' ? '\0' : path.sep;

/** What stands under a name. `linkTarget` is set for links, which are never written through. */
export type Existing = {
  readonly kind: 'file' | 'folder' | 'other';
  readonly size: number;
  readonly modifiedMs: number;
  readonly linkTarget: string | null;
  /** To decisions about it, which hold for this state alone. */
  readonly state: FileState;
};

export class Workspace {
  constructor(
    /** Absolute; null where the workspace is not on this disk. */
    private readonly rootFolder: string | null,
    readonly allowHidden: boolean,
    /** For files that are written into it. */
    readonly writers = new Writers()
  ) {}

  get isOnDisk(): boolean {
    return this.rootFolder !== null;
  }

  /** Throws where nothing can be copied to or from. */
  assertOnDisk(): void {
    if (this.rootFolder === null) {
      throw notOnDisk();
    }
  }

  get root(): string {
    if (this.rootFolder === null) {
      throw notOnDisk();
    }
    return this.rootFolder;
  }

  /**
   * The absolute path of a workspace path ('' is the root), by Jupyter's own rule: lexically inside
   * the root, no hidden part unless allowed. Linked folders are followed, as Jupyter does.
   */
  resolve(workspacePath: string): string {
    const parts = workspacePath.split('/').filter(part => part !== '');
    const hostile = parts.some(
      part => part === '..' || part === '.' || part.includes('\0') || part.includes(OTHER_SEPARATOR)
    );
    const hidden = parts.some(part => part.startsWith('.'));
    const absolute = path.resolve(this.root, ...parts);
    const inside = absolute === this.root || absolute.startsWith(withSeparator(this.root));
    const details = { path: workspacePath };
    if (hostile || !inside) {
      throw new DriveError(
        'workspaceRefused',
        `“${workspacePath}” is outside the workspace. Choose another folder.`,
        { details }
      );
    }
    if (hidden && !this.allowHidden) {
      throw new DriveError(
        'workspaceRefused',
        `“${workspacePath}” is hidden, and Jupyter allows no hidden files here. Choose another name.`,
        { details }
      );
    }
    return absolute;
  }

  /** What is there, without following a link; null for nothing. */
  async existing(workspacePath: string): Promise<Existing | null> {
    const absolute = this.resolve(workspacePath);
    try {
      const own = await lookAt(absolute);
      if (own === null) {
        return null;
      }
      const linkTarget = own.isSymbolicLink() ? await readlink(absolute) : null;
      const kind = own.isFile() ? 'file' : own.isDirectory() ? 'folder' : 'other';
      const [size, modifiedMs] = [Number(own.size), modifiedMsOf(own)];
      return { kind, size, modifiedMs, linkTarget, state: stateOf(own) };
    } catch (error) {
      throw toDiskError(error, workspacePath);
    }
  }

  /** Throws unless the path is a folder, itself or by a link. */
  async assertFolder(workspacePath: string): Promise<void> {
    try {
      if ((await stat(this.resolve(workspacePath))).isDirectory()) {
        return;
      }
    } catch (error) {
      throw toDiskError(error, workspacePath);
    }
    throw new DriveError(
      'workspaceMissing',
      `“${workspacePath}” is not a folder. Choose another.`,
      {
        details: { path: workspacePath }
      }
    );
  }

  /** Makes a folder below an existing one; a folder that is there already is fine. */
  async makeFolder(workspacePath: string): Promise<void> {
    try {
      await mkdir(this.resolve(workspacePath), { recursive: true });
    } catch (error) {
      throw toDiskError(error, workspacePath);
    }
  }

  /** Names in a folder; empty where there is none. */
  async names(workspacePath: string): Promise<readonly string[]> {
    try {
      return await readdir(this.resolve(workspacePath));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        return [];
      }
      throw toDiskError(error, workspacePath);
    }
  }

  /** The names in a folder that is to be read; rejects where it can't be, or is gone. */
  async list(folder: string): Promise<readonly string[]> {
    try {
      return await readdir(this.resolve(folder));
    } catch (error) {
      throw toReadError(error, folder);
    }
  }

  /**
   * Where a folder really is, if a link leads to it; null where none does. To be asked when something in
   * it is chosen, and handed in when that is read.
   */
  async realFolderOf(folder: string): Promise<string | null> {
    const real = await realpath(this.resolve(folder));
    return real === (await this.plainFolder(folder)) ? null : real;
  }

  /** Opens a file for reading; see reading.ts. Whoever opens it closes it. */
  async open(
    { path: shown, realFolder }: { readonly path: string; readonly realFolder: string | null },
    clock: IClock,
    signal: AbortSignal
  ): Promise<Source> {
    const absolute = this.resolve(shown);
    const real = realFolder ?? (await this.plainFolder(path.posix.dirname(shown)));
    return openSource({ absolute, path: shown, realFolder: real, signal }, clock);
  }

  /** Where a folder is if no link leads to it. */
  private async plainFolder(folder: string): Promise<string> {
    return path.join(await realpath(this.root), ...folder.split('/'));
  }

  /** The folder itself, by whatever way it is reached: a link that is put in its place leads elsewhere. */
  async identityOf(folder: string): Promise<FolderIdentity> {
    try {
      return identityOf(await stat(this.resolve(folder), { bigint: true }));
    } catch (error) {
      throw toDiskError(error, folder);
    }
  }

  /**
   * Throws if the disk there takes no name that long. A long one is tried, since only the disk knows: an
   * encrypted folder may allow 143 bytes, another disk 255 characters.
   */
  async assertNameFits(folder: string, name: string): Promise<void> {
    const trial = trialOf(name);
    if (trial !== null) {
      try {
        await tryName(path.join(this.resolve(folder), trial));
      } catch (error) {
        throw toDiskError(error, joinPath(folder, name));
      }
    }
  }

  /** Bytes that may still be written; null where the file system does not say. */
  async freeBytes(): Promise<number | null> {
    const { bavail, bsize, blocks } = await statfs(this.root).catch(() => NO_STATFS);
    return blocks === 0 ? null : bavail * bsize;
  }
}

function notOnDisk(): DriveError {
  return new DriveError(
    'workspaceUnavailable',
    'The workspace of this server is not on its disk, so nothing can be copied into it. Ask your administrator for a server with a workspace on disk.'
  );
}

function withSeparator(folder: string): string {
  return folder.endsWith(path.sep) ? folder : folder + path.sep;
}

/** Joins workspace paths: '' is the root. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
