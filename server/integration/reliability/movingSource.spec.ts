/** The file that is uploaded changes meanwhile: what arrives is one version of it, whole, or nothing does. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Transfer } from '../../../protocol';
import {
  LOCAL_MOVES,
  movesToMarkdown,
  UPLOAD_OPERATIONS,
  type UploadOperation
} from '../../testing/localMoves';
import { QUICK } from '../../testing/proxy';
import { withProxy } from '../../testing/withProxy';

/** More than all buffers between the disk and a Google that does not read. */
const LARGE = 24_000_000;
const SMALL = 40_000;
const SECRET = 'a secret outside of the workspace';

const times = { ...QUICK, idleMs: 30_000 }; // a request that is held is not broken
const stage = withProxy({ proxy: { config: { allowUploads: true, times } }, lasts: 'block' });
const md5 = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('hex');

let cells = 0;
let file: string;
let name: string;
let folder: { id: string; path: string };

/** A folder of this cell's own in Drive, and a file in the workspace. */
beforeEach(async () => {
  cells += 1;
  name = `file ${cells}.bin`;
  file = stage.at(name);
  const { id } = await stage.emulator.addFolder(`cell ${cells}`);
  folder = { id, path: `My Drive/cell ${cells}` };
});

/** Which request is held: nothing of the file was read yet, or it is read but for its end. */
const HELD: Readonly<Record<UploadOperation, { method: string; path: string }>> = {
  'small upload': { method: 'GET', path: '^/drive/v3/files$' },
  'resumable upload': { method: 'PUT', path: '^/upload/' },
  update: { method: 'PUT', path: '^/upload/' }
};

async function begin(operation: UploadOperation): Promise<string> {
  writeFileSync(file, Buffer.alloc(operation === 'small upload' ? SMALL : LARGE, 'as planned '));
  if (operation === 'update') {
    await stage.emulator.addFile({ name, parents: [folder.id], content: 'good' });
  }
  const { body } = await stage.proxy.call('POST /uploads', {
    body: { paths: [name], folder, conflicts: 'replace' }
  });
  return body.id;
}

/** Does something to the file while the operation is in its midst. */
async function meanwhile(operation: UploadOperation, move: () => void): Promise<Transfer> {
  const hold = await stage.emulator.holdAt({ match: { ...HELD[operation], nth: 1 } });
  const id = await begin(operation);
  await hold.held();
  move();
  await hold.release();
  return stage.proxy.ended(id);
}

const inDrive = async (): Promise<(string | undefined)[]> =>
  (await stage.emulator.snapshot())
    .filter(item => item.parents[0] === folder.id && !item.trashed)
    .map(item => item.md5);

const table = LOCAL_MOVES.flatMap(move =>
  UPLOAD_OPERATIONS.map(operation => [move.name, operation, move] as const)
);

describe('the local side moves × uploads', () => {
  it.each(table)('%s × %s', async (_name, operation, { move, code }) => {
    const outside = path.join(stage.proxy.home.folder, 'outside');
    writeFileSync(outside, Buffer.alloc(LARGE, SECRET));
    const { state, problems } = await meanwhile(operation, () => move(file, outside));
    if (code === null) {
      expect([state, problems, await inDrive()]).toEqual(['done', [], [md5(readFileSync(file))]]);
    } else {
      const before = operation === 'update' ? [md5('good')] : [];
      expect([state, problems[0]?.code, await inDrive()]).toEqual(['failed', code, before]);
      expect(problems[0]?.message).toContain(name);
    }
  });

  it('stands in the documentation as it is tested', () => {
    expect(readFileSync('docs/reliability.md', 'utf8')).toContain(movesToMarkdown());
  });
});

describe('a file that keeps changing', () => {
  /** Writes to it each time that it is sent, and returns how often that was. */
  async function disturb(id: string): Promise<number> {
    for (let sent = 0; ; sent += 1) {
      const hold = await stage.emulator.holdAt({ match: HELD['resumable upload'] });
      const ended = stage.proxy.ended(id);
      const isHeld = await Promise.race([hold.held().then(() => true), ended.then(() => false)]);
      if (!isHeld) {
        await hold.release();
        return sent;
      }
      appendFileSync(file, 'and another line\n');
      await hold.release();
    }
  }

  it.each(['resumable upload', 'update'] as const)(
    'is given up after a few times, with nothing torn in Drive: %s',
    async operation => {
      const hold = await stage.emulator.holdAt({
        match: { method: 'GET', path: '^/drive/v3/files$' }
      });
      const id = await begin(operation);
      await hold.held();
      const disturbing = disturb(id);
      await hold.release();
      expect(await disturbing).toBe(3);
      const { state, problems } = await stage.proxy.ended(id);
      expect([state, problems]).toMatchObject([
        'failed',
        [{ code: 'keepsChanging', details: { path: name }, retryable: true }]
      ]);
      expect(problems[0]?.message).toMatch(/keeps changing.*Wait until/);
      const items = (await stage.emulator.snapshot()).filter(item => item.name === name);
      expect(items.map(item => [item.md5, item.revisions])).toEqual(
        operation === 'update' ? [[md5('good'), 1]] : []
      );

      await stage.proxy.call('POST /transfers/:id/retry', { id });
      await stage.proxy.until(id, transfer => transfer.state === 'done');
      expect(await inDrive()).toEqual([md5(readFileSync(file))]);
    }
  );

  it('sends no more than what it had when it was opened', async () => {
    await stage.emulator.clearRequests();
    const { state, bytes } = await meanwhile('resumable upload', () =>
      appendFileSync(file, 'more')
    );
    expect([state, bytes]).toEqual([
      'done',
      { total: statSync(file).size, done: statSync(file).size }
    ]);
    const sent = (await stage.emulator.requests())
      .filter(({ method, path: at }) => method === 'PUT' && at.startsWith('/upload/'))
      .reduce((sum, { received }) => sum + received, 0);
    expect(sent).toBeLessThanOrEqual(3 * statSync(file).size);
  });
});
