/** What the parts of the contract of Drive have in common: bytes to move, and who asks. For specs. */
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { DriveFile, IDrive, UploadRequest } from '../drive/drive';
import { pagesOf } from '../drive/pages';
import { childrenOf } from '../drive/query';
import { RESUMABLE_ABOVE } from '../drive/uploads';
import type { Caller, Download } from '../google/caller';

/** A drive, with a folder in it that the suite may fill; whoever opened it removes the folder. */
export type OpenDrive = {
  readonly drive: IDrive;
  readonly folder: string;
  /** Id of a Google document. */
  readonly document: string;
  readonly close: () => Promise<void>;
};

export const SMALL = Buffer.from('five small bytes, and some more\n');
export const LARGE = randomBytes(RESUMABLE_ABOVE + 1_234_567);
export const MODIFIED = '2024-05-06T07:08:09.123Z';
export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const NO_SUCH_ID = '1nobodyhasthisid0000000000000000x';

export function patient(): Caller {
  return { priority: 'transfer', signal: new AbortController().signal };
}

export function uploadOf(bytes: Buffer): Omit<UploadRequest, 'target'> {
  return {
    mimeType: 'application/octet-stream',
    modified: MODIFIED,
    source: {
      size: bytes.length,
      read: (offset, end) => Readable.from([bytes.subarray(offset, end)], { objectMode: false }),
      onOffset: () => undefined
    },
    session: null,
    onSession: () => undefined
  };
}

export async function allPages(
  drive: IDrive,
  parent: string,
  pageSize: number
): Promise<DriveFile[][]> {
  const q = childrenOf(parent);
  const pages: DriveFile[][] = [];
  const asked = pagesOf(
    pageToken => drive.list({ q, pageSize, pageToken }, patient()),
    page => page.files.length
  );
  for await (const page of asked) {
    pages.push([...page.files]);
  }
  return pages;
}

export async function collect({ pipeTo }: Download): Promise<Buffer> {
  const parts: Buffer[] = [];
  await pipeTo(bytes => {
    parts.push(Buffer.from(bytes)); // they are good only until we return
    return null;
  });
  return Buffer.concat(parts);
}

export function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

export async function newId(drive: IDrive): Promise<string> {
  return (await drive.generateIds(1, patient()))[0] ?? '';
}

/** The names of what is in a folder. */
export async function namesIn(drive: IDrive, parent: string): Promise<string[]> {
  return (await allPages(drive, parent, 100)).flat().map(({ name }) => name);
}
