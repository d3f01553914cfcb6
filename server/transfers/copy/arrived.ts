/** Files that stand in the workspace as they came: how they are noted, and known again after a restart. */
import { isSameTime } from '../../fsErrors';
import type { Ledger, LedgerEntry } from '../../records/ledger';
import { md5OfFile } from '../../workspace/digest';
import type { FileState } from '../../workspace/fileState';
import { joinPath, type Existing, type Workspace } from '../../workspace/workspace';
import type { Arrived, CopyItem } from '../item';

type ArrivedParts = {
  readonly workspace: Workspace;
  readonly account: { readonly ledger: Ledger };
  readonly caller: { readonly signal: AbortSignal };
};

/** `state` is null where it is not certain: then the bytes are compared before it is taken for what was copied. */
type Standing = Arrived & { readonly mtimeMs: number; readonly state: FileState | null };

export function toEntry(item: CopyItem, standing: Standing, workspace: Workspace): LedgerEntry {
  const { id, headRevisionId: revision, modified } = item;
  const path = workspace.resolve(joinPath(item.folder, item.name));
  const { size, md5, mtimeMs, state } = standing;
  return { id, path, size, md5, mtimeMs, state, revision, modified };
}

/**
 * True for what was finished before the journal, or the ledger, could say so; then it is noted as copied, as
 * it would have been.
 */
export async function isWhatArrived(
  item: CopyItem,
  existing: Existing,
  { workspace, account, caller }: ArrivedParts
): Promise<boolean> {
  const absolute = workspace.resolve(joinPath(item.folder, item.name));
  const arrived = item.md5 === null ? item.arrived : { size: item.size, md5: item.md5 };
  const isTimely = isSameTime(existing.modifiedMs, Date.parse(item.modified ?? ''));
  const { size, modifiedMs: mtimeMs, state } = existing;
  if (arrived?.size !== size) {
    // Edited since, or an export of an earlier version, which did not note what arrived.
    return item.state === 'done' || (item.exportAs !== null && arrived === null && isTimely);
  }
  const { md5 } = arrived;
  if (item.state === 'done') {
    if (isTimely && account.ledger.find(absolute)?.id !== item.id) {
      account.ledger.note(toEntry(item, { size, md5, mtimeMs, state: null }, workspace));
    }
    return true;
  }
  if ((await md5OfFile(absolute, caller.signal)) !== md5) {
    return false;
  }
  account.ledger.note(toEntry(item, { size, md5, mtimeMs, state }, workspace));
  return true;
}
