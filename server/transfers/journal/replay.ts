/**
 * A journal's lines, and what they add up to. Pure. Any beginning of a journal replays to a state
 * from which nothing is lost: what is not known to be done is done again, or found done on the disk.
 */
import type { TransferItem, DriveFolder, ItemState, Failure } from '../item';
import type { Owner } from '../place';
import type { Order } from '../transfer';

export type JournalLine =
  | {
      readonly t: 'begin';
      readonly id: string;
      readonly order: Order;
      readonly owner: Owner;
      readonly root: string;
      readonly startedAt: string;
    }
  | { readonly t: 'plan'; readonly entries: readonly TransferItem[] }
  | {
      readonly t: 'planned';
      readonly folders: readonly string[];
      readonly driveFolders: readonly DriveFolder[];
      readonly leftOut: readonly Failure[];
      readonly unprovenFolders: number;
    }
  /** What was chosen for an item whose name existed. */
  | {
      readonly t: 'choice';
      readonly n: number;
      readonly state: ItemState;
      readonly name: string;
      readonly replace: boolean;
      readonly id: string;
      readonly revision: string | null;
    }
  | { readonly t: 'start' }
  | { readonly t: 'session'; readonly n: number; readonly session: string | null }
  | {
      readonly t: 'file';
      readonly n: number;
      readonly state: ItemState;
      readonly size: number | null;
      readonly failure: Failure | null;
    }
  | { readonly t: 'retry' }
  /** A successor of the proxy that wrote this begins to continue it at this time: ms since 1970. */
  | { readonly t: 'attempt'; readonly at: number }
  /** A person wants it continued, however often that failed. */
  | { readonly t: 'continue' }
  | { readonly t: 'end'; readonly state: 'done' | 'failed' | 'cancelled'; readonly at: string };

export type Replayed = {
  readonly id: string;
  readonly order: Order;
  readonly owner: Owner;
  readonly root: string;
  readonly startedAt: string;
  stage: 'planning' | 'asking' | 'running' | 'done' | 'failed' | 'cancelled';
  endedAt: string | null;
  items: TransferItem[];
  folders: string[];
  driveFolders: DriveFolder[];
  failures: Failure[];
  /** When it was continued without being asked for. */
  attempts: number[];
  unprovenFolders: number;
};

/** null if not even the beginning is there. Lines that can't be read are passed over. */
export function replay(text: string): Replayed | null {
  let state: Replayed | null = null;
  for (const line of text.split('\n')) {
    const record = parseLine(line);
    if (record?.t === 'begin') {
      state ??= begun(record);
    } else if (record !== null && state !== null) {
      apply(state, record);
    }
  }
  if (state?.stage === 'planning') {
    state.items = []; // half a plan is none
  }
  return state;
}

function parseLine(line: string): JournalLine | null {
  try {
    const value: unknown = JSON.parse(line);
    return isLine(value) ? value : null;
  } catch {
    return null; // torn by a crash
  }
}

/** Only we write journals, into a folder of mode 0700: the shape behind `t` is trusted. */
function isLine(value: unknown): value is JournalLine {
  return typeof value === 'object' && value !== null && 't' in value && typeof value.t === 'string';
}

function begun(line: Extract<JournalLine, { t: 'begin' }>): Replayed {
  const { id, order, owner, root, startedAt } = line;
  return {
    ...{ id, order, owner, root, startedAt },
    stage: 'planning',
    endedAt: null,
    items: [],
    folders: [],
    driveFolders: [],
    failures: [],
    attempts: [],
    unprovenFolders: 0
  };
}

function apply(state: Replayed, line: JournalLine): void {
  switch (line.t) {
    case 'begin':
      break;
    case 'plan':
      state.items.push(...line.entries);
      break;
    case 'planned':
      state.stage = 'asking';
      state.folders = [...line.folders];
      state.driveFolders = line.driveFolders.map(folder => ({ ...folder }));
      state.failures = [...line.leftOut];
      state.unprovenFolders = line.unprovenFolders;
      break;
    case 'choice':
      applyChoice(state, line);
      break;
    case 'start':
      state.stage = 'running';
      break;
    case 'session':
      applySession(state, line);
      break;
    case 'file':
      applyFile(state, line);
      break;
    case 'attempt':
      state.attempts.push(line.at);
      break;
    case 'continue':
      state.attempts = [];
      break;
    case 'retry':
      state.stage = 'running';
      state.endedAt = null;
      state.failures = state.failures.filter(({ n }) => n === null);
      state.items.filter(({ state: s }) => s === 'failed').forEach(e => (e.state = 'waiting'));
      break;
    case 'end':
      state.stage = line.state;
      state.endedAt = line.at;
      break;
  }
}

function applyChoice(state: Replayed, line: Extract<JournalLine, { t: 'choice' }>): void {
  const item = state.items[line.n];
  if (item === undefined) {
    return;
  }
  item.state = line.state;
  item.name = line.name;
  item.replace = line.replace;
  if (item.kind === 'upload') {
    item.id = line.id;
    item.replacedRevision = line.revision;
  }
}

function applySession(state: Replayed, line: Extract<JournalLine, { t: 'session' }>): void {
  const item = state.items[line.n];
  if (item?.kind === 'upload') {
    item.session = line.session;
  }
}

function applyFile(state: Replayed, line: Extract<JournalLine, { t: 'file' }>): void {
  const item = state.items[line.n];
  if (item === undefined) {
    return;
  }
  item.state = line.state;
  item.size = line.size ?? item.size;
  if (line.failure !== null) {
    state.failures.push(line.failure);
  }
}
