import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import type { Answer } from '../testing/fixture';
import { withFixture } from '../testing/fixture';

const google = withFixture();

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
