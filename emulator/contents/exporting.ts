import type { Document } from './document';
import { docx, openDocument, packed, pptx, xlsx, xml } from './office';
import { pdf } from './pdf';
import { picture } from './picture';
import type { ZipEntry } from './zip';

/** A document of the editors in one of the formats of `exports.ts`, by the end of its name. */
export function exportAs(document: Document, kind: string, extension: string): Buffer {
  const lines = linesOf(document);
  const rows = rowsOf(document);
  const least = document.exportBytes ?? 0;
  switch (extension) {
    case 'docx':
      return packed(docx(lines), least);
    case 'xlsx':
      return packed(xlsx(rows), least);
    case 'pptx':
      return packed(pptx(lines), least);
    case 'odt':
      return packed(openDocument('text', lines, rows), least);
    case 'ods':
      return packed(openDocument('spreadsheet', lines, rows), least);
    case 'odp':
      return packed(openDocument('presentation', lines, rows), least);
    case 'epub':
      return packed(epub(lines), least);
    case 'zip':
      return packed([{ name: 'document.html', content: html(lines) }], least);
    case 'pdf':
      return pdf(lines, least);
    case 'png':
    case 'jpeg':
      return picture(320, 200, 1);
    default:
      return padded(textAs(document, kind, extension), least);
  }
}

function textAs(document: Document, kind: string, extension: string): string {
  const lines = linesOf(document);
  switch (extension) {
    case 'csv':
      return rowsOf(document)
        .map(row => `${row.map(quoted).join(',')}\r\n`)
        .join('');
    case 'tsv':
      return rowsOf(document)
        .map(row => `${row.map(cell => cell.replace(/[\t\r\n]/g, ' ')).join('\t')}\r\n`)
        .join('');
    case 'html':
      return html(lines);
    case 'rtf':
      return `{\\rtf1\\ansi ${lines.map(line => `${line.replace(/[\\{}]/g, mark => `\\${mark}`)}\\par`).join('\n')}}`;
    case 'svg':
      return `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"><text x="10" y="30">${xml(lines[0] ?? '')}</text></svg>`;
    case 'json':
      return `${JSON.stringify({ files: [{ id: 'code', name: 'Code', type: 'server_js', source: document.text }] })}\n`;
    case 'md':
      return `${lines.join('\n\n')}\n`;
    default:
      // Docs give plain text a byte order mark (docs/reference/drive.md, "Exports").
      return `${kind.endsWith('.document') ? '\ufeff' : ''}${lines.join('\r\n')}`;
  }
}

function linesOf(document: Document): string[] {
  const text = document.text.split('\n').filter(line => line !== '');
  return text.length > 0 ? text : rowsOf(document).map(row => row.join('  '));
}

function rowsOf(document: Document): string[][] {
  return document.rows.length > 0 ? document.rows : [[document.text]];
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}

function html(lines: readonly string[]): string {
  return `<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type"></head><body>${lines.map(line => `<p>${xml(line)}</p>`).join('')}</body></html>`;
}

function padded(text: string, least: number): Buffer {
  const bytes = Buffer.from(text);
  return bytes.length >= least
    ? bytes
    : Buffer.concat([bytes, Buffer.alloc(least - bytes.length, ' ')]);
}

function epub(lines: readonly string[]): ZipEntry[] {
  const name = 'xmlns="http://www.w3.org/1999/xhtml"';
  return [
    { name: 'mimetype', content: 'application/epub+zip', isStored: true },
    {
      name: 'META-INF/container.xml',
      content:
        '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    },
    {
      name: 'package.opf',
      content:
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">document</dc:identifier><dc:title>Document</dc:title><dc:language>en</dc:language></metadata><manifest><item id="page" href="page.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="page"/></spine></package>'
    },
    {
      name: 'page.xhtml',
      content: `<?xml version="1.0"?><html ${name}><head><title>Document</title></head><body>${lines.map(line => `<p>${xml(line)}</p>`).join('')}</body></html>`
    }
  ];
}
