/** All transfers: what runs, what asks, what may be cancelled, what an earlier process left. */
import {
  DriveError,
  hasEnded,
  type Decision,
  type CopyRequest,
  type Transfer,
  type UploadRequest
} from '../../protocol';
import { CopyJob, sweepTemporaries } from './copy/copyJob';
import type { IJob, JobParts, TransferAccount } from './job';
import { HeldTransfers, type Held, type HeldParts } from './registry';
import { TransferRecord, type Order } from './transfer';
import { CANCELLED } from './abortReasons';
import { runTransfer, type Stage } from './run';
import { UploadJob } from './upload/uploadJob';

export type TransfersParts = HeldParts & {
  /** Files of one transfer under way at once; the governor limits the connections. */
  readonly filesAtOnce: number;
  /** Told how many transfers are busy, whenever that changes. */
  readonly onBusy: (busy: number) => void;
};

export class Transfers {
  private readonly held: HeldTransfers;
  private busy = 0;

  constructor(private readonly parts: TransfersParts) {
    this.held = new HeldTransfers(parts, () => this.tellBusy());
  }

  /** Newest first. */
  async list(): Promise<readonly Transfer[]> {
    await this.held.recovered();
    return [...this.held.all].reverse().map(held => this.reply(held));
  }

  startCopy(request: CopyRequest, account: TransferAccount): Promise<Transfer> {
    return this.begin({ kind: 'copy', request }, account);
  }

  startUpload(request: UploadRequest, account: TransferAccount): Promise<Transfer> {
    return this.begin({ kind: 'upload', request }, account);
  }

  async answer(id: string, answer: Decision): Promise<Transfer> {
    const held = await this.held.find(id);
    const { record } = held;
    if (record.question?.kind !== answer.kind || record.settle === null) {
      throw new DriveError('conflict', 'This question was answered already. Refresh the list.');
    }
    record.settle(answer);
    return this.reply(held);
  }

  /** Resolves when nothing of it is under way any more. */
  async cancel(id: string): Promise<Transfer> {
    const held = await this.held.find(id);
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
    const held = await this.held.find(id);
    const { record } = held;
    if (!hasEnded(record.state) && record.state !== 'interrupted') {
      throw new DriveError('conflict', 'This transfer is still under way.');
    }
    assertOwner(record, account);
    const before = record.state;
    let { stage } = record;
    if (before !== 'interrupted') {
      stage = record.entries.length > 0 ? 'running' : 'planning';
      record.prepareRetry();
    }
    record.state = 'planning'; // who presses twice finds it under way
    try {
      await held.journal.commit({ t: before === 'interrupted' ? 'continue' : 'retry' });
    } catch (error) {
      record.state = before;
      throw error;
    }
    this.run(held, account, stage);
    return this.reply(held);
  }

  async remove(id: string): Promise<readonly Transfer[]> {
    const held = await this.held.find(id);
    if (!hasEnded(held.record.state)) {
      throw new DriveError('conflict', 'This transfer is still under way. Cancel it first.');
    }
    await this.held.remove(held);
    return this.list();
  }

  /** True if an earlier proxy of this very server left something to go on with. */
  async hasUnfinished(): Promise<boolean> {
    return (await this.held.recovered()).length > 0;
  }

  /**
   * Takes up what an earlier process of this server left, with the account it belongs to; offers to
   * continue what another server left.
   */
  async recover(account: TransferAccount): Promise<void> {
    for (const held of await this.held.recovered()) {
      const mine = held.record.owner.accountId === account.owner.accountId;
      if (mine && held.account === null && held.record.state === 'interrupted') {
        await this.continueByItself(held, account);
      }
    }
  }

  /** Stops everything and waits until nothing writes any more; a successor can continue. */
  dispose(): Promise<void> {
    return this.held.dispose();
  }

  private async begin(order: Order, account: TransferAccount): Promise<Transfer> {
    this.parts.workspace.assertOnDisk();
    await this.held.recovered();
    const startedAt = new Date(this.parts.clock.now()).toISOString();
    const record = new TransferRecord(order, account.owner, startedAt);
    const journal = await this.held.openJournal(record.id);
    const { id, owner } = record;
    const { root } = this.parts.workspace;
    await journal.commit({ t: 'begin', id, order, owner, root, startedAt });
    const held: Held = { record, journal, account, run: Promise.resolve() };
    this.held.add(held);
    this.run(held, account, 'planning');
    await this.held.prune();
    return this.reply(held);
  }

  private run(held: Held, account: TransferAccount, stage: Stage): void {
    const { record, journal } = held;
    held.account = account;
    record.state = 'planning';
    const { signal } = record.abort;
    const caller = { priority: 'transfer', fairnessKey: record.id, signal } as const;
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

  /** The attempt is noted first: a transfer that ends each proxy must not do so for ever. */
  private async continueByItself(held: Held, account: TransferAccount): Promise<void> {
    const { record, journal } = held;
    held.account = account;
    record.state = 'planning';
    try {
      await journal.commit({ t: 'attempt', at: this.parts.clock.now() });
    } catch (error) {
      held.account = null;
      record.state = 'interrupted';
      this.parts.log.warn('a transfer can’t be continued', { transfer: record.id, error });
      return;
    }
    this.run(held, account, record.stage);
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

  private tellBusy(): void {
    const busy = [...this.held.all].filter(({ record }) => record.isBusy).length;
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
