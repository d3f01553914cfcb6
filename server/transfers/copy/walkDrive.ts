/**
 * Folders of Drive, walked: many in one request where that is safe, one by one where it is not.
 * Grouped requests sometimes answer nothing for a folder that is not empty
 * (docs/reference/drive.md, "Grouped lists"), so
 * every folder that got nothing is listed again alone. A partial answer can't be noticed: folders whose
 * list nothing proves to be whole are counted, and the transfer says so.
 */
import { DriveError } from '../../../protocol';
import type { Browser } from '../../browse/browser';
import type { DriveFile, IDrive } from '../../drive/drive';
import type { Caller } from '../../google/caller';
import { pagesOf } from '../../drive/pages';
import { childrenOf, childrenOfAny } from '../../drive/query';

/** A folder to walk, and where its content belongs in the workspace. */
export type WalkedFolder = {
  readonly id: string;
  readonly driveId: string | null;
  readonly ownedByMe: boolean;
  readonly local: string;
  readonly trail: Trail | null;
};

/** The folders above, by id: a shortcut to one of them would never end. */
type Trail = { readonly id: string; readonly above: Trail | null; readonly depth: number };

type WalkParts = {
  readonly drive: IDrive;
  readonly browser: Browser;
  readonly caller: Caller;
  /** A file or document with its name there; `shown` names it for sentences. */
  readonly onFile: (file: DriveFile, name: string, folder: WalkedFolder) => void;
  /** The workspace folder for a folder of that name. */
  readonly onFolder: (id: string, name: string, folder: WalkedFolder) => string;
  readonly onProblem: (item: string, error: unknown) => void;
  /** This many folders were listed together with others, and may lack some of their children. */
  readonly onUnproven: (folders: number) => void;
};

const GROUP = 50;
/** Up to this many folders are listed one by one: as fast as a group, and always right. */
const REQUESTS_AT_ONCE = 12;
const PAGE = 1_000;
const DEEPEST = 100;

export function startOf(folder: DriveFile, local: string): WalkedFolder {
  const { id, driveId, ownedByMe } = folder;
  return { id, driveId, ownedByMe, local, trail: { id, above: null, depth: 0 } };
}

/** Walks all folders to their ends; calls `onFile` for each file as it is found. */
export async function walkDrive(start: readonly WalkedFolder[], parts: WalkParts): Promise<void> {
  const waiting = [...start];
  const running = new Set<Promise<void>>();
  const failed: unknown[] = [];
  while ((waiting.length > 0 || running.size > 0) && failed.length === 0) {
    while (waiting.length > 0 && running.size < REQUESTS_AT_ONCE) {
      const group = takeGroup(waiting);
      const work: Promise<void> = listGroup(group, parts)
        .then(async listed => {
          for (const [folder, files] of listed) {
            waiting.push(...(await sortOut(folder, files, parts)));
          }
        })
        .catch((error: unknown) => void failed.push(error))
        .finally(() => running.delete(work));
      running.add(work);
    }
    await Promise.race(running);
  }
  await Promise.all(running);
  if (failed.length > 0) {
    throw failed[0];
  }
}

/** Folders that one request may ask for together: of one shared drive, or all our own. */
function takeGroup(waiting: WalkedFolder[]): WalkedFolder[] {
  const [first] = waiting;
  if (first === undefined) {
    return [];
  }
  const key = groupOf(first);
  const isFew = waiting.filter(folder => groupOf(folder) === key).length <= REQUESTS_AT_ONCE;
  if (key === null || isFew) {
    return waiting.splice(0, 1);
  }
  const group: WalkedFolder[] = [];
  for (let at = 0; at < waiting.length && group.length < GROUP;) {
    const folder = waiting[at];
    if (folder !== undefined && groupOf(folder) === key) {
      group.push(folder);
      waiting.splice(at, 1);
    } else {
      at += 1;
    }
  }
  return group;
}

function groupOf({ driveId, ownedByMe }: WalkedFolder): string | null {
  return driveId ?? (ownedByMe ? 'mine' : null);
}

type Listed = readonly (readonly [WalkedFolder, readonly DriveFile[]])[];

async function listGroup(group: readonly WalkedFolder[], parts: WalkParts): Promise<Listed> {
  const [first] = group;
  if (first === undefined) {
    return [];
  }
  if (group.length === 1) {
    return [[first, await listAlone(first, parts)]];
  }
  const ids = [...new Set(group.map(({ id }) => id))];
  const children = new Map<string, DriveFile[]>(ids.map(id => [id, []]));
  for (const file of await listAll(childrenOfAny(ids), first.driveId, parts)) {
    file.parents.forEach(parent => children.get(parent)?.push(file));
  }
  parts.onUnproven(group.filter(({ id }) => children.get(id)?.length !== 0).length);
  return Promise.all(
    group.map(async folder => {
      const files = children.get(folder.id) ?? [];
      return [folder, files.length > 0 ? files : await listAlone(folder, parts)] as const;
    })
  );
}

async function listAlone(folder: WalkedFolder, parts: WalkParts): Promise<readonly DriveFile[]> {
  try {
    return await listAll(childrenOf(folder.id), folder.driveId, parts);
  } catch (error) {
    parts.caller.signal.throwIfAborted();
    parts.onProblem(folder.local, error);
    return [];
  }
}

async function listAll(
  q: string,
  driveId: string | null,
  { drive, caller }: WalkParts
): Promise<DriveFile[]> {
  const pages = pagesOf(
    pageToken => drive.list({ q, pageSize: PAGE, driveId, pageToken }, caller),
    page => page.files.length
  );
  const files: DriveFile[] = [];
  for await (const page of pages) {
    files.push(...page.files);
  }
  return files;
}

/** Calls `onFile` for the files of a folder, and returns the folders in it. */
async function sortOut(
  folder: WalkedFolder,
  files: readonly DriveFile[],
  parts: WalkParts
): Promise<WalkedFolder[]> {
  const below: WalkedFolder[] = [];
  // By id: names that are given out in turn must not depend on the order of Drive's answers.
  for (const file of [...files].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const target = await resolve(file, folder, parts);
    if (target === null) {
      continue;
    }
    if (target.kind !== 'folder') {
      parts.onFile(target, file.name, folder);
      continue;
    }
    const local = parts.onFolder(file.id, file.name, folder);
    const depth = (folder.trail?.depth ?? 0) + 1;
    below.push({
      id: target.id,
      driveId: target.driveId,
      ownedByMe: target.ownedByMe,
      local,
      trail: { id: target.id, above: folder.trail, depth }
    });
  }
  return below;
}

/** The item itself, or what a shortcut points to; null, and a problem noted, where that can't be. */
async function resolve(
  file: DriveFile,
  folder: WalkedFolder,
  parts: WalkParts
): Promise<DriveFile | null> {
  const shown = folder.local === '' ? file.name : `${folder.local}/${file.name}`;
  try {
    const target = file.target === null ? file : await parts.browser.target(file, parts.caller);
    if (target.kind === 'folder') {
      assertEnds(target, folder, shown);
    }
    return target;
  } catch (error) {
    parts.caller.signal.throwIfAborted();
    parts.onProblem(shown, error);
    return null;
  }
}

function assertEnds(target: DriveFile, { trail }: WalkedFolder, shown: string): void {
  for (let above = trail; above !== null; above = above.above) {
    if (above.id === target.id || above.depth >= DEEPEST) {
      throw new DriveError(
        'notSupported',
        `“${shown}” leads back to a folder above it, or lies too deep, and was left out.`,
        { details: { name: shown } }
      );
    }
  }
}
