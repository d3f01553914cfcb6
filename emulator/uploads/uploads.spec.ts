import { randomBytes } from 'node:crypto';
import { createHash } from 'node:crypto';

import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { withFixture } from '../testing/fixture';
import type { Answer } from '../testing/fixture';
import { textOf, textsOf } from '../json';
import { CHUNK_UNIT } from './uploadState';

const google = withFixture();

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
const FIELDS = 'fields=id,name,size,md5Checksum,mimeType';

async function begin(body: object, headers: Record<string, string> = {}): Promise<string> {
  const answer = await google.ask('POST', `/upload/drive/v3/files?uploadType=resumable&${FIELDS}`, {
    body,
    headers
  });
  expect([answer.status, answer.bytes.length]).toEqual([200, 0]);
  return answer.headers.location ?? '';
}

/** Bytes to a session; no token is sent, the address is the key. */
function put(
  location: string,
  bytes: Buffer,
  contentRange?: string,
  method = 'PUT'
): Promise<Answer> {
  const headers: Record<string, string> =
    contentRange === undefined ? {} : { 'content-range': contentRange };
  return google.ask(method, location, { token: '', body: bytes, headers });
}

describe('an upload in one request', () => {
  it('takes a body alone as an untitled file', async () => {
    const { json } = await google.ask('POST', `/upload/drive/v3/files?uploadType=media&${FIELDS}`, {
      headers: { 'content-type': 'text/plain' },
      body: 'hello'
    });
    expect(json).toEqual({
      id: expect.any(String),
      name: 'Untitled',
      mimeType: 'text/plain',
      size: '5',
      md5Checksum: md5(Buffer.from('hello'))
    });
  });

  it.each(['\r\n', '\n'])('takes metadata and bytes with line ends %j', async end => {
    const bytes = randomBytes(10_000);
    const head = ['--=x=', 'Content-Type: application/json', '', '{"name":"m.bin"}', '--=x='];
    head.push('Content-Type: application/octet-stream', 'MIME-Version: 1.0', '', '');
    const { json } = await google.ask(
      'POST',
      `/upload/drive/v3/files?uploadType=multipart&${FIELDS}`,
      {
        headers: { 'content-type': 'multipart/related; boundary="=x="' },
        body: Buffer.concat([
          Buffer.from(head.join(end)),
          bytes,
          Buffer.from(`${end}--=x=--${end}`)
        ])
      }
    );
    expect(json).toMatchObject({ name: 'm.bin', size: '10000', md5Checksum: md5(bytes) });
  });

  it.each([
    ['no boundary', 'multipart/related', '--b\n\n{}\n--b\n\nx\n--b--'],
    ['one part', 'multipart/related; boundary=b', '--b\n\n{}\n--b--'],
    ['no end', 'multipart/related; boundary=b', '--b\n\n{}\n--b\n\nx'],
    ['bad JSON', 'multipart/related; boundary=b', '--b\n\n{"name":\n--b\n\nx\n--b--']
  ])('refuses a multipart body with %s', async (_, type, body) => {
    const { status } = await google.ask('POST', '/upload/drive/v3/files?uploadType=multipart', {
      headers: { 'content-type': type },
      body
    });
    expect(status).toBe(400);
  });

  it('makes an empty file of metadata alone', async () => {
    const { json } = await google.ask('POST', `/drive/v3/files?${FIELDS}`, {
      body: { name: 'e.csv' }
    });
    expect(json).toMatchObject({
      size: '0',
      md5Checksum: 'd41d8cd98f00b204e9800998ecf8427e',
      mimeType: 'text/csv'
    });
  });

  it('adds a revision by PATCH and knows no PUT', async () => {
    const { id } = await google.emulator.addFile({ name: 'u', content: 'old' });
    const path = `/upload/drive/v3/files/${id}?uploadType=media&${FIELDS}`;
    const patched = await google.ask('PATCH', path, { body: 'newer' });
    const wrong = await google.ask('PUT', path, { body: 'x' });
    expect(patched.json).toMatchObject({ id, name: 'u', size: '5' });
    expect([
      wrong.status,
      (await google.emulator.snapshot()).find(item => item.id === id)?.revisions
    ]).toEqual([404, 2]);
  });
});

describe('a resumable upload', () => {
  const size = 3 * CHUNK_UNIT + 1000;
  const bytes = randomBytes(size);
  let location: string;
  beforeEach(async () => {
    location = await begin({ name: 'r.bin' }, { 'x-upload-content-length': String(size) });
  });
  const chunk = (first: number, end: number, total: number | '*' = size): Promise<Answer> =>
    put(location, bytes.subarray(first, end), `bytes ${first}-${end - 1}/${total}`);
  const whole = expect.objectContaining({ size: String(size), md5Checksum: md5(bytes) });

  it('takes the whole file at once', async () => {
    const { status, json } = await put(location, bytes);
    expect([status, json]).toEqual([200, whole]);
  });

  it('takes chunks, by PUT or POST, and tells how far it is', async () => {
    const empty = await put(location, Buffer.alloc(0), `bytes */${size}`);
    const first = await chunk(0, 2 * CHUNK_UNIT);
    const asked = await put(location, Buffer.alloc(0), 'bytes */*');
    const last = await put(
      location,
      bytes.subarray(2 * CHUNK_UNIT),
      `bytes ${2 * CHUNK_UNIT}-${size - 1}/${size}`,
      'POST'
    );
    expect([empty.status, empty.headers.range]).toEqual([308, undefined]);
    expect([first.status, first.headers.range]).toEqual([308, `bytes=0-${2 * CHUNK_UNIT - 1}`]);
    expect([asked.status, asked.headers.range]).toEqual([308, `bytes=0-${2 * CHUNK_UNIT - 1}`]);
    expect([last.status, last.json]).toEqual([200, whole]);
  });

  it('answers with the finished file again when the answer was lost', async () => {
    const first = await put(location, bytes);
    const again = await put(location, Buffer.alloc(0), `bytes */${size}`);
    expect([again.status, again.json]).toEqual([200, first.json]);
    const made = (await google.emulator.snapshot()).filter(item => item.id === first.json.id);
    expect(made).toHaveLength(1);
  });

  it('takes bytes again that it has already', async () => {
    await chunk(0, 2 * CHUNK_UNIT);
    const { status, json } = await chunk(CHUNK_UNIT, size);
    expect([status, json]).toEqual([200, whole]);
  });

  it('may keep less than was sent', async () => {
    await google.emulator.setKnobs({ uploadKeepBytes: CHUNK_UNIT });
    const first = await chunk(0, 2 * CHUNK_UNIT);
    const second = await chunk(CHUNK_UNIT, size);
    await google.emulator.setKnobs({ uploadKeepBytes: 0 });
    const last = await chunk(2 * CHUNK_UNIT, size);
    expect([first.headers.range, second.headers.range]).toEqual([
      `bytes=0-${CHUNK_UNIT - 1}`,
      `bytes=0-${2 * CHUNK_UNIT - 1}`
    ]);
    expect([last.status, last.json]).toEqual([200, whole]);
  });

  it('finds out the size at the end', async () => {
    location = await begin({ name: 'unknown size' });
    const first = await chunk(0, 3 * CHUNK_UNIT, '*');
    const end = await put(location, Buffer.alloc(0), `bytes */${3 * CHUNK_UNIT}`);
    expect([first.status, end.status, end.json.size]).toEqual([308, 200, String(3 * CHUNK_UNIT)]);
  });

  it('refuses offsets it has not reached, in plain text with 503', async () => {
    const { status, text, headers } = await chunk(CHUNK_UNIT, 2 * CHUNK_UNIT);
    expect([status, headers['content-type']]).toEqual([503, 'text/plain; charset=UTF-8']);
    expect(text).toBe(
      `Invalid request.  According to the Content-Range header, the upload offset is ${CHUNK_UNIT} byte(s), which exceeds already uploaded size of 0 byte(s).`
    );
  });

  it('refuses chunks that are no multiple of 256 KiB, and wrong lengths', async () => {
    const uneven = await chunk(0, 1000);
    const short = await put(location, bytes.subarray(0, 10), `bytes 0-${size - 1}/${size}`);
    const impossible = await put(location, Buffer.alloc(0), 'bytes 0--1/0');
    expect([uneven.status, short.status, impossible.status]).toEqual([400, 400, 400]);
  });

  it('keeps whole units when the connection breaks', async () => {
    const { emulator } = google;
    const request = new Promise<void>(resolve => {
      void import('node:http').then(({ request: open }) => {
        const upload = open(location, {
          method: 'PUT',
          headers: { 'content-length': size, 'content-range': `bytes 0-${size - 1}/${size}` }
        });
        upload.on('error', () => {
          resolve();
        });
        upload.write(bytes.subarray(0, CHUNK_UNIT + 5000), () => upload.destroy());
      });
    });
    await request;
    const asked = await put(location, Buffer.alloc(0), `bytes */${size}`);
    const kept = Number(/-(\d+)$/.exec(asked.headers.range ?? '')?.[1] ?? -1) + 1;
    expect([asked.status, kept % CHUNK_UNIT, kept <= CHUNK_UNIT]).toEqual([308, 0, true]);
    const { json } = await chunk(kept, size);
    expect(json).toEqual(whole);
    expect(emulator.url).toContain('127.0.0.1');
  });

  it('can be cancelled, and expires', async () => {
    const cancelled = await google.ask('DELETE', location, { token: '' });
    const gone = await put(location, bytes);
    location = await begin({ name: 'late' });
    await google.emulator.setKnobs({ clockSkewSeconds: 8 * 24 * 3600 });
    const late = await put(location, bytes);
    await google.emulator.setKnobs({ clockSkewSeconds: 0 });
    expect([cancelled.status, gone.status, late.status]).toEqual([499, 404, 404]);
  });

  it('refuses at the start what it could not finish', async () => {
    const { status, reason } = await google.ask(
      'POST',
      '/upload/drive/v3/files?uploadType=resumable',
      {
        body: { name: 'x' },
        token: await google.token({ sub: null })
      }
    );
    expect([status, reason]).toEqual([403, 'storageQuotaExceeded']);
  });

  it('arrives whole however it is cut, repeated and answered', async () => {
    const step = fc.record({
      back: fc.nat(2),
      units: fc.integer({ min: 1, max: 4 }),
      keep: fc.nat(2)
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async steps => {
        location = await begin({ name: 'fuzzed' });
        let kept = 0;
        let answer: Answer | undefined;
        for (let at = 0; answer?.status !== 200; at += 1) {
          const { back, units, keep } = steps[at % steps.length] ?? { back: 0, units: 4, keep: 0 };
          await google.emulator.setKnobs({ uploadKeepBytes: keep * CHUNK_UNIT });
          const first = Math.max(0, kept - (back % 2) * CHUNK_UNIT);
          answer = await chunk(first, Math.min(size, first + (units + 1) * CHUNK_UNIT));
          expect([200, 308]).toContain(answer.status);
          kept = Number(/-(\d+)$/.exec(answer.headers.range ?? '')?.[1] ?? kept - 1) + 1;
        }
        expect(answer.json).toEqual(whole);
      }),
      { numRuns: 15 }
    );
    await google.emulator.setKnobs({ uploadKeepBytes: 0 });
  });
});

describe('what an upload becomes', () => {
  it('uses an id once, and only one that was given out', async () => {
    const { json } = await google.get('/drive/v3/files/generateIds?count=1');
    const [id = ''] = textsOf(json, 'ids') ?? [];
    const create = (body: object): Promise<Answer> =>
      google.ask('POST', '/drive/v3/files', { body });
    const first = await create({ id, name: 'once' });
    const again = await create({ id, name: 'once' });
    const madeUp = await create({ id: 'myOwnId', name: 'x' });
    expect([first.json.id, again.status, again.reason]).toEqual([id, 409, 'fileIdInUse']);
    expect([madeUp.status, textOf(madeUp.json, 'id')]).toEqual([400, undefined]);
  });

  it('stops at the day’s volume and at a full storage', async () => {
    const { emulator } = google;
    await emulator.setKnobs({ uploadBytesPerDay: 100 });
    const volume = await google.ask('POST', '/upload/drive/v3/files?uploadType=media', {
      body: Buffer.alloc(101)
    });
    await emulator.setKnobs({ uploadBytesPerDay: 0, storageLimit: 10 });
    const full = await google.ask('POST', '/upload/drive/v3/files?uploadType=media', {
      body: Buffer.alloc(101)
    });
    await emulator.setKnobs({ storageLimit: 0 });
    expect([volume.status, volume.reason]).toEqual([403, 'userRateLimitExceeded']);
    expect([full.status, full.reason]).toEqual([403, 'storageQuotaExceeded']);
  });
});
