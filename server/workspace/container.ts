/**
 * Whether an export arrived whole. Exports have neither size nor checksum (docs/reference/drive.md, "Exports"), but the
 * formats have ends: a zip its directory, a PDF its trailer, a PNG its last chunk, XML its last tag.
 */
import { open } from 'node:fs/promises';

/** Longer than any comment that follows what is looked for. Bytes. */
const TAIL = 66_000;

const ENDS: readonly (readonly [type: RegExp, isWhole: (tail: Buffer) => boolean])[] = [
  [
    /openxmlformats|opendocument|zip/,
    tail => tail.includes(Buffer.from('PK\u0005\u0006', 'latin1'))
  ],
  [/^application\/pdf$/, tail => tail.subarray(-1_024).includes('%%EOF')],
  [/^image\/png$/, tail => tail.subarray(-12).includes('IEND')],
  [/^image\/svg\+xml$/, tail => tail.toString('utf8').trimEnd().endsWith('</svg>')]
];

/** False if the end of the format is missing. Formats without an end are taken as they are. */
export async function isWhole(path: string, mimeType: string): Promise<boolean> {
  if (mimeType.endsWith('json')) {
    return isJson(path);
  }
  const end = ENDS.find(([type]) => type.test(mimeType));
  return end === undefined || end[1](await tailOf(path));
}

async function tailOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(TAIL, size);
    const tail = Buffer.alloc(length);
    await file.read(tail, 0, length, size - length);
    return tail;
  } finally {
    await file.close();
  }
}

async function isJson(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    JSON.parse(await file.readFile('utf8'));
    return true;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
