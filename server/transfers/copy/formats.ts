/** Google documents as files: which format, which ending, and how to tell that one arrived whole. Pure. */
import { ownValue, type ExportSettings } from '../../../protocol';
import { GOOGLE_TYPE } from '../../drive/adapter';

/**
 * Exports have neither size nor checksum (docs/reference/drive.md, "Exports"), but most formats have an
 * end. `tail` is handed at most TAIL_BYTES of the end of the file, `all` the whole of it.
 */
export type EndCheck =
  | { readonly reads: 'nothing' }
  | { readonly reads: 'tail' | 'all'; readonly isComplete: (bytes: Buffer) => boolean };

export type ExportFormat = {
  readonly mimeType: string;
  readonly extension: string;
  readonly end: EndCheck;
};

/** Longer than any comment that may follow a zip's directory. */
export const TAIL_BYTES = 66_000;

const OFFICE = 'application/vnd.openxmlformats-officedocument.';
const ZIP_DIRECTORY_END = Buffer.from('PK\u0005\u0006', 'latin1');

const NO_END_TO_CHECK: EndCheck = { reads: 'nothing' };
const ZIP_END: EndCheck = { reads: 'tail', isComplete: tail => tail.includes(ZIP_DIRECTORY_END) };
const PDF_TRAILER: EndCheck = {
  reads: 'tail',
  isComplete: tail => tail.subarray(-1_024).includes('%%EOF')
};
const PNG_LAST_CHUNK: EndCheck = {
  reads: 'tail',
  isComplete: tail => tail.subarray(-12).includes('IEND')
};
const XML_LAST_TAG: EndCheck = {
  reads: 'tail',
  isComplete: tail => tail.toString('utf8').trimEnd().endsWith('</svg>')
};
const JSON_WHOLE: EndCheck = { reads: 'all', isComplete: isJson };

/** A line of text may end anywhere: what was cut off can't be seen in what is there. */
const FORMATS = {
  docx: { mimeType: `${OFFICE}wordprocessingml.document`, extension: '.docx', end: ZIP_END },
  md: { mimeType: 'text/markdown', extension: '.md', end: NO_END_TO_CHECK },
  pdf: { mimeType: 'application/pdf', extension: '.pdf', end: PDF_TRAILER },
  xlsx: { mimeType: `${OFFICE}spreadsheetml.sheet`, extension: '.xlsx', end: ZIP_END },
  csv: { mimeType: 'text/csv', extension: '.csv', end: NO_END_TO_CHECK },
  pptx: { mimeType: `${OFFICE}presentationml.presentation`, extension: '.pptx', end: ZIP_END },
  svg: { mimeType: 'image/svg+xml', extension: '.svg', end: XML_LAST_TAG },
  png: { mimeType: 'image/png', extension: '.png', end: PNG_LAST_CHUNK },
  json: { mimeType: `${GOOGLE_TYPE}script+json`, extension: '.json', end: JSON_WHOLE }
} as const satisfies Record<string, ExportFormat>;

/** null for what Google can't export: forms, sites, maps, recordings. */
export function exportFormatOf(mimeType: string, settings: ExportSettings): ExportFormat | null {
  switch (mimeType) {
    case `${GOOGLE_TYPE}document`:
      return FORMATS[settings.exportDocuments];
    case `${GOOGLE_TYPE}spreadsheet`:
      return FORMATS[settings.exportSpreadsheets];
    case `${GOOGLE_TYPE}presentation`:
      return FORMATS[settings.exportPresentations];
    case `${GOOGLE_TYPE}drawing`:
      return FORMATS[settings.exportDrawings];
    case `${GOOGLE_TYPE}script`:
      return FORMATS.json;
    default:
      return null;
  }
}

/** Of the type that a document is exported as. */
export function endCheckOf(mimeType: string): EndCheck {
  const formats: readonly ExportFormat[] = Object.values(FORMATS);
  return formats.find(format => format.mimeType === mimeType)?.end ?? NO_END_TO_CHECK;
}

/** What a kind of Google item is called, for the sentence that it can't be copied. */
export function documentKind(mimeType: string): string {
  const name = mimeType.startsWith(GOOGLE_TYPE) ? mimeType.slice(GOOGLE_TYPE.length) : mimeType;
  const known: Readonly<Record<string, string>> = {
    form: 'a Google Form',
    site: 'a Google Site',
    map: 'a Google map',
    jam: 'a Jamboard',
    vid: 'a Google Vid'
  };
  return ownValue(known, name) ?? 'a kind of Google document without a file format';
}

const COLAB = 'application/vnd.google.colaboratory';

/** The file name of an item: with the ending of its format, unless it has it. */
export function withExtension(name: string, mimeType: string, format: ExportFormat | null): string {
  const extension = format?.extension ?? (mimeType === COLAB ? '.ipynb' : '');
  return name.toLowerCase().endsWith(extension) ? name : name + extension;
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
