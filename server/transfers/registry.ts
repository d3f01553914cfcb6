/** The transfers that this proxy has, each with its journal: begun here, or left by an earlier process. */
import { DriveError, hasEnded, TRANSFERS_KEPT } from '../../protocol';
import type { IClock } from '../clock';
import type { ILog } from '../log';
import { bytesKept } from '../workspace/leftovers';
import type { Workspace } from '../workspace/workspace';
import { SUSPENDED } from './abortReasons';
import { isOverWithin, onAbort } from '../untilAborted';
import type { IPlace } from './place';
import type { Journal } from './journal/journal';
import type { FoundJournal, JournalFolder } from './journal/folder';
import { refusal, type NewerJournal } from './journal/newer';
import type { Transfer } from './transfer';
import { mayContinueByItself, restoreTransfer } from './journal/restore';

export type RegistryParts = {
  readonly workspace: Workspace;
  readonly clock: IClock;
  readonly log: ILog;
  /** How long what is cancelled may take to stop. Milliseconds. */
  readonly cancelMs: number;
  /** Claimed when the first transfer starts or is looked for, and again after it was lost. */
  readonly journals: () => Promise<JournalFolder>;
};

export type RegisteredTransfer = {
  readonly transfer: Transfer;
  readonly journal: Journal;
  /** Held while it runs or waits; null before and after. */
  place: IPlace | null;
  run: Promise<void>;
  /** Over when nothing is changing its state any more; see `inTurn`. */
  turn: Promise<void>;
};

export class TransferRegistry {
  private readonly transfers = new Map<string, RegisteredTransfer>();
  private recovering: Promise<readonly RegisteredTransfer[]> | null = null;
  private folder: Promise<JournalFolder> | null = null;
  /** What another server took over, until it has stopped here. */
  private leaving: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: RegistryParts,
    /** Called when transfers were lost to another server, which continues them. */
    private readonly onChange: () => void,
    /** Called with each transfer that an earlier process left. */
    private readonly onFound: (transfer: Transfer) => void
  ) {}

  /** Oldest first. */
  get all(): Iterable<RegisteredTransfer> {
    return this.transfers.values();
  }

  /** What a newer version of this program left, after `recovered`; this version can’t do anything with it. */
  async newer(): Promise<readonly NewerJournal[]> {
    const folder = await this.folder?.catch(() => null);
    return folder?.newer() ?? [];
  }

  async openJournal(id: string): Promise<Journal> {
    return (await this.claimed()).openJournal(id);
  }

  add(registered: RegisteredTransfer): void {
    this.transfers.set(registered.transfer.id, registered);
  }

  async remove({ transfer, journal }: RegisteredTransfer): Promise<void> {
    this.transfers.delete(transfer.id);
    await journal.remove();
  }

  /** Throws notFound for what is not on the list. */
  async find(id: string): Promise<RegisteredTransfer> {
    await this.recovered();
    const registered = this.transfers.get(id);
    if (registered === undefined) {
      const newer = (await this.newer()).find(journal => journal.id === id);
      if (newer !== undefined) {
        throw refusal(newer);
      }
      throw new DriveError('notFound', 'This transfer is not on the list any more.');
    }
    return registered;
  }

  /**
   * Does what changes the state of a transfer, one after the other: each looks at the state, waits for the
   * journal, and then changes it.
   */
  inTurn<T>(registered: RegisteredTransfer, work: () => Promise<T>): Promise<T> {
    const before = registered.turn;
    const result = this.settled(before).then(work);
    registered.turn = Promise.allSettled([before, result]).then(() => undefined);
    return result;
  }

  /** Waits for what was begun before; throws a conflict where that hangs. */
  async settled(before: Promise<unknown>): Promise<void> {
    if (!(await isOverWithin(this.parts.cancelMs, before))) {
      throw new DriveError(
        'conflict',
        'This transfer is still being stopped: the disk of the workspace does not answer. Try again when it does.'
      );
    }
  }

  /** Keeps the latest of those that ended. */
  async prune(): Promise<void> {
    const ended = [...this.transfers.values()].filter(({ transfer }) => hasEnded(transfer.state));
    for (const registered of ended.slice(0, Math.max(0, ended.length - TRANSFERS_KEPT))) {
      const removed = this.inTurn(registered, async () => {
        if (hasEnded(registered.transfer.state)) {
          await this.remove(registered); // it may have been begun again meanwhile
        }
      });
      await removed.catch((error: unknown) =>
        this.parts.log.warn('it stays in the list', { error })
      );
    }
  }

  /** Reads the journals once; the transfers of this very server are returned, to go on by themselves. */
  recovered(): Promise<readonly RegisteredTransfer[]> {
    this.recovering ??= this.readJournals().catch((error: unknown) => {
      this.recovering = null;
      this.parts.log.warn('the transfers of before can’t be read', { error });
      return [];
    });
    return this.recovering;
  }

  private async readJournals(): Promise<readonly RegisteredTransfer[]> {
    const { workspace, clock, log } = this.parts;
    if (!workspace.isOnDisk) {
      return [];
    }
    const folder = await this.claimed();
    const ours: RegisteredTransfer[] = [];
    for (const found of await folder.find()) {
      // Where an earlier reading failed midway, some are known.
      const known = this.transfers.get(found.replayed.id);
      const registered = known ?? (await this.takeUp(found, folder));
      if (found.sameServer && !hasEnded(registered.transfer.state)) {
        if (mayContinueByItself(found.replayed, clock.now())) {
          ours.push(registered);
        } else {
          log.warn(
            'a transfer waits for a person to continue it: proxy after proxy ended with it',
            {
              transfer: registered.transfer.id
            }
          );
        }
      }
    }
    void folder.keepLooking(async found => {
      await this.takeUp(found, folder);
    });
    if (this.transfers.size > 0) {
      log.info('found transfers of before', {
        transfers: this.transfers.size,
        continuing: ours.length
      });
    }
    return ours;
  }

  private async takeUp(
    { replayed }: FoundJournal,
    folder: JournalFolder
  ): Promise<RegisteredTransfer> {
    const transfer = restoreTransfer(replayed);
    const journal = await folder.openJournal(transfer.id);
    const done = Promise.resolve();
    const registered = { transfer, journal, place: null, run: done, turn: done };
    this.add(registered);
    this.onFound(transfer);
    void this.lookWhatIsKept(transfer);
    return registered;
  }

  /** Beside the list, which must not wait for the disk of the workspace. */
  private async lookWhatIsKept(transfer: Transfer): Promise<void> {
    const { workspace, log } = this.parts;
    try {
      const kept = await bytesKept(transfer.id, transfer.copyFolders, workspace);
      transfer.foundKept(kept);
    } catch (error) {
      log.warn('what is kept of a transfer can’t be seen', { transfer: transfer.id, error });
    }
  }

  /** Stops everything and waits until nothing writes any more; a successor can continue. */
  async dispose(): Promise<void> {
    await suspend([...this.transfers.values()]);
    await this.leaving;
    const folder = await this.folder?.catch(() => null);
    await folder?.release();
  }

  private claimed(): Promise<JournalFolder> {
    this.folder ??= this.claim().catch((error: unknown) => {
      this.folder = null;
      throw error;
    });
    return this.folder;
  }

  private async claim(): Promise<JournalFolder> {
    const folder = await this.parts.journals();
    onAbort(folder.lost, () => {
      const gone = this.letGo();
      this.leaving = this.leaving.then(() => gone);
    });
    return folder;
  }

  /** Another server has the journals and goes on with them; we begin anew. */
  private async letGo(): Promise<void> {
    const gone = [...this.transfers.values()];
    this.transfers.clear();
    this.recovering = null;
    this.folder = null;
    await suspend(gone);
    this.onChange();
  }
}

async function suspend(all: readonly RegisteredTransfer[]): Promise<void> {
  all.forEach(({ transfer }) => transfer.stop(SUSPENDED));
  await Promise.all(all.map(({ run }) => run));
  await Promise.all(all.map(({ journal }) => journal.close()));
}
