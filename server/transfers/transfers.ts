/** All transfers: what runs, what asks, what may be cancelled, what an earlier process left. */
import {
  DriveError,
  hasEnded,
  type Decision,
  type CopyRequest,
  type Transfer as TransferReply,
  type UploadRequest
} from '../../protocol';
import { CopyJob } from './copy/copyJob';
import { TargetFolders } from './copy/identities';
import { sweepCopies } from './copy/leftovers';
import type { IJob, JobParts } from './job';
import type { Basis } from './place';
import type { Journal } from './journal/journal';
import { TransferRegistry, type RegisteredTransfer, type RegistryParts } from './registry';
import { Transfer, type Order } from './transfer';
import { CANCELLED } from './abortReasons';
import { replyForNewer } from './journal/newer';
import { toReply } from './reply';
import { isOverWithin } from '../untilAborted';
import { runTransfer } from './run';
import { assertOwner, hold, type Tenancy } from './tenancy';
import { UploadTargets } from './upload/targets';
import { UploadJob } from './upload/uploadJob';

type TransfersParts = RegistryParts & {
  /** Files of one transfer under way at once; the governor limits the connections. */
  readonly filesAtOnce: number;
  /** See JobParts. */
  readonly lookAgainMs: number;
  /** Called with the number of busy transfers whenever it changes. */
  readonly onBusy: (busy: number) => void;
};

export class Transfers {
  private readonly registry: TransferRegistry;
  private readonly targets: UploadTargets;
  private busy = 0;

  constructor(private readonly parts: TransfersParts) {
    this.targets = new UploadTargets(parts.clock);
    this.registry = new TransferRegistry(
      parts,
      () => this.tellBusy(),
      transfer => this.targets.found(transfer)
    );
  }

  /** Newest first. */
  async list(): Promise<readonly TransferReply[]> {
    await this.registry.recovered();
    const known = [...this.registry.all].reverse().map(registered => this.reply(registered));
    return [...known, ...(await this.registry.newer()).map(replyForNewer)];
  }

  startCopy(request: CopyRequest, basis: Basis): Promise<TransferReply> {
    return this.begin({ kind: 'copy', request }, basis);
  }

  startUpload(request: UploadRequest, basis: Basis): Promise<TransferReply> {
    return this.begin({ kind: 'upload', request }, basis);
  }

  async answer(id: string, answer: Decision): Promise<TransferReply> {
    const registered = await this.registry.find(id);
    const { transfer } = registered;
    if (!transfer.decide(answer)) {
      throw new DriveError('conflict', 'This question was answered already. Refresh the list.');
    }
    return this.reply(registered);
  }

  /** Resolves when nothing of it is under way any more, or its time is over: see `cancelMs`. */
  async cancel(id: string): Promise<TransferReply> {
    const registered = await this.registry.find(id);
    const { transfer } = registered;
    if (!hasEnded(transfer.state)) {
      const stopped = this.registry.inTurn(registered, () => this.stopOne(registered));
      if (await isOverWithin(this.parts.cancelMs, stopped)) {
        await stopped; // as well as it went
      } else if (!hasEnded(transfer.state)) {
        this.giveUp(transfer);
      }
    }
    return this.reply(registered);
  }

  /** Tries again what failed, or continues what was interrupted; what arrived stays. */
  async retry(id: string, basis: Basis): Promise<TransferReply> {
    const registered = await this.registry.find(id);
    await this.registry.inTurn(registered, () => this.beginAgain(registered, basis));
    return this.reply(registered);
  }

  async remove(id: string): Promise<readonly TransferReply[]> {
    const registered = await this.registry.find(id);
    await this.registry.inTurn(registered, async () => {
      if (!hasEnded(registered.transfer.state)) {
        throw new DriveError('conflict', 'This transfer is still under way. Cancel it first.');
      }
      await this.registry.remove(registered);
    });
    return this.list();
  }

  /** True if an earlier proxy of this very server left something to go on with. */
  async hasUnfinished(): Promise<boolean> {
    return (await this.registry.recovered()).length > 0;
  }

  /**
   * Takes up what an earlier process of this server left, with the account it belongs to; offers to
   * continue what another server left.
   */
  async recover(basis: Basis): Promise<void> {
    for (const registered of await this.registry.recovered()) {
      const { transfer } = registered;
      await this.registry.inTurn(registered, async () => {
        const isMine = transfer.owner.accountId === basis.place.account.owner.accountId;
        if (isMine && registered.place === null && transfer.life === 'interrupted') {
          await this.continueByItself(registered, basis);
        }
      });
    }
  }

  /** Stops everything and waits until nothing writes any more; a successor can continue. */
  dispose(): Promise<void> {
    return this.registry.dispose();
  }

  private async stopOne({ transfer, journal, run }: RegisteredTransfer): Promise<void> {
    if (transfer.life === 'interrupted') {
      const at = this.now();
      await journal.commit({ t: 'end', state: 'cancelled', at });
      transfer.end('cancelled', at);
      await this.sweep(transfer);
    } else if (!hasEnded(transfer.state)) {
      transfer.stop(CANCELLED);
      await run;
    }
  }

  /** What hangs, most likely at a disk that does not answer, ends when that does; the person is not held up. */
  private giveUp(transfer: Transfer): void {
    transfer.stop(CANCELLED);
    transfer.end('cancelled', this.now());
    this.parts.log.warn('a cancelled transfer still waits for the disk', { transfer: transfer.id });
    this.tellBusy();
  }

  private now(): string {
    return new Date(this.parts.clock.now()).toISOString();
  }

  private async beginAgain(registered: RegisteredTransfer, basis: Basis): Promise<void> {
    const { transfer, journal } = registered;
    const before = transfer.life;
    if (before === 'active') {
      throw new DriveError('conflict', 'This transfer is still under way.');
    }
    assertOwner(transfer, basis.place.account);
    await this.registry.settled(registered.run);
    const tenancy = hold(basis, transfer);
    try {
      await this.assertInside(transfer, basis);
      await journal.commit({ t: before === 'interrupted' ? 'continue' : 'retry' });
    } catch (error) {
      tenancy.release();
      throw error;
    }
    transfer.resume();
    if (before !== 'interrupted') {
      transfer.prepareRetry();
    }
    this.run(registered, tenancy);
  }

  private async begin(order: Order, basis: Basis): Promise<TransferReply> {
    const { workspace } = this.parts;
    workspace.assertOnDisk();
    const startedAt = this.now();
    const { owner } = basis.place.account;
    const transfer = new Transfer(order, owner, startedAt);
    const tenancy = hold(basis, transfer);
    let journal: Journal | null = null;
    try {
      await this.registry.recovered();
      journal = await this.registry.openJournal(transfer.id);
      const { id } = transfer;
      await journal.commit({ t: 'begin', id, order, owner, root: workspace.root, startedAt });
    } catch (error) {
      tenancy.release();
      await journal?.remove();
      throw error;
    }
    const registered: RegisteredTransfer = {
      ...{ transfer, journal, place: basis.place },
      run: Promise.resolve(),
      turn: Promise.resolve()
    };
    this.registry.add(registered);
    this.run(registered, tenancy);
    await this.registry.prune();
    return this.reply(registered);
  }

  private run(registered: RegisteredTransfer, tenancy: Tenancy): void {
    const { transfer, journal } = registered;
    const { place, preferences, release } = tenancy;
    const { account, browser } = place;
    registered.place = place;
    const { signal } = transfer;
    const caller = { priority: 'transfer', fairnessKey: transfer.id, signal } as const;
    const { workspace, clock, log, filesAtOnce, lookAgainMs } = this.parts;
    const onBytes: JobParts['onBytes'] = (item, bytes) => {
      transfer.received(item, bytes);
      transfer.speed.add(Math.max(0, bytes), clock.now());
    };
    const { targets } = this;
    const leaveTargets = targets.join();
    const job = createJob({
      ...{ transfer, account, browser, preferences, workspace, journal, log, caller, onBytes },
      ...{ clock, lookAgainMs, targets }
    });
    const onChange = (): void => this.tellBusy();
    const assertInside = (): Promise<void> => this.assertInside(transfer, tenancy);
    const run = runTransfer({
      ...{ transfer, job, journal, workspace, preferences, clock, log, filesAtOnce, onChange },
      assertInside
    })
      .catch((error: unknown) => log.error('a fault of ours ended a transfer', { error }))
      .finally(() => {
        release();
        leaveTargets();
        registered.place = registered.run === run ? null : registered.place;
      });
    registered.run = run;
    this.tellBusy();
  }

  /** The attempt is noted first: a transfer that ends each proxy must not do so for ever. */
  private async continueByItself(registered: RegisteredTransfer, basis: Basis): Promise<void> {
    const { transfer, journal } = registered;
    const { log, clock } = this.parts;
    let tenancy: Tenancy | null = null;
    try {
      tenancy = hold(basis, transfer);
      await this.assertInside(transfer, basis);
      await journal.commit({ t: 'attempt', at: clock.now() });
    } catch (error) {
      tenancy?.release();
      log.warn('a transfer can’t be continued', { transfer: transfer.id, error });
      return;
    }
    transfer.resume();
    this.run(registered, tenancy);
  }

  /** A root folder may have been set since it was begun, or what was chosen moved: nothing goes on outside of it. */
  private assertInside({ order, signal }: Transfer, { place }: Basis): Promise<void> {
    const { request } = order;
    const ids = 'items' in request ? request.items.map(({ id }) => id) : [request.folder.id];
    return place.browser.assertInside(ids, { priority: 'transfer', signal });
  }

  private async sweep(transfer: Transfer): Promise<void> {
    const folders = new TargetFolders();
    await sweepCopies({ ...this.parts, transfer, folders, account: null });
  }

  private reply({ transfer, place }: RegisteredTransfer): TransferReply {
    return toReply(transfer, this.parts.clock.now(), place?.account.connection ?? 'online');
  }

  private tellBusy(): void {
    const busy = [...this.registry.all].filter(({ transfer }) => transfer.isBusy).length;
    if (busy !== this.busy) {
      this.busy = busy;
      this.parts.onBusy(busy);
    }
  }
}

function createJob(parts: JobParts): IJob {
  const { order } = parts.transfer;
  return order.kind === 'copy'
    ? new CopyJob(order.request, parts)
    : new UploadJob(order.request, parts);
}
