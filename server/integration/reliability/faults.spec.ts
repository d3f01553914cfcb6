/** Faults × operations: each cell ends as the table says, compared byte for byte. */
import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync
} from 'node:fs';
import path from 'node:path';
import type { Transfer } from '../../../protocol';
import {
  FAULTS,
  OPERATIONS,
  toMarkdown,
  type FaultRow,
  type Operation
} from '../../testing/faultTable';
import { createHome, type Proxy } from '../../testing/proxy';
import { withProxy } from '../../testing/withProxy';

const SMALL = 1_000;
const LARGE = 6_000_000;
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

const stage = withProxy({ proxy: { config: { allowUploads: true } }, lasts: 'block' });
let cells = 0;

/** A folder of this cell's own, on both sides. */
type Cell = { readonly name: string; readonly folderId: string; readonly local: string };

async function createCell(): Promise<Cell> {
  cells += 1;
  const name = `cell ${cells}`;
  const { id } = await stage.emulator.addFolder(name);
  mkdirSync(stage.at(name));
  return { name, folderId: id, local: stage.at(name) };
}

/** Which request of the operation the fault is for. */
const TARGETS: Readonly<Record<Operation, { method: string; path: string; query?: string }>> = {
  list: { method: 'GET', path: '^/drive/v3/files$' },
  'small copy': { method: 'GET', path: '/drive/v3/files/', query: 'alt=media' },
  'large copy': { method: 'GET', path: '/drive/v3/files/', query: 'alt=media' },
  export: { method: 'GET', path: '/export$' },
  'small upload': { method: 'POST', path: '^/upload/', query: 'uploadType=multipart' },
  'resumable upload': { method: 'PUT', path: '^/upload/' },
  update: { method: 'PATCH', path: '^/upload/' },
  'folder copy': { method: 'GET', path: '/drive/v3/files/', query: 'alt=media' }
};

type Outcome = { readonly end: string; readonly code: string | null };

/** Does the operation and compares both sides; `isDone` is checked byte for byte. */
async function perform(operation: Operation, cell: Cell, at: Proxy): Promise<Outcome> {
  switch (operation) {
    case 'list':
      return list(cell, at);
    case 'small copy':
    case 'large copy':
      return copy(cell, at, operation === 'small copy' ? [SMALL] : [LARGE], false);
    case 'folder copy':
      return copy(cell, at, [SMALL, LARGE, 2 * SMALL], true);
    case 'export':
      return exportDocument(cell, at);
    case 'small upload':
    case 'update':
    case 'resumable upload':
      return upload(operation, cell, at);
  }
}

let isArmed: () => Promise<void> = () => Promise.resolve();

async function list(cell: Cell, at: Proxy): Promise<Outcome> {
  await stage.emulator.addFile({ name: 'x', parents: [cell.folderId], content: 'x' });
  await at.call('GET /item', { query: { path: `My Drive/${cell.name}` } });
  await isArmed();
  const query = { path: `My Drive/${cell.name}`, fresh: '1' };
  const { status, body } = await at.call('GET /folder', { query });
  if (status !== 200) {
    return { end: 'failed', code: 'code' in body ? String(body.code) : null };
  }
  expect(body.items.map(({ name }) => name)).toEqual(['x']);
  return { end: 'done', code: null };
}

async function copy(
  cell: Cell,
  at: Proxy,
  sizes: readonly number[],
  whole: boolean
): Promise<Outcome> {
  const files = [];
  const inner = await stage.emulator.addFolder('inner', { parents: [cell.folderId] });
  for (const [n, size] of sizes.entries()) {
    files.push(
      await stage.emulator.addFile({ name: `f${n}`, parents: [inner.id], size, contentSeed: n })
    );
  }
  const from = `My Drive/${cell.name}/inner`;
  const chosen = whole ? [from] : files.map(({ name }) => `${from}/${name}`);
  const folder = path.join(at.home.workspace, cell.name, whole ? 'inner' : '');
  await isArmed();
  const transfer = await at.copy(chosen, cell.name);
  const there = (
    whole && !readdirSync(path.dirname(folder)).includes('inner') ? [] : namesIn(folder)
  ).map(name => [name, md5(readFileSync(path.join(folder, name)))] as const);
  if (transfer.state === 'done') {
    expect(there.sort()).toEqual(files.map(({ name, md5Checksum }) => [name, md5Checksum]));
  } else {
    const right = new Map(files.map(({ name, md5Checksum }) => [name, md5Checksum]));
    expect(there.filter(([name, sum]) => right.get(name) !== sum)).toEqual([]); // never half a file
    expect(transfer.files.done).toBe(there.length);
  }
  return toOutcome(transfer);
}

async function exportDocument(cell: Cell, at: Proxy): Promise<Outcome> {
  await stage.emulator.addDocument(
    'document',
    'Doc',
    { text: 'words' },
    { parents: [cell.folderId] }
  );
  await at.call('GET /item', { query: { path: `My Drive/${cell.name}/Doc` } });
  await isArmed();
  const transfer = await at.copy([`My Drive/${cell.name}/Doc`], cell.name);
  const there = namesIn(path.join(at.home.workspace, cell.name));
  expect(there).toEqual(transfer.state === 'done' ? ['Doc.docx'] : []);
  if (transfer.state === 'done') {
    execFileSync('python3', ['-m', 'zipfile', '-t', path.join(cell.local, 'Doc.docx')]);
  }
  return toOutcome(transfer);
}

async function upload(operation: Operation, cell: Cell, at: Proxy): Promise<Outcome> {
  const bytes = Buffer.alloc(operation === 'resumable upload' ? LARGE : SMALL, operation);
  writeFileSync(path.join(cell.local, 'u.bin'), bytes);
  const isUpdate = operation === 'update';
  if (isUpdate) {
    await stage.emulator.addFile({ name: 'u.bin', parents: [cell.folderId], content: 'old' });
  }
  await isArmed();
  const folder = { id: cell.folderId, path: `My Drive/${cell.name}` };
  const { body } = await at.call('POST /uploads', {
    body: { paths: [`${cell.name}/u.bin`], folder, conflicts: 'replace' }
  });
  const transfer = await at.ended(body.id);
  const inDrive = (await stage.emulator.snapshot()).filter(
    ({ parents }) => parents[0] === cell.folderId
  );
  const expected =
    transfer.state === 'done' ? [md5(bytes)] : isUpdate ? [md5(Buffer.from('old'))] : [];
  expect(inDrive.map(item => item.md5)).toEqual(expected); // once, whole, or not at all
  return toOutcome(transfer);
}

function toOutcome({ state, problems }: Transfer): Outcome {
  return { end: state, code: problems[0]?.code ?? null };
}

/** Arms the emulator just before the operation's own request. */
async function onTheWire(fault: FaultRow, operation: Operation): Promise<Outcome> {
  const cell = await createCell();
  const times = fault.lasts ? {} : { times: 1 };
  isArmed = async () => {
    const match = { ...TARGETS[operation], ...times };
    await stage.emulator.addFault({ match, do: fault.action ?? {} });
    if (fault.name === '200 to a Range') {
      // The first answer is cut, so that the rest is asked for by a Range, which is not honoured.
      await stage.emulator.addFault({
        match: { ...TARGETS[operation], range: '.' },
        do: { ignoreRange: true }
      });
    }
  };
  return perform(operation, cell, stage.proxy);
}

const BALLAST = '.ballast';

/** Writes until nothing fits any more, and asserts that nothing does. */
function fill(folder: string): void {
  const file = openSync(path.join(folder, BALLAST), 'w');
  expect(() => {
    for (;;) {
      writeSync(file, Buffer.alloc(4_096));
    }
  }).toThrow(/ENOSPC/);
  closeSync(file);
}

/** What stands in a folder beside the ballast. */
function namesIn(folder: string): string[] {
  return readdirSync(folder).filter(name => name !== BALLAST);
}

/** A workspace with an obstacle: a tiny disk, or a folder that a plain user may not write. */
async function withObstacle(fault: FaultRow, operation: Operation): Promise<Outcome> {
  const home = createHome();
  const isFull = fault.name === 'disk full';
  cells += 1;
  const name = `cell ${cells}`;
  const local = path.join(home.workspace, name);
  mkdirSync(local);
  if (isFull) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', local]);
    fill(local);
  } else {
    chmodSync(local, 0o555);
    execFileSync('chown', ['-R', 'nobody', home.folder]);
    expect(() =>
      execFileSync('setpriv', ['--reuid=nobody', 'touch', path.join(local, 'x')], { stdio: 'pipe' })
    ).toThrow(/ermission/);
  }
  const at = await stage.start({ home, user: isFull ? null : 'nobody' });
  isArmed = () => Promise.resolve();
  try {
    const { id } = await stage.emulator.addFolder(name);
    const outcome = await perform(operation, { name, folderId: id, local }, at);
    expect(readdirSync(local).filter(entry => entry.startsWith('.~'))).toEqual([]);
    return outcome;
  } finally {
    if (isFull) {
      execFileSync('umount', [local]);
    }
    await at.dispose();
  }
}

const table = FAULTS.flatMap(fault =>
  OPERATIONS.flatMap(operation => {
    const state = fault.ends(operation);
    return state.end === 'impossible' ? [] : [[fault.name, operation, fault, state] as const];
  })
);

describe('faults × operations', () => {
  it.each(table)('%s × %s', async (_fault, operation, fault, state) => {
    const outcome =
      fault.action === null
        ? await withObstacle(fault, operation)
        : await onTheWire(fault, operation);
    expect(outcome).toEqual(
      state.end === 'failed' ? { end: 'failed', code: state.code } : { end: 'done', code: null }
    );
  });

  it('stands in the documentation as it is tested', () => {
    expect(readFileSync('docs/reliability.md', 'utf8')).toContain(toMarkdown());
  });
});
