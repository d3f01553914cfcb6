/** What a process that was ended in the middle, or a folder that was moved away, left of a copy beside its files. */
import { join } from 'node:path';
import type { IClock } from '../../clock';
import type { ILog } from '../../log';
import type { Ledger } from '../../records/ledger';
import { namesIn, sweepForgotten } from '../../workspace/leftovers';
import { removeTrial, trialOf } from '../../workspace/longNames';
import { joinPath, type Workspace } from '../../workspace/workspace';
import { recoverLeftovers, sweepLeftovers } from '../../workspace/writing/recovery';
import { oldNameFor, temporaryName } from '../../workspace/writing/temporaryNames';
import type { CopyItem } from '../item';
import type { Transfer } from '../transfer';
import { isCopy } from './copyItems';
import { md5Replaced } from './decided';
import type { TargetFolders } from './identities';

type LeftoverParts = {
  readonly transfer: Transfer;
  readonly workspace: Workspace;
  readonly log: ILog;
  /** null where no account is at hand: then only what is certain is removed. */
  readonly account: { readonly ledger: Ledger } | null;
};

/** Gives the user's files back their names, and removes what can't be gone on with. */
export async function recoverCopies(parts: LeftoverParts): Promise<void> {
  for await (const place of placesOf(parts, new Map())) {
    for (const left of leftIn(place, parts.transfer)) {
      await recover(left, parts);
    }
  }
}

type SweepParts = LeftoverParts & {
  readonly clock: IClock;
  /** Where the files went as long as this process knows. */
  readonly folders: TargetFolders;
};

/**
 * At the end of a transfer, or when it is given up: nothing of ours stays, of finished items either, and
 * nothing that was forgotten beside them.
 */
export async function sweepCopies(parts: SweepParts): Promise<void> {
  const { workspace, folders, clock, transfer, log } = parts;
  for await (const place of placesOf(parts, await folders.movedTo(workspace))) {
    const { folder } = place;
    const all = leftIn(place, transfer);
    for (const left of all) {
      await recover(left, parts);
    }
    const staying = await sweepLeftovers(
      folder,
      all.map(({ names }) => names.temporaryName)
    );
    if (staying.length > 0) {
      log.warn('temporary files stay', { folder, staying });
    }
    for (const { name } of place.items) {
      const trial = trialOf(name);
      if (trial !== null && place.names.has(trial)) {
        await removeTrial(join(folder, trial));
      }
    }
    await sweepForgotten(folder, place.names, clock.now());
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

/** A folder with files of a copy, or what was one, and all names that are in it. */
type Place = {
  /** Absolute. */
  readonly folder: string;
  readonly names: ReadonlySet<string>;
  readonly items: readonly CopyItem[];
};

/** Each folder is read once: looking for every single name would cost a second for ten thousand. */
async function* placesOf(
  { transfer, workspace }: LeftoverParts,
  movedTo: ReadonlyMap<string, readonly string[]>
): AsyncGenerator<Place> {
  for (const [path, items] of Map.groupBy(transfer.items.filter(isCopy), item => item.folder)) {
    for (const folder of [workspace.resolve(path), ...(movedTo.get(path) ?? [])]) {
      yield { folder, names: await namesIn(folder), items };
    }
  }
}

function leftIn({ folder, names: there, items }: Place, { id }: Transfer): readonly Left[] {
  return items.flatMap((item): Left[] => {
    const ours = temporaryName(id, item.n);
    const names = { temporaryName: ours, oldName: oldNameFor(ours) };
    return there.has(ours) || there.has(names.oldName) ? [{ item, folder, names }] : [];
  });
}
