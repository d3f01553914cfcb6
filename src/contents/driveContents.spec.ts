/** @jest-environment node */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { DriveError } from '../../protocol/errors';
import type { DriveItem, FolderPage } from '../../protocol/items';
import { DriveContents, type ContentsCalls } from './driveContents';
import { FolderQuery } from './folderQuery';
import { item } from '../testing/samples';

const folder = item({ id: 'f', name: 'data', path: 'My Drive/data', kind: 'folder', size: null });
const MEGABYTE = 1024 * 1024;

/** A proxy that has one folder with one file, whose bytes are set by hand. */
class Proxy implements ContentsCalls {
  file = item({ path: 'My Drive/data/a.csv' });
  bytes: string | Uint8Array<ArrayBuffer> = 'a,b\n';
  failure: DriveError | null = null;

  folder(): Promise<FolderPage> {
    return this._answer({ folder, items: [this.file], hasMore: false });
  }

  item(): Promise<DriveItem> {
    return this._answer(this.file);
  }

  content(): Promise<Response> {
    return this._answer(new Response(this.bytes));
  }

  contentUrl({ id }: DriveItem): string {
    return `/content?id=${id}`;
  }

  private _answer<T>(reply: T): Promise<T> {
    return this.failure === null ? Promise.resolve(reply) : Promise.reject(this.failure);
  }
}

describe('Drive as a drive of JupyterLab', () => {
  let proxy: Proxy;
  let drive: DriveContents;

  beforeEach(() => {
    proxy = new Proxy();
    drive = new DriveContents({
      client: proxy,
      query: new FolderQuery(),
      serverSettings: ServerConnection.makeSettings(),
      translator: nullTranslator
    });
  });

  const refusal = async (work: Promise<unknown>): Promise<[number, string]> => {
    const error: unknown = await work.catch((thrown: unknown) => thrown);
    return error instanceof ServerConnection.ResponseError
      ? [error.response.status, error.message]
      : [0, String(error)];
  };

  it('lists a folder, and knows its items afterwards', async () => {
    const model = await drive.get('My Drive/data');
    expect([model.type, drive.listed('My Drive/data/a.csv')?.id]).toEqual(['directory', 'id1']);
    expect(await drive.getDownloadUrl('My Drive/data/a.csv')).toBe('/content?id=id1');
  });

  it('reads a file in the form asked for, with its checksum', async () => {
    const path = 'My Drive/data/a.csv';
    const text = await drive.get(path, { type: 'file', format: 'text', hash: true });
    const base64 = await drive.get(path, { type: 'file', format: 'base64' });
    expect([text.content, text.hash, text.hash_algorithm, base64.content]).toEqual([
      'a,b\n',
      'abc',
      'md5',
      Buffer.from('a,b\n').toString('base64')
    ]);
  });

  it('takes the trust from a notebook', async () => {
    proxy.file = item({ name: 'n.ipynb' });
    const cells = [{ metadata: { trusted: true } }];
    proxy.bytes = JSON.stringify({ nbformat: 4, metadata: {}, cells });
    const model = await drive.get('n.ipynb', { type: 'notebook', format: 'json' });
    expect(model).toMatchObject({ content: { cells: [{ metadata: {} }] } });
    expect(JSON.stringify(model)).not.toContain('trusted');
  });

  it('says of bytes that no document can show what they are not, and never shows garbage', async () => {
    proxy.bytes = Uint8Array.of(0x80, 0x04, 0x95);
    proxy.file = item({ title: 'model.pkl' });
    expect(await refusal(drive.get('model.pkl', { type: 'file', format: 'text' }))).toEqual([
      405,
      '"model.pkl" is no text in UTF-8. Copy it to the workspace to work with it.'
    ]);
    proxy.bytes = '<html>';
    proxy.file = item({ title: 'n.ipynb', name: 'n.ipynb' });
    expect(await refusal(drive.get('n.ipynb', { type: 'notebook', format: 'json' }))).toEqual([
      405,
      '"n.ipynb" is not a whole notebook. Look at it in Google Drive.'
    ]);
  });

  it('refuses what is too large, and what has no bytes, with a sentence', async () => {
    proxy.file = item({ size: 51 * MEGABYTE });
    expect(await refusal(drive.get('a', { type: 'file' }))).toEqual([
      413,
      '51 MB is too large to open here. Copy it to the workspace instead.'
    ]);
    proxy.file = item({ kind: 'document', title: 'Plan' });
    expect(await refusal(drive.get('a', { type: 'file' }))).toEqual([
      405,
      '"Plan" is a Google document. Open it in Google Drive.'
    ]);
  });

  it('reports a folder that is gone in such a way that JupyterLab does not jump to the root', async () => {
    proxy.failure = new DriveError('notFound', '', { details: { name: 'data' } });
    expect((await refusal(drive.get('My Drive/data')))[0]).toBe(410);
    expect((await refusal(drive.get('a.csv', { type: 'file' })))[0]).toBe(404);
  });

  it('changes nothing, and says so', async () => {
    const refused = [
      drive.save(),
      drive.rename(),
      drive.delete(),
      drive.copy(),
      drive.newUntitled()
    ];
    for (const work of refused) {
      expect(await refusal(work)).toEqual([405, expect.stringMatching(/read-only here/)]);
    }
  });

  it('always has a checkpoint, because documents do not open without', async () => {
    expect(await drive.listCheckpoints()).toHaveLength(1);
    await expect(drive.createCheckpoint()).resolves.toHaveProperty('id');
  });
});
