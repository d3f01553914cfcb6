/** What was decided about a name is bound to what stood under it then. */
import { changedMeanwhile } from '../../workspace/changedMeanwhile';
import { compareStates, stillIs } from '../../workspace/fileState';
import { joinPath, type Workspace } from '../../workspace/workspace';
import type { Ledger } from '../../records/ledger';
import type { CopyItem } from '../item';

type DecidedParts = {
  readonly transfer: { readonly resumes: boolean };
  readonly workspace: Workspace;
  readonly account: { readonly ledger: Ledger };
};

/**
 * Looks before anything is fetched, where time may have passed since the decision. Rejects with `isChangedMeanwhile`;
 * that something new appears is otherwise seen when the file gets its name.
 */
export async function assertAsDecided(item: CopyItem, parts: DecidedParts): Promise<void> {
  const { workspace, transfer } = parts;
  if (item.expected === null && !transfer.resumes) {
    return;
  }
  const path = joinPath(item.folder, item.name);
  const isAsDecided =
    item.expected === null
      ? (await workspace.existing(path)) === null
      : await stillIs(workspace.resolve(path), item.expected, md5Replaced(item, parts));
  if (!isAsDecided) {
    throw changedMeanwhile(path);
  }
}

/** Of what is to be replaced, if that is a file that was copied before; in hex. */
export function md5Replaced(
  item: CopyItem,
  { workspace, account }: Pick<DecidedParts, 'workspace' | 'account'>
): string | null {
  const record = account.ledger.find(workspace.resolve(joinPath(item.folder, item.name)));
  if (item.expected === null || record === null || record.state === null) {
    return null;
  }
  return compareStates(record.state, item.expected) === 'different' ? null : record.md5;
}
