/** googleapis for Node, unmodified, through the CONNECT proxy: list, read, write. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { JWT } from 'google-auth-library';
import { drive_v3 } from 'googleapis/build/src/apis/drive/v3';

import { EmulatorProcess } from '../emulator/client';

type ErrorBody = { error: { errors: { reason: string }[] } };
type Work = (drive: drive_v3.Drive) => Promise<void>;

/** Its admin routes are plain HTTP and need no proxy. */
const emulator = new EmulatorProcess(readyLine());

/** What the emulator printed when it was ready; the runner of the judges hands it on. */
function readyLine(): Record<string, unknown> {
  const ready: unknown = JSON.parse(process.env.EMULATOR_READY ?? 'null');
  if (typeof ready !== 'object' || ready === null) {
    throw new Error('EMULATOR_READY does not say where the emulator is.');
  }
  return { ...ready };
}

function equal(got: unknown, wanted: unknown, what: string): void {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${what} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
  }
}

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

async function bytesOf(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) {
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}

const OPERATIONS: [row: string, name: string, work: Work][] = [
  [
    'list a folder',
    'files.list in pages',
    async drive => {
      await emulator.reset('sample');
      const found = await drive.files.list({ q: `name='Sensor readings'`, fields: 'files(id)' });
      const names: (string | null | undefined)[] = [];
      let pageToken: string | undefined;
      do {
        const { data } = await drive.files.list({
          q: `'${found.data.files?.[0]?.id ?? ''}' in parents and trashed=false`,
          orderBy: 'name_natural',
          pageSize: 1000,
          fields: 'nextPageToken,files(name)',
          pageToken
        });
        names.push(...(data.files ?? []).map(file => file.name));
        pageToken = data.nextPageToken ?? undefined;
      } while (pageToken !== undefined);
      equal(
        [names.length, names[0], names[2999]],
        [3000, 'reading-0001.csv', 'reading-3000.csv'],
        'the list'
      );
    }
  ],
  [
    'download',
    'files.get alt=media as a stream',
    async drive => {
      const { id, md5Checksum } = await emulator.addFile({
        name: 'a.bin',
        size: 3_000_000,
        contentSeed: 5
      });
      const { data } = await drive.files.get(
        { fileId: id, alt: 'media' },
        { responseType: 'stream' }
      );
      equal(md5(await bytesOf(data)), md5Checksum, 'the digest');
    }
  ],
  [
    'download',
    'text that comes gzipped',
    async drive => {
      const { id } = await emulator.addFile({ name: 'a.csv', content: 'a,b\n1,2\n' });
      const { data } = await drive.files.get(
        { fileId: id, alt: 'media' },
        { responseType: 'stream' }
      );
      equal(await text(data), 'a,b\n1,2\n', 'the text');
    }
  ],
  [
    'read a range',
    'Range: bytes=…',
    async drive => {
      const { id } = await emulator.addFile({ name: 'digits', content: '0123456789' });
      const answer = await drive.files.get(
        { fileId: id, alt: 'media' },
        { responseType: 'stream', headers: { Range: 'bytes=3-5' } }
      );
      equal([answer.status, await text(answer.data)], [206, '345'], 'the range');
    }
  ],
  [
    'upload',
    'files.create with media',
    async drive => {
      const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));
      const { data } = await drive.files.create({
        requestBody: { name: 'u.bin' },
        media: { mimeType: 'application/octet-stream', body: Readable.from([bytes]) },
        fields: 'id,name,size,md5Checksum'
      });
      equal([data.name, data.size, data.md5Checksum], ['u.bin', '100000', md5(bytes)], 'the file');
    }
  ],
  [
    'new revision',
    'files.update with media',
    async drive => {
      const { id } = await emulator.addFile({ name: 'u.txt', content: 'old' });
      await drive.files.update({ fileId: id, media: { mimeType: 'text/plain', body: 'newer' } });
      const { data } = await drive.revisions.list({ fileId: id, fields: 'revisions(size)' });
      equal(
        data.revisions?.map(revision => revision.size),
        ['3', '5'],
        'the revisions'
      );
    }
  ],
  [
    'export documents',
    'files.export',
    async drive => {
      const { id } = await emulator.addDocument('spreadsheet', 's', { rows: [['a', 'b']] });
      const { data } = await drive.files.export(
        { fileId: id, mimeType: 'text/csv' },
        { responseType: 'text' }
      );
      equal(data, 'a,b\r\n', 'the CSV');
    }
  ],
  [
    'changes',
    'changes.list',
    async drive => {
      const start = await drive.changes.getStartPageToken({});
      const { id } = await emulator.addFile({ name: 'new', content: '' });
      const { data } = await drive.changes.list({ pageToken: start.data.startPageToken ?? '' });
      equal(
        data.changes?.map(change => change.fileId),
        [id],
        'the changes'
      );
    }
  ],
  [
    'errors',
    'a file that is not there',
    async drive => {
      const error: unknown = await drive.files.get({ fileId: 'nothing' }).catch((e: unknown) => e);
      const { response } = error as { response?: { status: number; data: ErrorBody } };
      const reasons = response?.data.error.errors.map(entry => entry.reason);
      equal([response?.status, reasons], [404, ['notFound']], 'the error');
    }
  ]
];

async function main(): Promise<void> {
  for (const [row, name, work] of OPERATIONS) {
    await emulator.reset();
    const auth = new JWT({
      keyFile: emulator.keyFile,
      subject: emulator.subject,
      scopes: ['https://www.googleapis.com/auth/drive']
    });
    const start = performance.now();
    const error = await work(new drive_v3.Drive({ auth })).then(
      () => undefined,
      (reason: unknown) => (reason instanceof Error ? reason.stack : String(reason))
    );
    const seconds = Math.round(performance.now() - start) / 1000;
    console.log(
      JSON.stringify({
        judge: 'googleapis',
        row,
        name,
        seconds,
        passed: error === undefined,
        error
      })
    );
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
