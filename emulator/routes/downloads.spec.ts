import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Fixture, listOf } from '../testing/fixture';
import type { Answer } from '../testing/fixture';
import { isJsonObject, objectOf, textOf } from '../json';

let google: Fixture;
beforeAll(async () => {
  google = await Fixture.open();
});
afterAll(() => google.close());

async function media(id: string, headers: Record<string, string> = {}, more = ''): Promise<Answer> {
  return google.get(`/drive/v3/files/${id}?alt=media${more}`, { headers });
}

describe('alt=media', () => {
  it('gives the whole file, or the range that was asked for', async () => {
    const { id } = await google.emulator.addFile({ name: 'a.bin', content: '0123456789' });
    const whole = await media(id);
    const range = await media(id, { range: 'bytes=2-4' });
    const several = await media(id, { range: 'bytes=0-1,4-5' });
    expect([whole.status, whole.text, whole.headers['content-length']]).toEqual([
      200,
      '0123456789',
      '10'
    ]);
    expect([range.status, range.text, range.headers['content-range']]).toEqual([
      206,
      '234',
      'bytes 2-4/10'
    ]);
    expect([several.status, several.text]).toEqual([200, '0123456789']);
    expect(whole.headers.etag).toBeUndefined();
  });

  it('ignores If-Match and takes alt in any case', async () => {
    const { id } = await google.emulator.addFile({ name: 'a.bin', content: 'x' });
    const { status, text } = await google.get(`/drive/v3/files/${id}?alt=MEDIA`, {
      headers: { 'if-match': '"no"', 'if-none-match': '*' }
    });
    expect([status, text]).toEqual([200, 'x']);
  });

  it('refuses any range of an empty file', async () => {
    const { id } = await google.emulator.addFile({ name: 'empty', content: '' });
    const whole = await media(id);
    const range = await media(id, { range: 'bytes=0-' });
    expect([whole.status, whole.bytes.length]).toEqual([200, 0]);
    expect([range.status, range.reason, range.headers['content-range']]).toEqual([
      416,
      'requestedRangeNotSatisfiable',
      'bytes */0'
    ]);
  });

  it('streams what is generated, with its digest', async () => {
    const item = await google.emulator.addFile({ name: 'big', size: 3_000_000, contentSeed: 9 });
    const { bytes } = await media(item.id);
    const { createHash } = await import('node:crypto');
    expect(createHash('md5').update(bytes).digest('hex')).toBe(item.md5Checksum);
  });

  it('compresses text for clients that take it', async () => {
    const { id } = await google.emulator.addFile({ name: 'a.csv', content: 'a,b\n'.repeat(100) });
    const answer = await media(id, { 'accept-encoding': 'gzip', 'user-agent': 'me (gzip)' });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(answer.bytes).toString()).toBe('a,b\n'.repeat(100));
  });

  it('keeps to the refusals of the specification, in their order', async () => {
    const { emulator } = google;
    const malware = await emulator.addFile({ name: 'm', content: 'x', abusive: true });
    const clean = await emulator.addFile({ name: 'c', content: 'x' });
    const spent = await emulator.addFile({ name: 'q', content: 'x', downloadQuotaExceeded: true });
    const locked = await emulator.addFile({
      name: 'l',
      content: 'x',
      capabilities: { canDownload: false }
    });
    const document = await emulator.addDocument('document', 'd');
    const folder = await emulator.addFolder('f');
    const acknowledged = '&acknowledgeAbuse=true';
    const answers = [
      await media(malware.id),
      await media(malware.id, {}, acknowledged),
      await media(clean.id, {}, acknowledged),
      await google.get(`/drive/v3/files/${clean.id}?acknowledgeAbuse=true`),
      await media(spent.id),
      await media(locked.id),
      await media(document.id),
      await media(folder.id),
      await media('nothing'),
      await media('nothing', {}, '&acknowledgeAbuse=maybe')
    ];
    expect(answers.map(answer => [answer.status, answer.reason])).toEqual([
      [403, 'cannotDownloadAbusiveFile'],
      [200, undefined],
      [403, 'invalidAbuseAcknowledgment'],
      [403, 'invalidAbuseAcknowledgment'],
      [403, 'downloadQuotaExceeded'],
      [403, 'cannotDownloadFile'],
      [403, 'fileNotDownloadable'],
      [403, 'fileNotDownloadable'],
      [404, 'notFound'],
      [400, 'invalid']
    ]);
  });
});

describe('export', () => {
  const exported = (id: string, query: string): Promise<Answer> =>
    google.get(`/drive/v3/files/${id}/export${query}`);

  it('converts, chunked and without a checksum', async () => {
    const { id } = await google.emulator.addDocument('spreadsheet', 's', {
      rows: [
        ['a', 'b'],
        ['1', 'x,"y"']
      ]
    });
    const { status, text, headers } = await exported(id, '?mimeType=text/csv');
    expect([status, text]).toEqual([200, 'a,b\r\n1,"x,""y"""\r\n']);
    expect(headers).toMatchObject({ 'content-type': 'text/csv', 'transfer-encoding': 'chunked' });
    expect(headers['content-length']).toBeUndefined();
  });

  it('marks plain text of a document with a byte order mark', async () => {
    const { id } = await google.emulator.addDocument('document', 'd', { text: 'one\ntwo' });
    expect((await exported(id, '?mimeType=TEXT/plain')).bytes).toEqual(
      Buffer.from('\ufeffone\r\ntwo')
    );
  });

  it('refuses in the order of the specification', async () => {
    const { emulator } = google;
    const blob = await emulator.addFile({ name: 'b', content: 'x' });
    const document = await emulator.addDocument('document', 'd', { text: 'x' });
    const form = await emulator.addDocument('form', 'f');
    const large = await emulator.addDocument('document', 'l', { exportBytes: 11_000_000 });
    const answers = [
      await exported('nothing', ''),
      await exported('nothing', '?mimeType=text/csv'),
      await exported(blob.id, '?mimeType=nonsense'),
      await exported(form.id, '?mimeType=text/plain'),
      await exported(document.id, '?mimeType=text/csv'),
      await exported(document.id, '?mimeType='),
      await exported(large.id, '?mimeType=application/pdf')
    ];
    expect(answers.map(answer => [answer.status, answer.reason])).toEqual([
      [400, 'required'],
      [404, 'notFound'],
      [403, 'fileNotExportable'],
      [403, 'fileNotExportable'],
      [400, 'badRequest'],
      [400, 'badRequest'],
      [403, 'exportSizeLimitExceeded']
    ]);
  });

  it('exports by link what is too large for export', async () => {
    const item = await google.emulator.addDocument('document', 'l', { exportBytes: 11_000_000 });
    const { json } = await google.get(`/drive/v3/files/${item.id}?fields=exportLinks`);
    const link = textOf(objectOf(json, 'exportLinks') ?? {}, 'application/pdf') ?? '';
    const { status, bytes } = await google.get(link);
    expect([status, bytes.subarray(0, 5).toString(), bytes.length > 11_000_000]).toEqual([
      200,
      '%PDF-',
      true
    ]);
  });
});

describe('the long-running download', () => {
  it('is pending, then done, and its address gives the bytes with the token only', async () => {
    const { id } = await google.emulator.addDocument('document', 'd', { text: 'hello' });
    await google.emulator.setKnobs({ operationMs: 60_000 });
    const begun = await google.ask('POST', `/drive/v3/files/${id}/download?mimeType=text/plain`);
    await google.emulator.setKnobs({ operationMs: 0, clockSkewSeconds: 61 });
    await google.signIn();
    const done = await google.get(`/drive/v3/operations/${textOf(begun.json, 'name') ?? ''}`);
    const uri = textOf(objectOf(done.json, 'response') ?? {}, 'downloadUri') ?? '';
    const bytes = await google.get(uri);
    const stranger = await google.get(uri, { token: '' });
    await google.emulator.setKnobs({ clockSkewSeconds: 0 });
    expect([begun.json.done, done.json.done]).toEqual([undefined, true]);
    expect([bytes.text, stranger.status]).toEqual(['\ufeffhello', 403]);
  });

  it('is the only way to a video', async () => {
    const { id } = await google.emulator.addDocument('vid', 'v', { text: 'x' });
    const exportAnswer = await google.get(`/drive/v3/files/${id}/export?mimeType=video/mp4`);
    const { status, json } = await google.ask('POST', `/drive/v3/files/${id}/download`);
    expect([exportAnswer.reason, status, json.done]).toEqual(['fileNotExportable', 200, true]);
  });
});

describe('revisions', () => {
  it('keep what was overwritten', async () => {
    const { id } = await google.emulator.addFile({ name: 'r', content: 'old' });
    await google.emulator.overwrite(id, { content: 'new' });
    const { json } = await google.get(
      `/drive/v3/files/${id}/revisions?fields=revisions(id,size,md5Checksum)`
    );
    const [first] = listOf(json, 'revisions');
    const path = `/drive/v3/files/${id}/revisions/${textOf(first ?? {}, 'id') ?? ''}`;
    const old = await google.get(`${path}?alt=media`);
    const head = await google.get(`/drive/v3/files/${id}?fields=headRevisionId,size`);
    expect([old.text, listOf(json, 'revisions').length]).toEqual(['old', 2]);
    expect(listOf(json, 'revisions').at(-1)?.id).toBe(head.json.headRevisionId);
    expect((await google.ask('DELETE', path)).status).toBe(204);
    expect((await google.get(path)).status).toBe(404);
  });

  it('are not for readers', async () => {
    await google.emulator.addUser('grace@example.org');
    const { id } = await google.emulator.addFile({
      owner: 'grace@example.org',
      name: 'r',
      content: 'x'
    });
    await google.emulator.share(id, 'ada@example.org');
    const { status, reason } = await google.get(`/drive/v3/files/${id}/revisions`);
    expect([status, reason]).toEqual([403, 'insufficientFilePermissions']);
  });
});

describe('batch', () => {
  it('answers each part by itself', async () => {
    const { id } = await google.emulator.addFile({ name: 'in batch', content: 'x' });
    const part = (name: string, line: string, body = ''): string =>
      `--b\r\nContent-Type: application/http\r\nContent-ID: <${name}>\r\n\r\n${line} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${body}\r\n`;
    const { status, headers, text } = await google.ask('POST', '/batch/drive/v3', {
      headers: { 'content-type': 'multipart/mixed; boundary="b"' },
      body: `${part('one', `GET /drive/v3/files/${id}?fields=name`)}${part('two', 'GET /drive/v3/files/nothing')}${part('three', `PATCH /drive/v3/files/${id}?fields=name`, '{"name":"renamed"}')}${part('four', `GET /drive/v3/files/${id}?alt=media`)}--b--`
    });
    expect([status, headers['content-type']]).toEqual([
      200,
      expect.stringMatching(/^multipart\/mixed; boundary=/)
    ]);
    const answers = [...text.matchAll(/Content-ID: <response-(\w+)>\r\n\r\nHTTP\/1\.1 (\d+)/g)];
    expect(answers.map(match => [match[1], match[2]])).toEqual([
      ['one', '200'],
      ['two', '404'],
      ['three', '200'],
      ['four', '302']
    ]);
    expect((await google.get(`/drive/v3/files/${id}?fields=name`)).json).toEqual({
      name: 'renamed'
    });
  });

  it('refuses more than a hundred calls', async () => {
    const part = '--b\n\nGET /drive/v3/files HTTP/1.1\n\n\n';
    const { status } = await google.ask('POST', '/batch/drive/v3', {
      headers: { 'content-type': 'multipart/mixed; boundary=b' },
      body: `${part.repeat(101)}--b--`
    });
    expect(status).toBe(400);
  });
});

describe('changes', () => {
  const since = async (token: string, more = ''): Promise<Answer> =>
    google.get(`/drive/v3/changes?pageToken=${token}&fields=*${more}`);
  const start = async (): Promise<string> =>
    textOf((await google.get('/drive/v3/changes/startPageToken')).json, 'startPageToken') ?? '';

  it('tells each file once, trash as a file and deletion as removed', async () => {
    const token = await start();
    const { emulator } = google;
    const kept = await emulator.addFile({ name: 'kept', content: 'x' });
    const doomed = await emulator.addFile({ name: 'doomed', content: 'x' });
    await google.ask('PATCH', `/drive/v3/files/${kept.id}`, { body: { trashed: true } });
    await google.ask('DELETE', `/drive/v3/files/${doomed.id}`);
    const { json } = await since(token);
    const changes = listOf(json, 'changes').map(change => [
      change.fileId,
      change.removed,
      isJsonObject(change.file) ? change.file.trashed : undefined
    ]);
    expect(changes).toEqual([
      [kept.id, false, true],
      [doomed.id, true, undefined]
    ]);
    const quiet = await since(textOf(json, 'newStartPageToken') ?? '');
    expect([quiet.json.changes, quiet.json.nextPageToken]).toEqual([[], undefined]);
  });

  it('tells the last change last', async () => {
    const token = await start();
    const one = await google.emulator.addFile({ name: 'one', content: '' });
    const two = await google.emulator.addFile({ name: 'two', content: '' });
    await google.ask('PATCH', `/drive/v3/files/${one.id}`, { body: { name: 'changed' } });
    const { json } = await since(token);
    expect(listOf(json, 'changes').map(change => change.fileId)).toEqual([two.id, one.id]);
  });

  it('comes in pages', async () => {
    const token = await start();
    for (let at = 0; at < 3; at += 1) {
      await google.emulator.addFile({ name: `c${at}`, content: '' });
    }
    const first = await since(token, '&pageSize=2');
    const second = await since(textOf(first.json, 'nextPageToken') ?? '', '&pageSize=2');
    expect([listOf(first.json, 'changes').length, first.json.newStartPageToken]).toEqual([
      2,
      undefined
    ]);
    expect([listOf(second.json, 'changes').length, typeof second.json.newStartPageToken]).toEqual([
      1,
      'string'
    ]);
  });

  it('refuses tokens that are none', async () => {
    const answers = [await google.get('/drive/v3/changes'), await since('x'), await since('0')];
    expect(answers.map(answer => [answer.status, answer.reason])).toEqual([
      [400, 'required'],
      [400, 'invalid'],
      [400, 'invalid']
    ]);
  });
});
