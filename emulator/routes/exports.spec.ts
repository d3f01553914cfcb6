import { describe, expect, it } from '@jest/globals';

import { objectOf, textOf } from '../json';
import type { Answer } from '../testing/fixture';
import { withFixture } from '../testing/fixture';

const google = withFixture();

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
