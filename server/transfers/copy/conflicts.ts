/** Finds what stands under the names that a copy needs: nothing, the same already, or something to ask about. */
import type { Conflict, ConflictChoice } from '../../../protocol';
import { md5OfFile } from '../../workspace/digest';
import { nameKey, toFreeName } from '../../workspace/safeName';
import { joinPath, type Existing, type Workspace } from '../../workspace/workspace';
import type { CopyChange, CopyItem } from '../item';
import { isUnchanged, type Ledger, type LedgerEntry } from '../../records/ledger';

type Finding =
  | { readonly kind: 'free' }
  /** The same bytes, or the same export, are there: nothing to move. */
  | { readonly kind: 'same' }
  /** An earlier copy, unchanged here, of an item that changed in Drive: replaced without asking. */
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
  item: CopyItem,
  workspace: Workspace,
  ledger: Ledger,
  signal?: AbortSignal
): Promise<Finding> {
  const path = joinPath(item.folder, item.name);
  const existing = await workspace.existing(path);
  if (existing === null) {
    return { kind: 'free' };
  }
  const absolute = workspace.resolve(path);
  const known = ledger.find(absolute);
  const record = known?.id === item.id && existing.kind === 'file' ? known : null;
  const untouched = record !== null && isUnchanged(record, existing);
  if (untouched) {
    return { kind: sameInDrive(record, item) ? 'same' : 'outdated' };
  }
  if (await hasSameBytes(item, existing, absolute, signal)) {
    return { kind: 'same' };
  }
  return { kind: 'conflict', conflict: toConflict(item, path, existing, record !== null) };
}

/** By revision where there is one; Google documents have only their time. */
function sameInDrive(record: LedgerEntry, item: CopyItem): boolean {
  return item.exportAs === null
    ? record.md5 === item.md5 && record.revision === item.headRevisionId
    : record.modified === item.modified;
}

async function hasSameBytes(
  item: CopyItem,
  existing: Existing,
  absolute: string,
  signal?: AbortSignal
): Promise<boolean> {
  const mayBe = existing.kind === 'file' && existing.size === item.size && item.md5 !== null;
  return mayBe && (await md5OfFile(absolute, signal)) === item.md5;
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

/** What a choice makes of an item whose name is taken. A folder is never replaced by a file. */
export async function changeFor(
  item: CopyItem,
  choice: Exclude<ConflictChoice, 'skip'>,
  workspace: Workspace,
  alsoTaken: readonly string[]
): Promise<CopyChange> {
  const existing = await workspace.existing(joinPath(item.folder, item.name));
  if (choice === 'replace' && existing?.kind !== 'folder') {
    return { replace: true };
  }
  const names = new Set([...(await workspace.names(item.folder)), ...alsoTaken].map(nameKey));
  return { name: toFreeName(item.name, name => names.has(nameKey(name))) };
}
