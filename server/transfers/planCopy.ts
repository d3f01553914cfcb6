/** From what a person chose to what is to be done: files, names, and what stands in the way. */
import { distinguish, DriveError, type Conflict, type ConflictChoice } from '../../protocol';
import type { Browser } from '../browse/browser';
import type { Caller, DriveFile, IDrive } from '../drive/drive';
import { toSegment } from '../paths/segments';
import { md5OfFile } from '../workspace/digest';
import { nameKey, toFileName, toFreeName } from '../workspace/safeName';
import { joinPath, type Workspace } from '../workspace/workspace';
import type { CopyEntry } from './entry';

export type PlanParts = {
  readonly drive: IDrive;
  readonly browser: Browser;
  readonly workspace: Workspace;
  readonly caller: Caller;
};

export type Chosen = { readonly id: string; readonly path: string };

/** One chosen item → its entry. Throws a DriveError where the item can't be copied. */
export async function planItem(
  chosen: Chosen,
  n: number,
  destination: string,
  taken: Set<string>,
  parts: PlanParts
): Promise<CopyEntry> {
  const found = await parts.browser.file(chosen.id, parts.caller);
  const file = await withBytes(found, parts);
  const segment = chosen.path.slice(chosen.path.lastIndexOf('/') + 1);
  const plain = toFileName(found.name, parts.workspace.allowHidden);
  const isTwin = segment !== toSegment(found.name);
  const isTaken = (name: string): boolean => taken.has(nameKey(name));
  const name = isTwin || isTaken(plain) ? distinguish(plain, found.id, isTaken) : plain;
  taken.add(nameKey(name));
  return {
    n,
    id: file.id,
    resourceKey: file.resourceKey,
    title: found.name,
    mimeType: file.mimeType,
    size: file.size,
    md5: file.md5,
    headRevisionId: file.headRevisionId,
    modified: file.modified,
    folder: destination,
    name,
    replace: false,
    state: 'waiting',
    received: 0
  };
}

/** The file itself, or what a shortcut points to. */
async function withBytes(found: DriveFile, { browser, caller }: PlanParts): Promise<DriveFile> {
  const file = found.target === null ? found : await browser.file(found.target.id, caller);
  if (file.kind === 'folder' || file.kind === 'document') {
    const what = file.kind === 'folder' ? 'Folders' : 'Google documents';
    throw new DriveError(
      'notSupported',
      `${what} can’t be copied yet: “${found.name}” was left out. Choose the files inside it, or open it in Google Drive.`,
      { details: { name: found.name, kind: file.kind } }
    );
  }
  if (!file.capabilities.download) {
    throw new DriveError(
      'downloadRefused',
      `The owner of “${found.name}” does not allow downloading it. Ask the owner for a copy or for the right to download.`,
      { details: { name: found.name, reason: 'cannotDownloadFile' } }
    );
  }
  return file;
}

/** What stands under an entry's name: nothing, the same bytes already, or something to ask about. */
export async function findConflict(
  entry: CopyEntry,
  workspace: Workspace
): Promise<Conflict | 'same' | null> {
  const path = joinPath(entry.folder, entry.name);
  const existing = await workspace.existing(path);
  if (existing === null) {
    return null;
  }
  const mayBeSame = existing.kind === 'file' && existing.size === entry.size && entry.md5 !== null;
  if (mayBeSame && (await md5OfFile(workspace.resolve(path))) === entry.md5) {
    return 'same';
  }
  return {
    path,
    existing: {
      size: existing.kind === 'file' ? existing.size : null,
      modified: new Date(existing.modifiedMs).toISOString()
    },
    incoming: { size: entry.size, modified: entry.modified },
    linkTarget: existing.linkTarget,
    changed: false
  };
}

/** Does to an entry what was chosen for its name. A folder is never replaced by a file. */
export async function applyChoice(
  entry: CopyEntry,
  choice: ConflictChoice,
  workspace: Workspace
): Promise<void> {
  if (choice === 'skip') {
    entry.state = 'skipped';
    return;
  }
  const existing = await workspace.existing(joinPath(entry.folder, entry.name));
  if (choice === 'replace' && existing?.kind !== 'folder') {
    entry.replace = true;
    return;
  }
  const names = new Set((await workspace.names(entry.folder)).map(nameKey));
  entry.name = toFreeName(entry.name, name => names.has(nameKey(name)));
}
