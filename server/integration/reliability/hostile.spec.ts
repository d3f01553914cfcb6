/** Hostile answers × operations: each cell ends as the table says, with nothing half, here and in Drive. */
import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { OPERATIONS, type FaultRow, type Operation } from '../../testing/faultRows';
import { HOSTILE, isContent } from '../../testing/hostileTable';
import { QUICK } from '../../testing/proxy';
import { withProxy } from '../../testing/withProxy';

const SMALL = 1_000;
const LARGE = 6_000_000;
const OLD = 'old';
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
const stage = withProxy({
  proxy: { config: { allowUploads: true, maxTries: 3, times: { ...QUICK, idleMs: 30_000 } } },
  lasts: 'block'
});
let cells = 0;

type Match = { readonly method: string; readonly path: string; readonly query?: string };
const METADATA: Match = { method: 'GET', path: '^/drive/v3/files/[^/]+$', query: 'fields=' };
const LIST: Match = { method: 'GET', path: '^/drive/v3/files$' };
const CONTENT: Match = { method: 'GET', path: '^/drive/v3/files/', query: 'alt=media' };
const JSON_ANSWERS: Readonly<Record<Operation, Match>> = {
  list: LIST,
  'small copy': METADATA,
  'large copy': METADATA,
  export: METADATA,
  'small upload': { method: 'POST', path: '^/upload/', query: 'uploadType=multipart' },
  'resumable upload': { method: 'PUT', path: '^/upload/' },
  update: { method: 'PATCH', path: '^/upload/' },
  'folder copy': LIST
};

/** Which answer of the operation is replaced: its bytes only where they are what lies. */
function matchOf(fault: FaultRow, operation: Operation): Match {
  if (fault.name !== 'length that lies' || !isContent(operation)) {
    return JSON_ANSWERS[operation];
  }
  return operation === 'export' ? { method: 'GET', path: '/export$' } : CONTENT;
}

type Outcome = { readonly end: string; readonly code: string | null };

async function perform(operation: Operation, arm: () => Promise<unknown>): Promise<Outcome> {
  cells += 1;
  const name = `cell ${cells}`;
  const { id } = await stage.emulator.addFolder(name);
  mkdirSync(stage.at(name));
  await stage.proxy.call('GET /status'); // connected, before anything is armed
  const folder = { id, path: `My Drive/${name}` };
  switch (operation) {
    case 'list': {
      await stage.emulator.addFile({ name: 'x', parents: [id], content: 'x' });
      await stage.proxy.call('GET /item', { query: { path: folder.path } });
      await arm();
      const query = { path: folder.path, fresh: '1' };
      const { status, body } = await stage.proxy.call('GET /folder', { query });
      const code = 'code' in body ? String(body.code) : null;
      return { end: status === 200 ? 'done' : 'failed', code };
    }
    case 'small upload':
    case 'resumable upload':
    case 'update':
      return upload(operation, folder, name, arm);
    default:
      return copy(operation, folder, name, arm);
  }
}

async function copy(
  operation: Operation,
  folder: { readonly id: string; readonly path: string },
  name: string,
  arm: () => Promise<unknown>
): Promise<Outcome> {
  const parents = [folder.id];
  const inner = await stage.emulator.addFolder('inner', { parents });
  const size = operation === 'large copy' ? LARGE : SMALL;
  const file = await stage.emulator.addFile({ name: 'f', parents: [inner.id], size });
  const document =
    operation === 'export'
      ? await stage.emulator.addDocument('document', 'Doc', { text: 'words' }, { parents })
      : null;
  const chosen =
    operation === 'folder copy'
      ? { id: inner.id, path: `${folder.path}/inner` }
      : document === null
        ? { id: file.id, path: `${folder.path}/inner/f` }
        : { id: document.id, path: `${folder.path}/Doc` };
  await arm();
  const { body } = await stage.proxy.call('POST /copies', {
    body: { items: [chosen], destination: name }
  });
  const { files, problems } = await stage.proxy.ended(body.id);
  const left = readdirSync(stage.at(name), { recursive: true }).map(String);
  expect(left.filter(entry => entry !== 'inner')).toEqual([]); // neither a file nor a part of one
  return { end: files.done === 0 ? 'failed' : 'done', code: problems[0]?.code ?? null };
}

async function upload(
  operation: Operation,
  folder: { readonly id: string; readonly path: string },
  name: string,
  arm: () => Promise<unknown>
): Promise<Outcome> {
  const bytes = Buffer.alloc(operation === 'resumable upload' ? LARGE : SMALL, operation);
  writeFileSync(stage.at(name, 'u.bin'), bytes);
  const isUpdate = operation === 'update';
  if (isUpdate) {
    await stage.emulator.addFile({ name: 'u.bin', parents: [folder.id], content: OLD });
  }
  await arm();
  const { body } = await stage.proxy.call('POST /uploads', {
    body: { paths: [`${name}/u.bin`], folder, conflicts: 'replace' }
  });
  const { files, problems } = await stage.proxy.ended(body.id);
  const inDrive = (await stage.emulator.snapshot()).filter(item => item.parents[0] === folder.id);
  const sums = isUpdate ? [md5(Buffer.from(OLD)), md5(bytes)] : [md5(bytes)];
  const half = inDrive.filter(item => !sums.includes(item.md5 ?? ''));
  expect([half, inDrive.length <= 1]).toEqual([[], true]); // once and whole, or not at all
  expect(md5(readFileSync(stage.at(name, 'u.bin')))).toBe(md5(bytes));
  return { end: files.done === 0 ? 'failed' : 'done', code: problems[0]?.code ?? null };
}

const table = HOSTILE.flatMap(fault =>
  OPERATIONS.flatMap(operation => {
    const state = fault.ends(operation);
    return state.end === 'impossible' ? [] : [[fault.name, operation, fault, state] as const];
  })
);

describe('hostile answers × operations', () => {
  it.each(table)('%s × %s', async (_name, operation, fault, state) => {
    const match = matchOf(fault, operation);
    const arm = (): Promise<number> => stage.emulator.addFault({ match, do: fault.action ?? {} });
    expect(await perform(operation, arm)).toEqual(
      state.end === 'failed' ? { end: 'failed', code: state.code } : { end: 'done', code: null }
    );
  });
});

describe('a redirect', () => {
  it('never takes the token to another place', async () => {
    const { port, heads, close } = await listenForTokens();
    stage.onEnd(close);
    const to = { Location: `http://127.0.0.1:${port}/drive/v3/files` };
    const redirect = { status: 302, headers: to };
    await stage.emulator.addFault({ match: { path: '^/drive/' }, do: redirect });
    const { status } = await stage.proxy.call('GET /folder', {
      query: { path: 'My Drive', fresh: '1' }
    });
    expect([status, heads]).toEqual([502, []]);
  });
});

/** Another server, which notes what it is asked. */
async function listenForTokens(): Promise<{
  port: number;
  heads: string[];
  close: () => void;
}> {
  const heads: string[] = [];
  const server = http.createServer((request, response) => {
    heads.push(JSON.stringify(request.headers));
    response.end('{"files":[]}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return { port, heads, close: () => void server.close() };
}
