/**
 * A journal's lines, and what they add up to. Pure. Any beginning of a journal replays to a state
 * from which nothing is lost: what is not known to be done is done again, or found done on the disk.
 */
import {
  isOfTransfer,
  type DriveFolder,
  type Failure,
  type TransferItem,
  type UploadChange,
  type Verdict
} from '../item';
import type { WalkedFolder } from '../copy/walked';
import type { Owner } from '../place';
import type { Order } from '../transfer';
import { DriveFolders } from '../upload/driveFolders';
import { parseLine, type JournalLine } from './lines';

export type Replayed = {
  readonly id: string;
  readonly order: Order;
  readonly owner: Owner;
  readonly root: string;
  readonly startedAt: string;
  /** All that is to be moved is known. */
  isPlanned: boolean;
  /** Every question about it was answered. */
  isDecided: boolean;
  ended: 'done' | 'failed' | 'cancelled' | null;
  endedAt: string | null;
  items: TransferItem[];
  folders: readonly string[];
  driveFolders: readonly DriveFolder[];
  failures: Failure[];
  /** What ended it, until it is tried again. */
  ending: Failure | null;
  /** When it was continued without being asked for. */
  attempts: number[];
  unprovenFolders: number;
  walked: WalkedFolder[];
  readonly proven: Set<number>;
  /** Numbers of the items that were skipped because the same was there. */
  readonly unchanged: Set<number>;
  /** What could not be seen is to be looked at again. */
  lacks: boolean;
  /** A part of the plan is not in the journal any more. */
  hasGap: boolean;
};

/** null if not even the beginning is there; `foreign` if a newer proxy wrote it. */
export function replay(text: string): Replayed | 'foreign' | null {
  let state: Replayed | null = null;
  for (const written of text.split('\n')) {
    const line = parseLine(written);
    if (line === 'foreign') {
      return line;
    }
    if (line?.t === 'begin') {
      state ??= begun(line);
    } else if (line !== null && state !== null) {
      apply(state, line);
    }
  }
  if (state !== null && (!state.isPlanned || state.hasGap)) {
    state.failures = state.isPlanned ? state.failures : [];
    state.isPlanned = false;
    forget(state); // half a plan is none
  }
  return state;
}

function begun(line: Extract<JournalLine, { t: 'begin' }>): Replayed {
  const { id, order, owner, root, startedAt } = line;
  return {
    ...{ id, order, owner, root, startedAt },
    isPlanned: false,
    isDecided: false,
    ended: null,
    endedAt: null,
    items: [],
    folders: [],
    driveFolders: [],
    failures: [],
    ending: null,
    attempts: [],
    unprovenFolders: 0,
    walked: [],
    proven: new Set(),
    unchanged: new Set(),
    lacks: false,
    hasGap: false
  };
}

function apply(state: Replayed, line: JournalLine): void {
  switch (line.t) {
    case 'begin':
      break;
    case 'plan':
      addNumbered(state, state.items, line.entries);
      break;
    case 'walk':
      addNumbered(state, state.walked, line.folders);
      break;
    case 'proven':
      line.folders.forEach(n => state.proven.add(n));
      state.hasGap ||= line.folders.some(n => n >= state.walked.length);
      break;
    case 'planned':
      state.isPlanned = true;
      state.folders = line.folders;
      state.driveFolders = line.driveFolders;
      state.failures = [...line.leftOut];
      state.unprovenFolders = line.unprovenFolders;
      state.lacks = line.lacks ?? false;
      break;
    case 'folder':
      applyFolder(state, line);
      break;
    case 'choice':
      applyChoice(state, line);
      break;
    case 'start':
      state.isDecided = true;
      state.items = state.items.map(item => ({ ...item, verdict: verdictOn(item) }));
      break;
    case 'session':
      changeUpload(state, line.n, { session: line.session, sessionOf: line.of });
      break;
    case 'sent':
      changeUpload(state, line.n, { sentMd5: line.md5, madeRevision: line.made });
      break;
    case 'file':
      applyFile(state, line);
      break;
    case 'arrived':
      applyArrived(state, line);
      break;
    case 'source':
      applySource(state, line);
      break;
    case 'failure':
      if (isOfTransfer(line.failure)) {
        state.ending = line.failure;
      } else {
        state.failures.push(line.failure);
      }
      break;
    case 'attempt':
      state.attempts.push(line.at);
      lookAgain(state);
      break;
    case 'continue':
      state.attempts = [];
      lookAgain(state);
      break;
    case 'retry':
      lookAgain(state);
      state.ended = null;
      state.endedAt = null;
      state.isPlanned &&= state.items.length > 0; // else it was planned anew
      state.isDecided &&= state.isPlanned;
      state.failures = state.failures.filter(({ n }) => n === null);
      state.items = state.items.map(item =>
        item.state === 'failed' ? { ...item, state: 'waiting', verdict: 'reopened' } : item
      );
      break;
    case 'end':
      state.ended = line.state;
      state.endedAt = line.at;
      break;
  }
}

function forget(state: Replayed): void {
  state.items = [];
  state.walked = [];
  state.proven.clear();
  state.unchanged.clear();
}

/** What could not be seen, and what ended it, is not known any more where it goes on. */
function lookAgain(state: Replayed): void {
  const seen = state.failures.filter(({ unseen }) => unseen !== true);
  state.lacks ||= seen.length < state.failures.length;
  state.failures = seen;
  state.ending = null;
}

/** A plan that was interrupted is written anew, from its first item on. */
function addNumbered<T extends { readonly n: number }>(
  state: Replayed,
  all: T[],
  added: readonly T[]
): void {
  if (added[0]?.n === 0) {
    all.length = 0;
    state.hasGap = false;
  }
  state.hasGap ||= added.length > 0 && added[0]?.n !== all.length;
  added.forEach(each => all.push(each));
}

function applyFolder(state: Replayed, line: Extract<JournalLine, { t: 'folder' }>): void {
  const folders = new DriveFolders(state.driveFolders);
  folders.replace(line.planned, line.id, line.exists);
  state.driveFolders = folders.all;
  state.items = state.items.map(item =>
    item.kind === 'upload' && item.parent === line.planned ? { ...item, parent: line.id } : item
  );
}

function applyChoice(state: Replayed, line: Extract<JournalLine, { t: 'choice' }>): void {
  const item = state.items[line.n];
  if (item === undefined) {
    return;
  }
  const { state: chosen, name, replace, id, revision: replacedRevision, expected } = line;
  const common = { state: chosen, name, replace };
  const decided: TransferItem =
    item.kind === 'upload'
      ? { ...item, ...common, id, replacedRevision }
      : { ...item, ...common, expected };
  state.items[line.n] = { ...decided, verdict: verdictOn(decided) };
  state.unchanged[line.unchanged ? 'add' : 'delete'](line.n);
}

/** An earlier version did not note which state of a file was to be replaced: that is looked at again. */
function verdictOn(item: TransferItem): Verdict {
  return item.kind === 'copy' && item.replace && item.expected === null ? 'reopened' : 'given';
}

function changeUpload(state: Replayed, n: number, change: UploadChange): void {
  const item = state.items[n];
  if (item?.kind === 'upload') {
    state.items[n] = { ...item, ...change };
  }
}

function applyArrived(state: Replayed, line: Extract<JournalLine, { t: 'arrived' }>): void {
  const item = state.items[line.n];
  if (item?.kind === 'copy') {
    state.items[line.n] = { ...item, arrived: { size: line.size, md5: line.md5 } };
  }
}

function applySource(state: Replayed, line: Extract<JournalLine, { t: 'source' }>): void {
  const item = state.items[line.n];
  if (item !== undefined) {
    const { size, version } = line;
    state.items[line.n] = item.kind === 'copy' ? { ...item, size, ...version } : { ...item, size };
  }
}

function applyFile(state: Replayed, line: Extract<JournalLine, { t: 'file' }>): void {
  const item = state.items[line.n];
  if (item === undefined) {
    state.hasGap = true;
    return;
  }
  const { state: reached, size, received } = line;
  state.items[line.n] = {
    ...item,
    ...{ state: reached, size, received: received ?? 0 },
    verdict: reached === 'waiting' ? 'reopened' : item.verdict // it was done, and is gone
  };
  if (line.failure !== null) {
    state.failures.push(line.failure);
  }
}

/** False while folders are unproven, or something could not be looked at: both are looked at again. */
export function isWhole({ walked, proven, failures, lacks }: Replayed): boolean {
  const isSeen = !lacks && !failures.some(({ unseen }) => unseen === true);
  return isSeen && proven.size >= walked.length;
}
