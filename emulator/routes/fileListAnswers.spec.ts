import { beforeAll, describe, expect, it } from '@jest/globals';

import { inUrl, withFixture } from '../testing/fixture';

const google = withFixture();
beforeAll(async () => {
  await google.emulator.addFolder('folder');
  await google.emulator.addFile({ name: 'img9.png', content: 'a' });
});

describe('the form of an answer', () => {
  it('holds what is asked and nothing else', async () => {
    const basics = await google.list(`name='img9.png'`);
    const nothing = await google.list(`name='img9.png'`, '&fields=');
    expect(basics.json).toEqual({
      kind: 'drive#fileList',
      incompleteSearch: false,
      files: [
        { kind: 'drive#file', id: expect.any(String), name: 'img9.png', mimeType: 'image/png' }
      ]
    });
    expect(nothing.json).toEqual({});
  });

  it('writes 64-bit numbers as strings and leaves out what has no value', async () => {
    const { json } = await google.list(
      `name='folder'`,
      '&fields=files(size,version,md5Checksum,driveId)'
    );
    const blob = await google.list(`name='img9.png'`, '&fields=files(size,version,md5Checksum)');
    expect(json).toEqual({ files: [{ version: expect.stringMatching(/^\d+$/) }] });
    expect(blob.json).toEqual({
      files: [
        { size: '1', version: expect.any(String), md5Checksum: '0cc175b9c0f1b6a831c399e269772661' }
      ]
    });
  });

  it('is pretty, or one line, and escapes what browsers could misread', async () => {
    await google.emulator.addFile({ name: '<b>&\u2028ü🎉', content: '' });
    const q = `name contains 'ü'`;
    const pretty = await google.list(q, '&fields=files(name)');
    const compact = await google.list(q, '&fields=files(name)&prettyPrint=false');
    const name = '\\u003cb\\u003e&\\u2028ü🎉';
    expect(pretty.text).toBe(`{\n  "files": [\n    {\n      "name": "${name}"\n    }\n  ]\n}\n`);
    expect(compact.text).toBe(`{"files":[{"name":"${name}"}]}`);
  });

  it('is gzipped only for a client whose User-Agent says so too', async () => {
    const encoding = async (headers: Record<string, string>): Promise<string | undefined> =>
      (await google.get('/drive/v3/files', { headers })).headers['content-encoding'];
    const accept = { 'accept-encoding': 'gzip' };
    expect([
      await encoding({ ...accept, 'user-agent': 'x (gzip)' }),
      await encoding({ ...accept, 'user-agent': 'x' }),
      await encoding({ 'user-agent': 'x (gzip)' })
    ]).toEqual(['gzip', undefined, undefined]);
  });

  it('takes a long query as POST, and the first of a repeated parameter', async () => {
    const posted = await google.ask('POST', '/drive/v3/files', {
      headers: { 'x-http-method-override': 'GET' },
      body: `q=${inUrl(`name='img9.png'`)}&fields=files(name)`
    });
    const repeated = await google.list(`name='img9.png'`, `&fields=files(name)&fields=bad&q=bad`);
    expect(posted.json).toEqual({ files: [{ name: 'img9.png' }] });
    expect(repeated.json).toEqual(posted.json);
  });
});
