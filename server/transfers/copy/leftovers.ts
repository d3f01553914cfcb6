/** What a process that was ended in the middle left of a copy, beside its files. */
import type { ILog } from '../../log';
import type { Ledger } from '../../records/ledger';
import { joinPath, type Workspace } from '../../workspace/workspace';
import { recoverLeftovers, sweepLeftovers } from '../../workspace/writing/recovery';
import { oldNameFor, temporaryName } from '../../workspace/writing/temporaryFile';
import type { CopyItem } from '../item';
import type { Transfer } from '../transfer';
import { isCopy } from './copyItems';
import { md5Replaced } from './decided';

type LeftoverParts = {
  readonly transfer: Transfer;
  readonly workspace: Workspace;
  readonly log: ILog;
  /** null where no account is at hand: then only what is certain is removed. */
  readonly account: { readonly ledger: Ledger } | null;
};

/** Gives the user's files back their names, and removes what can't be gone on with. */
export async function recoverCopies(parts: LeftoverParts): Promise<void> {
  for (const left of await leftBehind(parts)) {
    await recover(left, parts);
  }
}

/** At the end of a transfer, or when it is given up: nothing of ours stays, of finished items either. */
export async function sweepCopies(parts: LeftoverParts): Promise<void> {
  const byFolder = Map.groupBy(await leftBehind(parts), ({ folder }) => folder);
  for (const [folder, all] of byFolder) {
    for (const left of all) {
      await recover(left, parts);
    }
    const names = all.map(left => left.names.temporaryName);
    const staying = await sweepLeftovers(folder, names); // reads the folder
    if (staying.length > 0) {
      parts.log.warn('temporary files stay', { folder, staying });
    }
  }
}

/** What the disk refuses is logged: it must not keep the other files from being copied. */
async function recover({ item, folder, names }: Left, parts: LeftoverParts): Promise<void> {
  const { workspace, log, account } = parts;
  const shownPath = joinPath(item.folder, item.name);
  const expectedMd5 = account === null ? null : md5Replaced(item, { workspace, account });
  const { expected, name: targetName } = item;
  try {
    const { keptAs } = await recoverLeftovers(
      { folder, ...names, targetName, expected, expectedMd5, shownPath },
      workspace.writers
    );
    if (keptAs !== null) {
      const told = { path: shownPath, keptAs };
      log.warn('a file that changed while it was replaced has another name now', told);
    }
  } catch (error) {
    log.warn('what an ended copy left can’t be settled', { path: shownPath, error });
  }
}

type Left = {
  readonly item: CopyItem;
  /** Absolute. */
  readonly folder: string;
  readonly names: { readonly temporaryName: string; readonly oldName: string };
};

/** Each folder is read once: looking for every single name would cost a second for ten thousand. */
async function leftBehind({ transfer, workspace }: LeftoverParts): Promise<readonly Left[]> {
  const found: Left[] = [];
  for (const [folder, items] of Map.groupBy(transfer.items.filter(isCopy), item => item.folder)) {
    const there = new Set(await workspace.names(folder).catch(() => []));
    for (const item of items) {
      const ours = temporaryName(transfer.id, item.n);
      const oldName = oldNameFor(ours);
      if (there.has(ours) || there.has(oldName)) {
        const names = { temporaryName: ours, oldName };
        found.push({ item, folder: workspace.resolve(folder), names });
      }
    }
  }
  return found;
}
