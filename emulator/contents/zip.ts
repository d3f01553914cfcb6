import { crc32, deflateRawSync } from 'node:zlib';

export type ZipEntry = { name: string; content: string | Buffer; isStored?: boolean };

/** 1 January 1980, the first day that a ZIP knows: the same input gives the same bytes. */
const DOS_DATE = 0x21;

/** A ZIP of these entries in this order; any reader opens it. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content);
    const packed = entry.isStored === true ? content : deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(entry.isStored === true ? 0 : 8, 4);
    common.writeUInt16LE(DOS_DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    files.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, packed);
    directory.push(directoryEntry(common, offset), name);
    offset += 4 + common.length + name.length + packed.length;
  }
  const table = Buffer.concat(directory);
  return Buffer.concat([...files, table, end(entries.length, table.length, offset)]);
}

function directoryEntry(common: Buffer, offset: number): Buffer {
  const head = Buffer.from([0x50, 0x4b, 1, 2, 20, 0]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([head, common, tail]);
}

function end(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.write('PK\x05\x06', 'latin1');
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
