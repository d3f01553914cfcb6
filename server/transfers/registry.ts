/** The transfers that this proxy has, each with its journal: begun here, or left by an earlier process. */
import { DriveError, hasEnded, TRANSFERS_KEPT } from '../../protocol';
import type { IClock } from '../clock';
import type { ILog } from '../log';
import type { Workspace } from '../workspace/workspace';
import { SUSPENDED } from './abortReasons';
import type { TransferAccount } from './job';
import type { Journal } from './journal/journal';
import type { FoundJournal, JournalFolder } from './journal/folder';
import type { TransferRecord } from './transfer';
import { mayContinueByItself, restoreRecord } from './journal/restore';

export type HeldParts = {
  readonly workspace: Workspace;
  readonly clock: IClock;
  readonly log: ILog;
  /** Claimed when the first transfer starts or is looked for, and again after it was lost. */
  readonly journals: () => Promise<JournalFolder>;
};

export type Held = {
  readonly record: TransferRecord;
  readonly journal: Journal;
  account: TransferAccount | null;
  run: Promise<void>;
};

export class HeldTransfers {
  private readonly held = new Map<string, Held>();
  private recovering: Promise<readonly Held[]> | null = null;
  private folder: Promise<JournalFolder> | null = null;
  /** What another server took over, until it has stopped here. */
  private leaving: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: HeldParts,
    /** Told when transfers went that somebody else continues. */
    private readonly onChange: () => void
  ) {}

  /** Oldest first. */
  get all(): Iterable<Held> {
    return this.held.values();
  }

  async openJournal(id: string): Promise<Journal> {
    return (await this.claimed()).openJournal(id);
  }

  add(held: Held): void {
    this.held.set(held.record.id, held);
  }

  async remove({ record, journal }: Held): Promise<void> {
    this.held.delete(record.id);
    await journal.remove();
  }

  /** Throws notFound for what is not on the list. */
  async find(id: string): Promise<Held> {
    await this.recovered();
    const held = this.held.get(id);
    if (held === undefined) {
      throw new DriveError('notFound', 'This transfer is not on the list any more.');
    }
    return held;
  }

  /** Keeps the latest of those that ended. */
  async prune(): Promise<void> {
    const ended = [...this.held.values()].filter(({ record }) => hasEnded(record.state));
    for (const held of ended.slice(0, Math.max(0, ended.length - TRANSFERS_KEPT))) {
      await this.remove(held);
    }
  }

  /** Reads the journals once; the transfers of this very server are returned, to go on by themselves. */
  recovered(): Promise<readonly Held[]> {
    this.recovering ??= this.readJournals().catch((error: unknown) => {
      this.recovering = null;
      this.parts.log.warn('the transfers of before can’t be read', { error });
      return [];
    });
    return this.recovering;
  }

  private async readJournals(): Promise<readonly Held[]> {
    const { workspace, clock, log } = this.parts;
    if (!workspace.isOnDisk) {
      return [];
    }
    const folder = await this.claimed();
    const ours: Held[] = [];
    for (const found of await folder.find()) {
      const held = await this.takeUp(found, folder);
      if (found.sameServer && !hasEnded(held.record.state)) {
        if (mayContinueByItself(found.replayed, clock.now())) {
          ours.push(held);
        } else {
          log.warn('a transfer waits for somebody: proxy after proxy ended with it', {
            transfer: held.record.id
          });
        }
      }
    }
    void folder.keepLooking(async found => {
      await this.takeUp(found, folder);
    });
    if (this.held.size > 0) {
      log.info('found transfers of before', { transfers: this.held.size, continuing: ours.length });
    }
    return ours;
  }

  private async takeUp({ replayed }: FoundJournal, folder: JournalFolder): Promise<Held> {
    const record = restoreRecord(replayed);
    const journal = await folder.openJournal(record.id);
    const held = { record, journal, account: null, run: Promise.resolve() };
    this.add(held);
    return held;
  }

  /** Stops everything and waits until nothing writes any more; a successor can continue. */
  async dispose(): Promise<void> {
    await suspend([...this.held.values()]);
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
    folder.lost.addEventListener('abort', () => {
      const gone = this.letGo();
      this.leaving = this.leaving.then(() => gone);
    });
    return folder;
  }

  /** Another server has the journals and goes on with them; we begin anew. */
  private async letGo(): Promise<void> {
    const gone = [...this.held.values()];
    this.held.clear();
    this.recovering = null;
    this.folder = null;
    await suspend(gone);
    this.onChange();
  }
}

async function suspend(all: readonly Held[]): Promise<void> {
  all.forEach(({ record }) => record.abort.abort(SUSPENDED));
  await Promise.all(all.map(({ run }) => run));
  await Promise.all(all.map(({ journal }) => journal.close()));
}
