/** All transfers: what runs, what asks, what may be cancelled. */
import {
  DriveError,
  hasEnded,
  TRANSFERS_KEPT,
  type Answer,
  type CopyRequest,
  type Transfer
} from '../../protocol';
import type { Browser } from '../browse/browser';
import type { IClock } from '../clock';
import type { Caller, IDrive } from '../drive/drive';
import type { Connection } from '../drive/governor';
import type { ILog } from '../log';
import { joinPath, type Workspace } from '../workspace/workspace';
import { copyFile } from './copyFile';
import type { CopyEntry } from './entry';
import { applyChoice, findConflict, planItem, type PlanParts } from './planCopy';
import { TransferRecord } from './record';

/** The account that a transfer belongs to; a change of credentials does not change it. */
export type TransferAccount = {
  readonly drive: IDrive;
  readonly browser: Browser;
  readonly connection: () => Connection;
};

export type TransfersParts = {
  readonly workspace: Workspace;
  readonly clock: IClock;
  readonly log: ILog;
  /** Files of one transfer under way at once; the governor limits the connections. */
  readonly filesAtOnce: number;
  /** Told how many transfers are busy, whenever that changes. */
  readonly onBusy: (busy: number) => void;
};

type Held = { readonly record: TransferRecord; readonly account: TransferAccount };

const TITLES = 3;

export class Transfers {
  private readonly held = new Map<string, Held>();
  private busy = 0;
  private running: Promise<unknown>[] = [];

  constructor(private readonly parts: TransfersParts) {}

  /** Newest first. */
  list(): readonly Transfer[] {
    return [...this.held.values()].reverse().map(held => this.reply(held));
  }

  startCopy(request: CopyRequest, account: TransferAccount): Transfer {
    const startedAt = new Date(this.parts.clock.now()).toISOString();
    const record = new TransferRecord(request, startedAt);
    const held = { record, account };
    this.held.set(record.id, held);
    this.prune();
    this.start(held);
    return this.reply(held);
  }

  answer(id: string, answer: Answer): Transfer {
    const held = this.find(id);
    const { record } = held;
    if (record.question?.kind !== answer.kind || record.settle === null) {
      throw new DriveError('conflict', 'This question was answered already. Refresh the list.');
    }
    record.settle(answer);
    return this.reply(held);
  }

  cancel(id: string): Transfer {
    const held = this.find(id);
    if (!hasEnded(held.record.state)) {
      held.record.abort.abort(new DOMException('Cancelled', 'AbortError'));
      this.end(held.record, 'cancelled');
    }
    return this.reply(held);
  }

  /** Tries again what failed; what arrived stays. */
  retry(id: string): Transfer {
    const held = this.find(id);
    const { record, account } = held;
    if (!hasEnded(record.state)) {
      throw new DriveError('conflict', 'This transfer is still under way.');
    }
    const again = new TransferRecord(record.request, record.startedAt);
    this.held.delete(id);
    const next = { record: again, account };
    this.held.set(again.id, next);
    this.start(next);
    return this.reply(next);
  }

  remove(id: string): readonly Transfer[] {
    if (!hasEnded(this.find(id).record.state)) {
      throw new DriveError('conflict', 'This transfer is still under way. Cancel it first.');
    }
    this.held.delete(id);
    return this.list();
  }

  /** Stops everything and waits until nothing writes any more. */
  async dispose(): Promise<void> {
    for (const { record } of this.held.values()) {
      record.abort.abort(new DOMException('Stopped', 'AbortError'));
    }
    await Promise.allSettled(this.running);
  }

  private start(held: Held): void {
    const work = this.run(held)
      .catch((error: unknown) => this.fail(held.record, error))
      .finally(() => {
        this.running = this.running.filter(other => other !== work);
        this.tellBusy();
      });
    this.running.push(work);
    this.tellBusy();
  }

  private async run({ record, account }: Held): Promise<void> {
    const { workspace } = this.parts;
    const caller: Caller = {
      priority: 'transfer',
      lane: record.id,
      signal: record.abort.signal
    };
    const plan: PlanParts = { ...account, workspace, caller };
    await workspace.assertFolder(record.request.destination);
    await this.plan(record, plan);
    await this.askAboutConflicts(record);
    caller.signal.throwIfAborted();
    record.state = 'running';
    this.tellBusy();
    await this.move(record, account, caller);
    this.end(record, record.failures.length > 0 ? 'failed' : 'done');
  }

  private async plan(record: TransferRecord, parts: PlanParts): Promise<void> {
    const taken = new Set<string>();
    const { items, destination } = record.request;
    record.titles = items.slice(0, TITLES).map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
    for (const [n, item] of items.entries()) {
      try {
        const entry = await planItem(item, n, destination, taken, parts);
        record.entries.push(entry);
        record.bytesTotal += entry.size ?? 0;
      } catch (error) {
        parts.caller.signal.throwIfAborted();
        const entry = placeholder(n, item.path, destination);
        record.entries.push(entry);
        this.note(record, entry, error);
      }
    }
    record.counting = false;
  }

  private async askAboutConflicts(record: TransferRecord): Promise<void> {
    const { workspace } = this.parts;
    const found = new Map<CopyEntry, string>();
    const conflicts = [];
    for (const entry of record.entries.filter(({ state }) => state === 'waiting')) {
      const conflict = await findConflict(entry, workspace);
      if (conflict === 'same') {
        entry.state = 'skipped';
        record.bytesDone += entry.size ?? 0;
      } else if (conflict !== null) {
        found.set(entry, conflict.path);
        conflicts.push(conflict);
      }
    }
    if (conflicts.length === 0) {
      return;
    }
    const preset = record.request.conflicts;
    const answer: Answer =
      preset === undefined
        ? await this.ask(record, { kind: 'conflicts', conflicts })
        : { kind: 'conflicts', choices: {}, others: preset };
    if (answer.kind === 'conflicts') {
      for (const [entry, path] of found) {
        await applyChoice(entry, answer.choices[path] ?? answer.others, workspace);
        record.bytesDone += entry.state === 'skipped' ? (entry.size ?? 0) : 0;
      }
    }
  }

  private ask(
    record: TransferRecord,
    question: NonNullable<TransferRecord['question']>
  ): Promise<Answer> {
    record.question = question;
    record.state = 'asking';
    this.tellBusy();
    const { signal } = record.abort;
    return new Promise<Answer>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      record.settle = resolve;
    }).finally(() => {
      record.question = null;
      record.settle = null;
    });
  }

  private async move(
    record: TransferRecord,
    account: TransferAccount,
    caller: Caller
  ): Promise<void> {
    const waiting = record.entries.filter(({ state }) => state === 'waiting').values();
    const worker = async (): Promise<void> => {
      for (const entry of waiting) {
        await this.moveOne(record, entry, account, caller);
      }
    };
    await Promise.all(Array.from({ length: this.parts.filesAtOnce }, worker));
  }

  private async moveOne(
    record: TransferRecord,
    entry: CopyEntry,
    { drive }: TransferAccount,
    caller: Caller
  ): Promise<void> {
    const { clock, workspace } = this.parts;
    caller.signal.throwIfAborted();
    const onBytes = (bytes: number): void => {
      record.bytesDone += bytes;
      record.speed.add(Math.max(0, bytes), clock.now());
    };
    try {
      await copyFile(entry, { drive, workspace, transferId: record.id, caller, onBytes });
      entry.state = 'done';
    } catch (error) {
      caller.signal.throwIfAborted();
      this.note(record, entry, error);
    }
  }

  private note(record: TransferRecord, entry: CopyEntry, error: unknown): void {
    entry.state = 'failed';
    const failure =
      error instanceof DriveError
        ? error
        : new DriveError('internal', 'Something went wrong in the Google Drive proxy.', {
            cause: error
          });
    const { code, message, details } = failure;
    record.failures.push({ n: entry.n, code, message, details });
    this.parts.log.warn(message, {
      transfer: record.id,
      path: joinPath(entry.folder, entry.name),
      error
    });
  }

  private fail(record: TransferRecord, error: unknown): void {
    record.counting = false;
    if (record.abort.signal.aborted) {
      this.end(record, 'cancelled');
      return;
    }
    const entry =
      record.entries[0] ?? placeholder(0, record.titles[0] ?? '', record.request.destination);
    record.entries = record.entries.length > 0 ? record.entries : [entry];
    this.note(record, entry, error);
    this.end(record, 'failed');
  }

  private end(record: TransferRecord, state: 'done' | 'failed' | 'cancelled'): void {
    record.state = state;
    record.endedAt ??= new Date(this.parts.clock.now()).toISOString();
    this.tellBusy();
  }

  private reply({ record, account }: Held): Transfer {
    return record.toReply(this.parts.clock.now(), account.connection());
  }

  private find(id: string): Held {
    const held = this.held.get(id);
    if (held === undefined) {
      throw new DriveError('notFound', 'This transfer is not on the list any more.');
    }
    return held;
  }

  private prune(): void {
    const ended = [...this.held].filter(([, { record }]) => hasEnded(record.state));
    for (const [id] of ended.slice(0, Math.max(0, ended.length - TRANSFERS_KEPT))) {
      this.held.delete(id);
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

function placeholder(n: number, path: string, folder: string): CopyEntry {
  const title = path.slice(path.lastIndexOf('/') + 1);
  return {
    n,
    id: '',
    resourceKey: null,
    title,
    mimeType: '',
    size: null,
    md5: null,
    headRevisionId: null,
    modified: null,
    folder,
    name: title,
    replace: false,
    state: 'failed',
    received: 0
  };
}
