/** Drive → workspace. */
import { choiceFor, type Decision, type CopyRequest } from '../../../protocol';
import { isSameTime } from '../../fsErrors';
import { isChangedMeanwhile } from '../../workspace/changedMeanwhile';
import { md5OfFile } from '../../workspace/digest';
import type { FileState } from '../../workspace/fileState';
import { sweepForgotten } from '../../workspace/leftovers';
import { joinPath, type Existing } from '../../workspace/workspace';
import { changeFor, findConflict, TakenNames } from './conflicts';
import { copyFile, type Copied } from './copyFile';
import { failItem } from '../failItem';
import { toFailure, type CopyItem, type TransferItem } from '../item';
import type { FoundConflict, IJob, JobParts } from '../job';
import { PlanLines } from '../journal/planLines';
import { assertAsDecided, md5Replaced } from './decided';
import { recoverCopies, sweepCopies } from './leftovers';
import { CopyPlan } from './planCopy';
import type { LedgerEntry } from '../../records/ledger';
import { isCopy } from './copyItems';

/** What a person is asked about: the name, and what stood under it then. */
type Asked = { readonly path: string; readonly found: FileState };

export class CopyJob implements IJob {
  private asked = new Map<CopyItem, Asked>();
  /** Whole, but something else stood under their names: what came of them waits for another answer. */
  private readonly kept = new Set<CopyItem>();
  private copyPlan: CopyPlan | null = null;

  constructor(
    private readonly request: CopyRequest,
    private readonly parts: JobParts
  ) {}

  async plan(): Promise<void> {
    const { workspace } = this.parts;
    await workspace.assertFolder(this.request.destination);
    await this.thePlan.count();
  }

  async prove(signal: AbortSignal): Promise<void> {
    const lines = new PlanLines(this.parts.transfer, this.parts.journal);
    await this.thePlan.prove(signal, folder => lines.proven(folder));
    await lines.conclude();
  }

  async findConflicts(): Promise<readonly FoundConflict[]> {
    const { transfer, workspace, caller } = this.parts;
    const conflicts: FoundConflict[] = [];
    this.asked = new Map();
    const there = new TakenNames(workspace);
    for (const item of transfer.undecided().filter(isCopy)) {
      caller.signal.throwIfAborted();
      try {
        const conflict = await this.look(item, there);
        if (conflict !== null) {
          conflicts.push(conflict);
        }
      } catch (error) {
        caller.signal.throwIfAborted();
        failItem(item, error, this.parts);
      }
    }
    return conflicts;
  }

  async decide(answer: Extract<Decision, { kind: 'conflicts' }>): Promise<void> {
    const { transfer, workspace, caller } = this.parts;
    for (const [item, { path, found }] of this.asked) {
      const chosen = choiceFor(answer, path);
      try {
        if (chosen === 'skip') {
          this.settle(item, 'skipped');
          continue;
        }
        transfer.change(item, await changeFor(item, chosen, found, workspace, this.namesIn(item)));
        this.note(item);
      } catch (error) {
        caller.signal.throwIfAborted();
        failItem(item, error, this.parts);
      }
    }
  }

  async prepare(): Promise<void> {
    const { transfer, workspace, caller } = this.parts;
    await workspace.assertFolder(this.request.destination);
    const refused: { readonly folder: string; readonly error: unknown }[] = [];
    for (const folder of transfer.folders) {
      try {
        await workspace.makeFolder(folder);
      } catch (error) {
        caller.signal.throwIfAborted();
        refused.push({ folder, error });
      }
    }
    const withFiles = new Set(transfer.items.filter(isCopy).map(({ folder }) => folder));
    for (const { folder, error } of refused.filter(({ folder: path }) => !withFiles.has(path))) {
      transfer.addFailure(toFailure(folder, null, error)); // elsewhere each of the files says so
    }
  }

  async move(item: TransferItem): Promise<void> {
    if (!isCopy(item)) {
      return;
    }
    const { transfer, account, workspace, caller, journal, onBytes } = this.parts;
    const { drive, ledger } = account;
    await assertAsDecided(item, this.parts);
    try {
      const copied = await copyFile(item, {
        drive,
        workspace,
        transferId: transfer.id,
        caller,
        onBytes: bytes => onBytes(item, bytes),
        onSource: ({ size, ...source }) => {
          transfer.resize(item, size);
          transfer.change(item, source);
        },
        onArrived: arrived => journal.commit({ t: 'arrived', n: item.n, ...arrived }),
        expectedMd5: md5Replaced(item, this.parts),
        resume: this.kept.has(item) || (transfer.resumes && item.md5 !== null)
      });
      this.kept.delete(item);
      ledger.note(this.entry(item, copied));
    } catch (error) {
      if (isChangedMeanwhile(error)) {
        this.kept.add(item);
      }
      throw error;
    }
  }

  async isInPlace(item: TransferItem): Promise<boolean> {
    if (!isCopy(item)) {
      return false;
    }
    const { workspace, caller } = this.parts;
    try {
      const existing = await workspace.existing(joinPath(item.folder, item.name));
      return existing?.kind === 'file' && (await this.isWhatArrived(item, existing));
    } catch {
      caller.signal.throwIfAborted();
      return item.state === 'done'; // it can't be read: what the journal saw counts
    }
  }

  recover(): Promise<void> {
    return recoverCopies(this.parts);
  }

  async sweep(): Promise<void> {
    const { transfer, workspace } = this.parts;
    await sweepCopies(this.parts);
    await sweepForgotten(transfer.copyFolders, workspace, Date.now());
  }

  /** Decides about one item, or says what must be asked. */
  private async look(item: CopyItem, there: TakenNames): Promise<FoundConflict | null> {
    const { transfer, workspace, account, caller } = this.parts;
    const isTaken = item.verdict === 'reopened' || (await there.include(item.folder, item.name));
    const { signal } = caller;
    const finding = isTaken
      ? await findConflict(item, { workspace, ledger: account.ledger, signal })
      : ({ kind: 'free' } as const);
    switch (finding.kind) {
      case 'free':
        this.decideFree(item);
        return null;
      case 'decided':
        transfer.markDecided(item);
        return null;
      case 'same':
        this.settle(item, 'skipped');
        return null;
      case 'outdated':
        transfer.change(item, { replace: true, expected: finding.expected, verdict: 'given' });
        this.note(item);
        return null;
      case 'conflict': {
        const { conflict, found } = finding;
        this.asked.set(item, { path: conflict.path, found });
        return { conflict, isReopened: item.verdict === 'reopened' };
      }
    }
  }

  private decideFree(item: CopyItem): void {
    const wasTaken = item.replace;
    this.parts.transfer.change(item, { replace: false, expected: null, verdict: 'given' });
    if (wasTaken) {
      this.note(item);
    }
  }

  private settle(item: CopyItem, state: 'skipped'): void {
    const { transfer } = this.parts;
    transfer.markDecided(item);
    transfer.setState(item, state);
    this.note(item);
  }

  /** What stands there, finished before the journal could say so; it is noted as copied, as it would have been. */
  private async isWhatArrived(item: CopyItem, existing: Existing): Promise<boolean> {
    const { workspace, caller } = this.parts;
    const absolute = workspace.resolve(joinPath(item.folder, item.name));
    const arrived = item.md5 === null ? item.arrived : { size: item.size, md5: item.md5 };
    const isTimely = isSameTime(existing.modifiedMs, Date.parse(item.modified ?? ''));
    if (arrived?.size !== existing.size) {
      // Edited since, or an export of an earlier version, which did not note what arrived.
      return item.state === 'done' || (item.exportAs !== null && arrived === null && isTimely);
    }
    if (item.state === 'done') {
      this.noteUnlessKnown(item, absolute, { ...arrived, size: existing.size }, existing);
      return true;
    }
    if ((await md5OfFile(absolute, caller.signal)) !== arrived.md5) {
      return false;
    }
    const { modifiedMs: mtimeMs, state, size } = existing;
    this.parts.account.ledger.note(this.entry(item, { size, md5: arrived.md5, mtimeMs, state }));
    return true;
  }

  /** The line about a file may be lost with the process that wrote the file. */
  private noteUnlessKnown(
    item: CopyItem,
    absolute: string,
    arrived: { readonly size: number; readonly md5: string },
    existing: Existing
  ): void {
    const { ledger } = this.parts.account;
    const isTimely = isSameTime(existing.modifiedMs, Date.parse(item.modified ?? ''));
    if (isTimely && ledger.find(absolute)?.id !== item.id) {
      // Without a state: the bytes are compared before they are taken for what was copied.
      const mtimeMs = existing.modifiedMs;
      ledger.note(this.entry(item, { ...arrived, mtimeMs, state: null }));
    }
  }

  private entry(
    item: CopyItem,
    copied: Omit<Copied, 'state'> & { readonly state: FileState | null }
  ): LedgerEntry {
    const path = this.parts.workspace.resolve(joinPath(item.folder, item.name));
    const { id, headRevisionId: revision, modified } = item;
    return { id, path, ...copied, revision, modified };
  }

  /** Made when it is first asked for: it begins with what the transfer has then. */
  private get thePlan(): CopyPlan {
    const { transfer, account } = this.parts;
    const parts = { ...this.parts, drive: account.drive };
    this.copyPlan ??= new CopyPlan(transfer, this.request, parts);
    return this.copyPlan;
  }

  /** Names that other items will have in the same folder. */
  private namesIn(item: CopyItem): string[] {
    return this.parts.transfer.items
      .filter(isCopy)
      .filter(other => other !== item && other.folder === item.folder)
      .map(({ name }) => name);
  }

  private note({ n, state, name, replace, id, expected }: CopyItem): void {
    this.parts.journal.append({
      ...{ t: 'choice', n, state, name, replace, id, revision: null, expected }
    });
  }
}
