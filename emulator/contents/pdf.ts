/** A PDF of A4 pages with these lines of text, at least `leastBytes` long; any reader opens it. */
export function pdf(lines: readonly string[], leastBytes = 0): Buffer {
  const pages: string[][] = [];
  for (let at = 0; at < Math.max(1, lines.length); at += LINES_PER_PAGE) {
    pages.push(lines.slice(at, at + LINES_PER_PAGE));
  }
  const objects: Buffer[] = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from(
      `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, at) => `${4 + 2 * at} 0 R`).join(' ')}] >>`
    ),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  ];
  pages.forEach((page, at) => {
    objects.push(
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * at} 0 R >>`
      ),
      stream(Buffer.from(pageText(page), 'latin1'))
    );
  });
  if (leastBytes > 0) {
    objects.push(stream(Buffer.alloc(leastBytes, '0')));
  }
  return assemble(objects);
}

const LINES_PER_PAGE = 48;

function pageText(lines: readonly string[]): string {
  const shown = lines.map(line => `(${escape(line)}) Tj T*`).join('\n');
  return `BT /F1 11 Tf 15 TL 60 780 Td\n${shown}\nET`;
}

function escape(line: string): string {
  return line.replace(/[^\x20-\xff]/gu, '?').replace(/[\\()]/g, mark => `\\${mark}`);
}

function stream(body: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`<< /Length ${body.length} >>\nstream\n`),
    body,
    Buffer.from('\nendstream')
  ]);
}

/** Numbers the objects and writes the table of where each begins. */
function assemble(objects: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const starts: number[] = [];
  let length = parts[0]?.length ?? 0;
  objects.forEach((object, at) => {
    const whole = Buffer.concat([
      Buffer.from(`${at + 1} 0 obj\n`),
      object,
      Buffer.from('\nendobj\n')
    ]);
    starts.push(length);
    length += whole.length;
    parts.push(whole);
  });
  const rows = starts.map(start => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`
    )
  );
  return Buffer.concat(parts);
}
