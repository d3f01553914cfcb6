/** What stands under the names that a copy wants: nothing, the same already, or something to ask about. */
import type { Conflict, ConflictChoice } from '../../../protocol';
import { md5OfFile } from '../../workspace/digest';
import { nameKey, toFreeName } from '../../workspace/safeName';
import { joinPath, type Existing, type Workspace } from '../../workspace/workspace';
import type { CopyEntry } from '../item';
import { isUnchanged, type Ledger, type LedgerEntry } from '../../records/ledger';

export type Finding =
  | { readonly kind: 'free' }
  /** The same bytes, or the same export, are there: nothing to move. */
  | { readonly kind: 'same' }
  /** An earlier copy that nobody touched here, of what changed in Drive: replaced without asking. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'conflict'; readonly conflict: Conflict };

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
export async function findConflict(
  entry: CopyEntry,
  workspace: Workspace,
  ledger: Ledger
): Promise<Finding> {
  const path = joinPath(entry.folder, entry.name);
  const existing = await workspace.existing(path);
  if (existing === null) {
    return { kind: 'free' };
  }
  const absolute = workspace.resolve(path);
  const known = ledger.find(absolute);
  const record = known?.id === entry.id && existing.kind === 'file' ? known : null;
  const untouched = record !== null && isUnchanged(record, existing);
  if (untouched) {
    return { kind: sameInDrive(record, entry) ? 'same' : 'outdated' };
  }
  if (await hasSameBytes(entry, existing, absolute)) {
    return { kind: 'same' };
  }
  return { kind: 'conflict', conflict: toConflict(entry, path, existing, record !== null) };
}

/** By revision where there is one; Google documents have only their time. */
function sameInDrive(record: LedgerEntry, entry: CopyEntry): boolean {
  return entry.exportAs === null
    ? record.md5 === entry.md5 && record.revision === entry.headRevisionId
    : record.modified === entry.modified;
}

async function hasSameBytes(
  entry: CopyEntry,
  existing: Existing,
  absolute: string
): Promise<boolean> {
  const mayBe = existing.kind === 'file' && existing.size === entry.size && entry.md5 !== null;
  return mayBe && (await md5OfFile(absolute)) === entry.md5;
}

function toConflict(
  entry: CopyEntry,
  path: string,
  existing: Existing,
  changed: boolean
): Conflict {
  return {
    path,
    existing: {
      size: existing.kind === 'file' ? existing.size : null,
      modified: new Date(existing.modifiedMs).toISOString()
    },
    incoming: { size: entry.size, modified: entry.modified },
    linkTarget: existing.linkTarget,
    changed
  };
}

/** Does to an entry what was chosen for its name. A folder is never replaced by a file. */
export async function applyCopyChoice(
  entry: CopyEntry,
  choice: Exclude<ConflictChoice, 'skip'>,
  workspace: Workspace,
  alsoTaken: readonly string[]
): Promise<void> {
  const existing = await workspace.existing(joinPath(entry.folder, entry.name));
  if (choice === 'replace' && existing?.kind !== 'folder') {
    entry.replace = true;
    return;
  }
  const names = new Set([...(await workspace.names(entry.folder)), ...alsoTaken].map(nameKey));
  entry.name = toFreeName(entry.name, name => names.has(nameKey(name)));
}
