import { crc32, deflateSync } from 'node:zlib';

/** A PNG of a smooth two-dimensional field, `width` × `height` pixels, in colours that follow from `phase`. */
export function picture(width: number, height: number, phase: number): Buffer {
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y += 1) {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x += 1) {
      const wave = Math.sin((x / width) * 6 + phase) * Math.cos((y / height) * 5 - phase);
      row[1 + x * 3] = Math.round(127 + 110 * wave);
      row[2 + x * 3] = Math.round(140 + 90 * Math.sin(phase + wave * 2));
      row[3 + x * 3] = Math.round(150 - 100 * wave);
    }
    rows.push(row);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0))
  ]);
}

function chunk(kind: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const whole = Buffer.alloc(8 + typed.length);
  whole.writeUInt32BE(body.length, 0);
  typed.copy(whole, 4);
  whole.writeUInt32BE(crc32(typed), 4 + typed.length);
  return whole;
}
