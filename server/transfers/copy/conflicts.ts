/** Finds what stands under the names that a copy needs: nothing, the same already, or something to ask about. */
import type { Conflict, ConflictChoice } from '../../../protocol';
import { md5OfFile } from '../../workspace/digest';
import { toDiskError } from '../../workspace/diskErrors';
import { compareStates, type FileState } from '../../workspace/fileState';
import { nameKey, toFreeName } from '../../workspace/safeName';
import { joinPath, type Existing, type Workspace } from '../../workspace/workspace';
import type { CopyChange, CopyItem } from '../item';
import type { NamesBeside } from '../namesBeside';
import type { Ledger, LedgerEntry } from '../../records/ledger';

type Finding =
  | { readonly kind: 'free' }
  /** The same bytes, or the same export, are there: nothing to move. */
  | { readonly kind: 'same' }
  /** An earlier copy, unchanged here, of an item that changed in Drive: replaced without asking. */
  | { readonly kind: 'outdated'; readonly expected: FileState }
  /** What was decided about still stands there, untouched. */
  | { readonly kind: 'decided' }
  | { readonly kind: 'conflict'; readonly conflict: Conflict; readonly found: FileState };

type FindParts = {
  readonly workspace: Workspace;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
};

/**
 * What is in the folders that a copy goes to, each read once: asking for every single name costs a
 * second for ten thousand. A name that appears later is refused when the file gets it.
 */
export class TakenNames {
  private readonly folders = new Map<string, Promise<ReadonlySet<string>>>();

  constructor(private readonly workspace: Workspace) {}

  /** True also where only the case differs, or the composition of letters: some disks take them for one. */
  async include(folder: string, name: string): Promise<boolean> {
    const names = this.folders.get(folder) ?? this.read(folder);
    this.folders.set(folder, names);
    return (await names).has(nameKey(name));
  }

  private async read(folder: string): Promise<ReadonlySet<string>> {
    return new Set((await this.workspace.names(folder)).map(nameKey));
  }
}

/** The ledger decides; without a record the bytes do; else the person is asked. */
export async function findConflict(item: CopyItem, parts: FindParts): Promise<Finding> {
  const { workspace, ledger } = parts;
  const path = joinPath(item.folder, item.name);
  const existing = await workspace.existing(path);
  if (existing === null) {
    return { kind: 'free' };
  }
  if (item.expected !== null && compareStates(item.expected, existing.state) === 'same') {
    return { kind: 'decided' };
  }
  const absolute = workspace.resolve(path);
  const known = ledger.find(absolute);
  const record = known?.id === item.id && existing.kind === 'file' ? known : null;
  if (record !== null && isAsNoted(record, existing)) {
    return sameInDrive(record, item)
      ? { kind: 'same' }
      : { kind: 'outdated', expected: existing.state };
  }
  const md5 = await md5WhereItTells(item, existing, record, absolute, path, parts.signal);
  if (md5 !== null && record?.md5 === md5) {
    const { modifiedMs: mtimeMs, state } = existing;
    ledger.note({ ...record, mtimeMs, state }); // touched, or on a disk that counts times differently
    return sameInDrive(record, item)
      ? { kind: 'same' }
      : { kind: 'outdated', expected: existing.state };
  }
  if (md5 !== null && md5 === item.md5) {
    return { kind: 'same' };
  }
  const conflict = toConflict(item, path, existing, record !== null || item.verdict === 'reopened');
  return { kind: 'conflict', conflict, found: existing.state };
}

/** The very file that was written then: an edit changes at least the time of the last change. */
function isAsNoted(record: LedgerEntry, existing: Existing): boolean {
  return record.state !== null && compareStates(record.state, existing.state) === 'same';
}

/** By content; where Drive has no checksum by revision, and Google documents have only their time. */
function sameInDrive(record: LedgerEntry, item: CopyItem): boolean {
  if (item.exportAs !== null) {
    return record.modified === item.modified;
  }
  return item.md5 === null
    ? record.size === item.size &&
        record.revision !== null &&
        record.revision === item.headRevisionId
    : record.md5 === item.md5;
}

/** Of the file here, where it may be one that is known; null where its size, or its kind, tells already. */
async function md5WhereItTells(
  item: CopyItem,
  existing: Existing,
  record: LedgerEntry | null,
  absolute: string,
  path: string,
  signal: AbortSignal
): Promise<string | null> {
  const mayBeRecorded = record !== null && record.size === existing.size;
  const mayBeDrives = item.md5 !== null && existing.size === item.size;
  if (existing.kind !== 'file' || !(mayBeRecorded || mayBeDrives)) {
    return null;
  }
  try {
    return await md5OfFile(absolute, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw toDiskError(error, path);
  }
}

function toConflict(item: CopyItem, path: string, existing: Existing, changed: boolean): Conflict {
  return {
    path,
    existing: {
      size: existing.kind === 'file' ? existing.size : null,
      modified: new Date(existing.modifiedMs).toISOString()
    },
    incoming: { size: item.size, modified: item.modified },
    linkTarget: existing.linkTarget,
    changed
  };
}

/**
 * What a choice makes of an item whose name is taken by `found`. Replacing is bound to that state; a folder is never
 * replaced by a file.
 */
export async function changeFor(
  item: CopyItem,
  choice: Exclude<ConflictChoice, 'skip'>,
  found: FileState,
  workspace: Workspace,
  beside: NamesBeside<CopyItem>
): Promise<CopyChange> {
  const existing = await workspace.existing(joinPath(item.folder, item.name));
  if (choice === 'replace' && existing?.kind !== 'folder') {
    return { replace: true, expected: found, verdict: 'given' };
  }
  const name = toFreeName(item.name, await beside.of(item));
  return { name, replace: false, expected: null, verdict: 'given' };
}
