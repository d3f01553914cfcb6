/** All transfers: what runs, what asks, what may be cancelled, what an earlier process left. */
import {
  DriveError,
  hasEnded,
  TRANSFERS_KEPT,
  type Answer,
  type CopyRequest,
  type Transfer,
  type UploadRequest
} from '../../protocol';
import type { IClock } from '../clock';
import type { ILog } from '../log';
import type { Workspace } from '../workspace/workspace';
import { CopyJob, sweepTemporaries } from './copyJob';
import type { IJob, JobParts, TransferAccount } from './job';
import type { Journal } from './journal';
import type { FoundJournal, JournalFolder } from './journalFolder';
import { TransferRecord, type Order } from './record';
import { CANCELLED, SUSPENDED } from './abortReasons';
import { runTransfer, type Stage } from './transferRun';
import { UploadJob } from './uploadJob';

export type TransfersParts = {
  readonly workspace: Workspace;
  readonly clock: IClock;
  readonly log: ILog;
  /** Opened when the first transfer starts, or is looked for. */
  readonly journals: () => Promise<JournalFolder>;
  /** Files of one transfer under way at once; the governor limits the connections. */
  readonly filesAtOnce: number;
  /** Told how many transfers are busy, whenever that changes. */
  readonly onBusy: (busy: number) => void;
};

type Held = {
  readonly record: TransferRecord;
  readonly journal: Journal;
  account: TransferAccount | null;
  run: Promise<void>;
};

export class Transfers {
  private readonly held = new Map<string, Held>();
  private busy = 0;
  private recovering: Promise<readonly Held[]> | null = null;

  constructor(private readonly parts: TransfersParts) {}

  /** Newest first. */
  async list(): Promise<readonly Transfer[]> {
    await this.recovered();
    return [...this.held.values()].reverse().map(held => this.reply(held));
  }

  startCopy(request: CopyRequest, account: TransferAccount): Promise<Transfer> {
    return this.begin({ kind: 'copy', request }, account);
  }

  startUpload(request: UploadRequest, account: TransferAccount): Promise<Transfer> {
    return this.begin({ kind: 'upload', request }, account);
  }

  async answer(id: string, answer: Answer): Promise<Transfer> {
    const held = await this.find(id);
    const { record } = held;
    if (record.question?.kind !== answer.kind || record.settle === null) {
      throw new DriveError('conflict', 'This question was answered already. Refresh the list.');
    }
    record.settle(answer);
    return this.reply(held);
  }

  /** Resolves when nothing of it is under way any more. */
  async cancel(id: string): Promise<Transfer> {
    const held = await this.find(id);
    const { record } = held;
    if (record.state === 'interrupted' && held.account === null) {
      const at = new Date(this.parts.clock.now()).toISOString();
      await held.journal.commit({ t: 'end', state: 'cancelled', at });
      record.endedAt = at;
      record.state = 'cancelled';
      await this.sweep(record);
    } else if (!hasEnded(record.state)) {
      record.abort.abort(CANCELLED);
      await held.run;
    }
    return this.reply(held);
  }

  /** Tries again what failed, or continues what was interrupted; what arrived stays. */
  async retry(id: string, account: TransferAccount): Promise<Transfer> {
    const held = await this.find(id);
    const { record } = held;
    if (!hasEnded(record.state) && record.state !== 'interrupted') {
      throw new DriveError('conflict', 'This transfer is still under way.');
    }
    assertOwner(record, account);
    let { stage } = record;
    if (record.state !== 'interrupted') {
      stage = record.entries.length > 0 ? 'running' : 'planning';
      record.prepareRetry();
      await held.journal.commit({ t: 'retry' });
    }
    this.run(held, account, stage);
    return this.reply(held);
  }

  async remove(id: string): Promise<readonly Transfer[]> {
    const held = await this.find(id);
    if (!hasEnded(held.record.state)) {
      throw new DriveError('conflict', 'This transfer is still under way. Cancel it first.');
    }
    this.held.delete(id);
    await held.journal.remove();
    return this.list();
  }

  /** True if an earlier proxy of this very server left something to go on with. */
  async hasUnfinished(): Promise<boolean> {
    return (await this.recovered()).length > 0;
  }

  /**
   * Takes up what an earlier process of this server left, with the account it belongs to; offers to
   * continue what another server left.
   */
  async recover(account: TransferAccount): Promise<void> {
    for (const held of await this.recovered()) {
      const mine = held.record.owner.accountId === account.owner.accountId;
      if (mine && held.account === null && held.record.state === 'interrupted') {
        this.run(held, account, held.record.stage);
      }
    }
  }

  /** Stops everything and waits until nothing writes any more; a successor can continue. */
  async dispose(): Promise<void> {
    for (const { record } of this.held.values()) {
      record.abort.abort(SUSPENDED);
    }
    await Promise.all([...this.held.values()].map(({ run }) => run));
    await Promise.all([...this.held.values()].map(({ journal }) => journal.close()));
    if (this.recovering !== null || this.held.size > 0) {
      const folder = await this.parts.journals().catch(() => null);
      await folder?.release();
    }
  }

  private async begin(order: Order, account: TransferAccount): Promise<Transfer> {
    this.parts.workspace.assertOnDisk();
    await this.recovered();
    const startedAt = new Date(this.parts.clock.now()).toISOString();
    const record = new TransferRecord(order, account.owner, startedAt);
    const journal = await (await this.parts.journals()).openJournal(record.id);
    const { id, owner } = record;
    const { root } = this.parts.workspace;
    await journal.commit({ t: 'begin', id, order, owner, root, startedAt });
    const held: Held = { record, journal, account, run: Promise.resolve() };
    this.held.set(id, held);
    this.run(held, account, 'planning');
    await this.prune();
    return this.reply(held);
  }

  private run(held: Held, account: TransferAccount, stage: Stage): void {
    const { record, journal } = held;
    held.account = account;
    record.state = 'planning';
    const { signal } = record.abort;
    const caller = { priority: 'transfer', lane: record.id, signal } as const;
    const { workspace, clock, log, filesAtOnce } = this.parts;
    const onBytes: JobParts['onBytes'] = (entry, bytes) => {
      record.received(entry, bytes);
      record.speed.add(Math.max(0, bytes), clock.now());
    };
    const job = createJob({ record, account, workspace, journal, caller, onBytes });
    const { settings } = account;
    const onChange = (): void => this.tellBusy();
    held.run = runTransfer(stage, {
      ...{ record, job, journal, workspace, settings, clock, log, filesAtOnce, onChange }
    });
    this.tellBusy();
  }

  /** Reads the journals once; the transfers of this very server are returned, to go on by themselves. */
  private recovered(): Promise<readonly Held[]> {
    this.recovering ??= this.readJournals().catch((error: unknown) => {
      this.recovering = null;
      this.parts.log.warn('the transfers of before can’t be read', { error });
      return [];
    });
    return this.recovering;
  }

  private async readJournals(): Promise<readonly Held[]> {
    const { workspace, journals, log } = this.parts;
    if (!workspace.isOnDisk) {
      return [];
    }
    const folder = await journals();
    const ours: Held[] = [];
    for (const found of await folder.find()) {
      const held = await this.takeUp(found, folder);
      if (found.sameServer && !hasEnded(held.record.state)) {
        ours.push(held);
      }
    }
    if (this.held.size > 0) {
      log.info('found transfers of before', { transfers: this.held.size, continuing: ours.length });
    }
    return ours;
  }

  private async takeUp({ replayed }: FoundJournal, folder: JournalFolder): Promise<Held> {
    const { id, order, owner, startedAt, stage } = replayed;
    const record = new TransferRecord(order, owner, startedAt, id);
    replayed.entries.forEach(entry => record.restore(entry));
    record.folders = replayed.folders;
    record.driveFolders = replayed.driveFolders;
    record.failures = replayed.failures;
    record.unprovenFolders = replayed.unprovenFolders;
    record.endedAt = replayed.endedAt;
    record.counting = false;
    record.resumes = true;
    const ended = stage === 'done' || stage === 'failed' || stage === 'cancelled';
    record.state = ended ? stage : 'interrupted';
    record.stage = ended ? 'running' : stage;
    const held = {
      record,
      journal: await folder.openJournal(id),
      account: null,
      run: Promise.resolve()
    };
    this.held.set(id, held);
    return held;
  }

  private async sweep(record: TransferRecord): Promise<void> {
    const { workspace, log } = this.parts;
    await sweepTemporaries(record, workspace).catch((error: unknown) =>
      log.warn('temporary files stay', { error })
    );
  }

  private reply({ record, account }: Held): Transfer {
    return record.toReply(this.parts.clock.now(), account?.connection() ?? 'online');
  }

  private async find(id: string): Promise<Held> {
    await this.recovered();
    const held = this.held.get(id);
    if (held === undefined) {
      throw new DriveError('notFound', 'This transfer is not on the list any more.');
    }
    return held;
  }

  private async prune(): Promise<void> {
    const ended = [...this.held].filter(([, { record }]) => hasEnded(record.state));
    for (const [id, { journal }] of ended.slice(0, Math.max(0, ended.length - TRANSFERS_KEPT))) {
      this.held.delete(id);
      await journal.remove();
    }
  }

  private tellBusy(): void {
    const busy = [...this.held.values()].filter(({ record }) => record.isBusy).length;
    if (busy !== this.busy) {
      this.busy = busy;
      this.parts.onBusy(busy);
    }
  }
}

function createJob(parts: JobParts): IJob {
  const { order } = parts.record;
  return order.kind === 'copy'
    ? new CopyJob(order.request, parts)
    : new UploadJob(order.request, parts);
}

function assertOwner(record: TransferRecord, account: TransferAccount): void {
  if (record.owner.accountId !== account.owner.accountId) {
    throw new DriveError(
      'conflict',
      `This transfer belongs to ${record.owner.email}. Choose the credentials of that account, then try again.`,
      { details: { email: record.owner.email } }
    );
  }
}
