/** Drive → workspace. */
import { choiceFor, distinguish, type Decision, type CopyRequest } from '../../../protocol';
import { isChangedMeanwhile } from '../../workspace/changedMeanwhile';
import { isLater, type FileState } from '../../workspace/fileState';
import { joinPath } from '../../workspace/workspace';
import { changeFor, findConflict, TakenNames } from './conflicts';
import { isWhatArrived, toEntry } from './arrived';
import { copyFile } from './copyFile';
import { failItem, noteFailure } from '../failItem';
import { toUnseen, type CopyChange, type CopyItem, type TransferItem } from '../item';
import type { FoundConflict, IJob, JobParts } from '../job';
import { NamesBeside } from '../namesBeside';
import { PlanLines } from '../journal/planLines';
import { noteVersion } from '../noteSource';
import { assertAsDecided, md5Replaced } from './decided';
import { recoverCopies, sweepCopies } from './leftovers';
import { CopyPlan } from './planCopy';
import { OwnFiles, TargetFolders } from './identities';
import { isCopy } from './copyItems';

/** What a person is asked about: the name, and what stood under it then. */
type Asked = { readonly path: string; readonly found: FileState };

export class CopyJob implements IJob {
  private asked = new Map<CopyItem, Asked>();
  /** Whole, but something else stood under their names: what came of them waits for another answer. */
  private readonly kept = new Set<CopyItem>();
  private readonly own = new OwnFiles();
  /** Workspace folders that could not be made, with the reason. */
  private refused: ReadonlyMap<string, unknown> = new Map();
  private readonly folders = new TargetFolders();
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
    await lines.until(this.thePlan.prove(signal, folder => lines.proven(folder)));
  }

  async findConflicts(): Promise<readonly FoundConflict[]> {
    const { transfer, workspace, caller } = this.parts;
    const conflicts: FoundConflict[] = [];
    this.asked = new Map();
    const there = new TakenNames(workspace);
    const beside = this.namesBeside();
    for (const item of transfer.undecided().filter(isCopy)) {
      caller.signal.throwIfAborted();
      try {
        const conflict = await this.look(item, there, beside);
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
    const beside = this.namesBeside();
    for (const [item, { path, found }] of this.asked) {
      const chosen = choiceFor(answer, path);
      try {
        if (chosen === 'skip') {
          transfer.markDecided(item);
          transfer.setState(item, 'skipped');
          this.note(item);
          continue;
        }
        this.change(item, await changeFor(item, chosen, found, workspace, beside), beside);
      } catch (error) {
        caller.signal.throwIfAborted();
        failItem(item, error, this.parts);
      }
    }
  }

  async prepare(): Promise<void> {
    const { transfer, workspace, caller } = this.parts;
    await workspace.assertFolder(this.request.destination);
    const refused = new Map<string, unknown>();
    for (const folder of transfer.folders) {
      try {
        await workspace.makeFolder(folder);
      } catch (error) {
        caller.signal.throwIfAborted();
        refused.set(folder, error);
      }
    }
    const withFiles = transfer.copyFolders;
    for (const [folder, error] of refused) {
      if (!transfer.tellsOf(folder) && !withFiles.has(folder)) {
        noteFailure(toUnseen(folder, error), this.parts); // elsewhere each of the files says so
      }
    }
    this.refused = refused;
    await this.folders.look(withFiles, workspace);
  }

  async move(item: TransferItem, anyway: boolean): Promise<void> {
    if (!isCopy(item)) {
      return;
    }
    const { transfer, account, workspace, caller, journal, onBytes } = this.parts;
    const { drive, ledger } = account;
    if (this.refused.has(item.folder)) {
      throw this.refused.get(item.folder);
    }
    await assertAsDecided(item, this.parts);
    await workspace.assertNameFits(item.folder, item.name); // before anything is fetched
    try {
      const copied = await copyFile(item, {
        drive,
        workspace,
        identity: this.folders.of(item.folder),
        transferId: transfer.id,
        caller,
        anyway,
        onBytes: bytes => onBytes(item, bytes),
        onSource: ({ size, ...version }) => noteVersion(item, size, version, this.parts),
        onArrived: arrived => journal.commit({ t: 'arrived', n: item.n, ...arrived }),
        expectedMd5: md5Replaced(item, this.parts),
        resume: this.kept.has(item) || (transfer.resumes && item.md5 !== null)
      });
      this.kept.delete(item);
      this.own.note(copied.state, item);
      ledger.note(toEntry(item, copied, workspace));
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
      const isThere =
        existing?.kind === 'file' && (await isWhatArrived(item, existing, this.parts));
      if (isThere) {
        this.own.note(existing.state, item);
      }
      return isThere;
    } catch {
      caller.signal.throwIfAborted();
      return item.state === 'done'; // it can't be read: what the journal saw counts
    }
  }

  recover(): Promise<void> {
    return this.parts.transfer.resumes ? recoverCopies(this.parts) : Promise.resolve();
  }

  sweep(): Promise<void> {
    return sweepCopies({ ...this.parts, folders: this.folders });
  }

  /** Decides about one item, or says what must be asked. */
  private async look(
    item: CopyItem,
    there: TakenNames,
    beside: NamesBeside<CopyItem>
  ): Promise<FoundConflict | null> {
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
        transfer.markDecided(item);
        transfer.skipUnchanged(item);
        this.note(item);
        return null;
      case 'outdated':
        transfer.change(item, { replace: true, expected: finding.expected, verdict: 'given' });
        this.note(item);
        return null;
      case 'conflict': {
        const { conflict, found } = finding;
        if (this.own.isOf(found, item)) {
          await this.distinguish(item, beside);
          return null;
        }
        this.asked.set(item, { path: conflict.path, found });
        const isUnforeseen = item.verdict === 'reopened' || isLater(found, transfer.startedAt);
        return { conflict, isUnforeseen };
      }
    }
  }

  /** The disk takes its name for that of another file of this very transfer: both are kept, without a question. */
  private async distinguish(item: CopyItem, beside: NamesBeside<CopyItem>): Promise<void> {
    const name = distinguish(item.name, item.id, await beside.of(item));
    this.change(item, { name, replace: false, expected: null, verdict: 'given' }, beside);
  }

  private change(item: CopyItem, change: CopyChange, beside: NamesBeside<CopyItem>): void {
    const before = item.name;
    this.parts.transfer.change(item, change);
    beside.renamed(item, before);
    this.note(item);
  }

  private decideFree(item: CopyItem): void {
    const wasTaken = item.replace;
    this.parts.transfer.change(item, { replace: false, expected: null, verdict: 'given' });
    if (wasTaken) {
      this.note(item);
    }
  }

  /** Made when it is first asked for: it begins with what the transfer has then. */
  private get thePlan(): CopyPlan {
    const { transfer, account } = this.parts;
    const parts = { ...this.parts, drive: account.drive };
    this.copyPlan ??= new CopyPlan(transfer, this.request, parts);
    return this.copyPlan;
  }

  private namesBeside(): NamesBeside<CopyItem> {
    const { transfer, workspace } = this.parts;
    return new NamesBeside({
      itemsFrom: n => transfer.items.slice(n).filter(isCopy), // a copy has no others
      folderOf: ({ folder }) => folder,
      there: ({ folder }) => workspace.names(folder)
    });
  }

  private note(item: CopyItem): void {
    const { n, state, name, replace, id, expected } = item;
    const unchanged = this.parts.transfer.unchanged.has(item);
    this.parts.journal.append({
      ...{ t: 'choice', n, state, name, replace, id, revision: null, expected, unchanged }
    });
  }
}
