/** Drive → workspace. */
import type { Decision, Conflict, CopyRequest } from '../../../protocol';
import { isSameTime } from '../../fsErrors';
import { md5OfFile } from '../../workspace/digest';
import { temporaryName } from '../../workspace/writing/temporaryFile';
import { joinPath, type Workspace } from '../../workspace/workspace';
import { changeFor, findConflict, TakenNames } from './conflicts';
import { copyFile } from './copyFile';
import { toFailure, type CopyItem, type TransferItem } from '../item';
import type { IJob, JobParts } from '../job';
import { planCopy } from './planCopy';
import type { Transfer } from '../transfer';

export class CopyJob implements IJob {
  private conflicts = new Map<CopyItem, string>();

  constructor(
    private readonly request: CopyRequest,
    private readonly parts: JobParts
  ) {}

  async plan(): Promise<void> {
    const { transfer, account, workspace } = this.parts;
    await workspace.assertFolder(this.request.destination);
    await planCopy(transfer, this.request, { ...this.parts, drive: account.drive });
  }

  async findConflicts(): Promise<readonly Conflict[]> {
    const { transfer, workspace, account, caller } = this.parts;
    const conflicts: Conflict[] = [];
    this.conflicts = new Map();
    const there = new TakenNames(workspace);
    for (const item of transfer.waiting().filter(isCopy)) {
      caller.signal.throwIfAborted();
      if (!(await there.include(item.folder, item.name))) {
        continue;
      }
      const finding = await findConflict(item, workspace, account.ledger, caller.signal);
      if (finding.kind === 'same') {
        transfer.setState(item, 'skipped');
        this.note(item);
      } else if (finding.kind === 'outdated') {
        transfer.change(item, { replace: true });
        this.note(item);
      } else if (finding.kind === 'conflict') {
        conflicts.push(finding.conflict);
        this.conflicts.set(item, finding.conflict.path);
      }
    }
    return conflicts;
  }

  async decide(answer: Extract<Decision, { kind: 'conflicts' }>): Promise<void> {
    const { transfer, workspace } = this.parts;
    for (const [item, conflictPath] of this.conflicts) {
      const choice = answer.choices[conflictPath] ?? answer.others;
      if (choice === 'skip') {
        transfer.setState(item, 'skipped');
      } else {
        const change = await changeFor(item, choice, workspace, this.namesIn(item));
        transfer.change(item, change);
      }
      this.note(item);
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
        transfer.addFailure(toFailure(folder, null, error)); // the others can still be copied
      }
    }
  }

  async move(item: TransferItem): Promise<void> {
    if (!isCopy(item)) {
      return;
    }
    const { transfer, account, workspace, caller, onBytes } = this.parts;
    const { drive, ledger } = account;
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
      resume: transfer.resumes
    });
    if (item.exportAs !== null) {
      transfer.addUnverifiable();
    }
    ledger.note({
      id: item.id,
      path: workspace.resolve(joinPath(item.folder, item.name)),
      ...copied,
      revision: item.headRevisionId,
      modified: item.modified
    });
  }

  async isInPlace(item: TransferItem): Promise<boolean> {
    if (!isCopy(item)) {
      return false;
    }
    const { workspace, caller } = this.parts;
    const at = joinPath(item.folder, item.name);
    const existing = await workspace.existing(at);
    if (existing?.kind !== 'file') {
      return false;
    }
    if (item.state === 'done') {
      return true; // the journal saw it finished, and a file of that name stands there
    }
    if (item.exportAs !== null) {
      // No checksum tells; but a finished export has Drive's time, to the millisecond.
      const modifiedMs = Date.parse(item.modified ?? '');
      return isSameTime(existing.modifiedMs, modifiedMs);
    }
    const mayBe = item.md5 !== null && existing.size === item.size;
    return mayBe && (await md5OfFile(workspace.resolve(at), caller.signal)) === item.md5;
  }

  sweep(): Promise<void> {
    return sweepTemporaries(this.parts.transfer, this.parts.workspace);
  }

  /** Names that other items will have in the same folder. */
  private namesIn(item: CopyItem): string[] {
    return this.parts.transfer.items
      .filter(isCopy)
      .filter(other => other !== item && other.folder === item.folder)
      .map(({ name }) => name);
  }

  private note({ n, state, name, replace, id }: CopyItem): void {
    this.parts.journal.append({ t: 'choice', n, state, name, replace, id, revision: null });
  }
}

/** Removes what a copy left unfinished. */
export async function sweepTemporaries(transfer: Transfer, workspace: Workspace): Promise<void> {
  for (const item of transfer.items.filter(isCopy).filter(({ state }) => state !== 'done')) {
    await workspace.removeTemporary(item.folder, temporaryName(transfer.id, item.n));
  }
}

function isCopy(item: TransferItem): item is CopyItem {
  return item.kind === 'copy';
}
