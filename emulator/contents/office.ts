import type { ZipEntry } from './zip';
import { zip } from './zip';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const WORDS = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const SLIDES = 'http://schemas.openxmlformats.org/presentationml/2006/main';
const TYPE = 'application/vnd.openxmlformats-officedocument';

/** A Word document with one paragraph a line. */
export function docx(lines: readonly string[]): ZipEntry[] {
  const paragraphs = lines.map(
    line => `<w:p><w:r><w:t xml:space="preserve">${xml(line)}</w:t></w:r></w:p>`
  );
  const body = `${XML}<w:document xmlns:w="${WORDS}"><w:body>${paragraphs.join('')}<w:sectPr/></w:body></w:document>`;
  return [
    contentTypes({ '/word/document.xml': `${TYPE}.wordprocessingml.document.main+xml` }),
    relations('_rels/.rels', [['officeDocument', 'word/document.xml']]),
    { name: 'word/document.xml', content: body }
  ];
}

/** A workbook with one sheet; numbers are numbers, the rest is text. */
export function xlsx(rows: readonly (readonly string[])[]): ZipEntry[] {
  const cells = (row: readonly string[]): string => row.map(cell).join('');
  const data = rows.map(row => `<row>${cells(row)}</row>`).join('');
  return [
    contentTypes({
      '/xl/workbook.xml': `${TYPE}.spreadsheetml.sheet.main+xml`,
      '/xl/worksheets/sheet1.xml': `${TYPE}.spreadsheetml.worksheet+xml`
    }),
    relations('_rels/.rels', [['officeDocument', 'xl/workbook.xml']]),
    relations('xl/_rels/workbook.xml.rels', [['worksheet', 'worksheets/sheet1.xml']]),
    {
      name: 'xl/workbook.xml',
      content: `${XML}<workbook xmlns="${SPREADSHEET}" xmlns:r="${OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>`
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `${XML}<worksheet xmlns="${SPREADSHEET}"><sheetData>${data}</sheetData></worksheet>`
    }
  ];
}

function cell(text: string): string {
  return text !== '' && Number.isFinite(Number(text))
    ? `<c><v>${Number(text)}</v></c>`
    : `<c t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c>`;
}

/** A presentation with one slide a line. */
export function pptx(lines: readonly string[]): ZipEntry[] {
  const names = lines.map((_, at) => `slides/slide${at + 1}.xml`);
  const parts = Object.fromEntries(
    names.map(name => [`/ppt/${name}`, `${TYPE}.presentationml.slide+xml`])
  );
  const slideIds = names.map((_, at) => `<p:sldId id="${256 + at}" r:id="r${at + 3}"/>`).join('');
  const tree = (shapes: string): string =>
    `<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>${shapes}</p:spTree></p:cSld>`;
  const spaces = `xmlns:a="${DRAWING}" xmlns:r="${OFFICE}" xmlns:p="${SLIDES}"`;
  return [
    contentTypes({
      '/ppt/presentation.xml': `${TYPE}.presentationml.presentation.main+xml`,
      '/ppt/slideMasters/slideMaster1.xml': `${TYPE}.presentationml.slideMaster+xml`,
      '/ppt/slideLayouts/slideLayout1.xml': `${TYPE}.presentationml.slideLayout+xml`,
      '/ppt/theme/theme1.xml': `${TYPE}.theme+xml`,
      ...parts
    }),
    relations('_rels/.rels', [['officeDocument', 'ppt/presentation.xml']]),
    relations('ppt/_rels/presentation.xml.rels', [
      ['slideMaster', 'slideMasters/slideMaster1.xml'],
      ['theme', 'theme/theme1.xml'],
      ...names.map((name): [string, string] => ['slide', name])
    ]),
    {
      name: 'ppt/presentation.xml',
      content: `${XML}<p:presentation ${spaces}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="r1"/></p:sldMasterIdLst><p:sldIdLst>${slideIds}</p:sldIdLst><p:sldSz cx="9144000" cy="5143500"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`
    },
    {
      name: 'ppt/slideMasters/slideMaster1.xml',
      content: `${XML}<p:sldMaster ${spaces}>${tree('')}<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="r1"/></p:sldLayoutIdLst></p:sldMaster>`
    },
    relations('ppt/slideMasters/_rels/slideMaster1.xml.rels', [
      ['slideLayout', '../slideLayouts/slideLayout1.xml'],
      ['theme', '../theme/theme1.xml']
    ]),
    {
      name: 'ppt/slideLayouts/slideLayout1.xml',
      content: `${XML}<p:sldLayout ${spaces} type="blank">${tree('')}</p:sldLayout>`
    },
    relations('ppt/slideLayouts/_rels/slideLayout1.xml.rels', [
      ['slideMaster', '../slideMasters/slideMaster1.xml']
    ]),
    { name: 'ppt/theme/theme1.xml', content: THEME },
    ...lines.flatMap((line, at) => [
      {
        name: `ppt/slides/slide${at + 1}.xml`,
        content: `${XML}<p:sld ${spaces}>${tree(`<p:sp><p:nvSpPr><p:cNvPr id="2" name="Text"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="500000" y="500000"/><a:ext cx="8000000" cy="1000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:t>${xml(line)}</a:t></a:r></a:p></p:txBody></p:sp>`)}</p:sld>`
      },
      relations(`ppt/slides/_rels/slide${at + 1}.xml.rels`, [
        ['slideLayout', '../slideLayouts/slideLayout1.xml']
      ])
    ])
  ];
}

const COLOURS = ['dk1', 'lt1', 'dk2', 'lt2']
  .concat(['accent1', 'accent2', 'accent3', 'accent4', 'accent5', 'accent6', 'hlink', 'folHlink'])
  .map((name, at) => {
    const value = ((at * 1234567 + 0x202020) % 0xffffff).toString(16).padStart(6, '0');
    return `<a:${name}><a:srgbClr val="${name === 'lt1' ? 'ffffff' : value}"/></a:${name}>`;
  })
  .join('');
const FONT = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>';
const FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>';
const THEME = `${XML}<a:theme xmlns:a="${DRAWING}" name="Plain"><a:themeElements><a:clrScheme name="Plain">${COLOURS}</a:clrScheme><a:fontScheme name="Plain"><a:majorFont>${FONT}</a:majorFont><a:minorFont>${FONT}</a:minorFont></a:fontScheme><a:fmtScheme name="Plain"><a:fillStyleLst>${FILL.repeat(3)}</a:fillStyleLst><a:lnStyleLst>${`<a:ln w="9525">${FILL}</a:ln>`.repeat(3)}</a:lnStyleLst><a:effectStyleLst>${'<a:effectStyle><a:effectLst/></a:effectStyle>'.repeat(3)}</a:effectStyleLst><a:bgFillStyleLst>${FILL.repeat(3)}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`;

/** OpenDocument: text, sheet or slides by kind. */
export function openDocument(
  kind: 'text' | 'spreadsheet' | 'presentation',
  lines: readonly string[],
  rows: readonly (readonly string[])[]
): ZipEntry[] {
  const mimeType = `application/vnd.oasis.opendocument.${kind}`;
  const space = 'urn:oasis:names:tc:opendocument:xmlns';
  const paragraphs = lines.map(line => `<text:p>${xml(line)}</text:p>`);
  const cells = (row: readonly string[]): string =>
    row.map(text => `<table:table-cell><text:p>${xml(text)}</text:p></table:table-cell>`).join('');
  const inside = {
    text: paragraphs.join(''),
    spreadsheet: `<table:table table:name="Sheet1">${rows.map(row => `<table:table-row>${cells(row)}</table:table-row>`).join('')}</table:table>`,
    presentation: lines
      .map(
        (line, at) =>
          `<draw:page draw:name="page${at + 1}"><draw:frame><draw:text-box><text:p>${xml(line)}</text:p></draw:text-box></draw:frame></draw:page>`
      )
      .join('')
  }[kind];
  return [
    { name: 'mimetype', content: mimeType, isStored: true },
    {
      name: 'META-INF/manifest.xml',
      content: `${XML}<manifest:manifest xmlns:manifest="${space}:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${mimeType}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`
    },
    {
      name: 'content.xml',
      content: `${XML}<office:document-content xmlns:office="${space}:office:1.0" xmlns:text="${space}:text:1.0" xmlns:table="${space}:table:1.0" xmlns:draw="${space}:drawing:1.0" office:version="1.2"><office:body><office:${kind}>${inside}</office:${kind}></office:body></office:document-content>`
    }
  ];
}

/** `entries` as one file, made at least `leastBytes` long by an entry that readers pass over. */
export function packed(entries: readonly ZipEntry[], leastBytes: number): Buffer {
  const bytes = zip(entries);
  return bytes.length >= leastBytes
    ? bytes
    : zip([...entries, { name: 'padding.bin', content: Buffer.alloc(leastBytes), isStored: true }]);
}

export function xml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

function contentTypes(parts: Record<string, string>): ZipEntry {
  const overrides = Object.entries(parts)
    .map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`)
    .join('');
  return {
    name: '[Content_Types].xml',
    content: `${XML}<Types xmlns="${TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/octet-stream"/>${overrides}</Types>`
  };
}

function relations(name: string, targets: readonly (readonly [string, string])[]): ZipEntry {
  const each = targets
    .map(
      ([kind, target], at) =>
        `<Relationship Id="r${at + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`
    )
    .join('');
  return { name, content: `${XML}<Relationships xmlns="${RELATIONS}">${each}</Relationships>` };
}
