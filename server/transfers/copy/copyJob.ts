/** Drive → workspace. */
import type { Decision, Conflict, CopyRequest } from '../../../protocol';
import { md5OfFile } from '../../workspace/digest';
import { temporaryName } from '../../workspace/writing/temporaryFile';
import { joinPath, type Workspace } from '../../workspace/workspace';
import { applyCopyChoice, findConflict, TakenNames } from './conflicts';
import { copyFile } from './copyFile';
import type { CopyEntry, Entry } from '../item';
import type { IJob, JobParts } from '../job';
import { planCopy } from './planCopy';
import { toFailure, type Transfer } from '../transfer';

const SAME_TIME_MS = 2;

export class CopyJob implements IJob {
  private conflicts = new Map<CopyEntry, string>();

  constructor(
    private readonly request: CopyRequest,
    private readonly parts: JobParts
  ) {}

  async plan(): Promise<void> {
    const { transfer, account, workspace, caller } = this.parts;
    await workspace.assertFolder(this.request.destination);
    await planCopy(transfer, this.request, { ...account, workspace, caller });
  }

  async findConflicts(): Promise<readonly Conflict[]> {
    const { transfer, workspace, account, caller } = this.parts;
    const conflicts: Conflict[] = [];
    this.conflicts = new Map();
    const there = new TakenNames(workspace);
    for (const entry of transfer.waiting().filter(isCopy)) {
      caller.signal.throwIfAborted();
      if (!(await there.include(entry.folder, entry.name))) {
        continue;
      }
      const finding = await findConflict(entry, workspace, account.ledger);
      if (finding.kind === 'same') {
        transfer.setState(entry, 'skipped');
        this.note(entry);
      } else if (finding.kind === 'outdated') {
        entry.replace = true;
        this.note(entry);
      } else if (finding.kind === 'conflict') {
        conflicts.push(finding.conflict);
        this.conflicts.set(entry, finding.conflict.path);
      }
    }
    return conflicts;
  }

  async decide(answer: Extract<Decision, { kind: 'conflicts' }>): Promise<void> {
    const { transfer, workspace } = this.parts;
    for (const [entry, conflictPath] of this.conflicts) {
      const choice = answer.choices[conflictPath] ?? answer.others;
      if (choice === 'skip') {
        transfer.setState(entry, 'skipped');
      } else {
        await applyCopyChoice(entry, choice, workspace, this.namesIn(entry));
      }
      this.note(entry);
    }
  }

  async prepare(): Promise<void> {
    const { transfer, workspace, caller } = this.parts;
    await workspace.assertFolder(this.request.destination);
    for (const folder of transfer.folders) {
      try {
        await workspace.makeFolder(folder);
      } catch (error) {
        caller.signal.throwIfAborted();
        transfer.failures.push(toFailure(folder, null, error)); // the others can still be copied
      }
    }
  }

  async move(entry: Entry): Promise<void> {
    if (!isCopy(entry)) {
      return;
    }
    const { transfer, account, workspace, caller, onBytes } = this.parts;
    const { drive, ledger } = account;
    const copied = await copyFile(entry, {
      drive,
      workspace,
      transferId: transfer.id,
      caller,
      onBytes: bytes => onBytes(entry, bytes),
      onSize: size => transfer.resize(entry, size),
      resume: transfer.resumes
    });
    if (entry.exportAs !== null) {
      transfer.unverifiable += 1;
    }
    ledger.note({
      id: entry.id,
      path: workspace.resolve(joinPath(entry.folder, entry.name)),
      ...copied,
      revision: entry.headRevisionId,
      modified: entry.modified
    });
  }

  async isInPlace(entry: Entry): Promise<boolean> {
    if (!isCopy(entry)) {
      return false;
    }
    const { workspace } = this.parts;
    const at = joinPath(entry.folder, entry.name);
    const existing = await workspace.existing(at);
    if (existing?.kind !== 'file') {
      return false;
    }
    if (entry.state === 'done') {
      return true; // the journal saw it finished, and a file of that name stands there
    }
    if (entry.exportAs !== null) {
      // No checksum tells; but a finished export has Drive's time, to the millisecond.
      const modifiedMs = Date.parse(entry.modified ?? '');
      return Math.abs(existing.modifiedMs - modifiedMs) < SAME_TIME_MS;
    }
    const mayBe = entry.md5 !== null && existing.size === entry.size;
    return mayBe && (await md5OfFile(workspace.resolve(at))) === entry.md5;
  }

  sweep(): Promise<void> {
    return sweepTemporaries(this.parts.transfer, this.parts.workspace);
  }

  /** Names that other entries will have in the same folder. */
  private namesIn(entry: CopyEntry): string[] {
    return this.parts.transfer.entries
      .filter(isCopy)
      .filter(other => other !== entry && other.folder === entry.folder)
      .map(({ name }) => name);
  }

  private note({ n, state, name, replace, id }: CopyEntry): void {
    this.parts.journal.append({ t: 'choice', n, state, name, replace, id, revision: null });
  }
}

/** Removes what a copy left unfinished. */
export async function sweepTemporaries(transfer: Transfer, workspace: Workspace): Promise<void> {
  for (const entry of transfer.entries.filter(isCopy).filter(({ state }) => state !== 'done')) {
    await workspace.removeTemporary(entry.folder, temporaryName(transfer.id, entry.n));
  }
}

function isCopy(entry: Entry): entry is CopyEntry {
  return entry.kind === 'copy';
}
