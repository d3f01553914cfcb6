/** Google documents as files: which format, which ending (docs/reference/drive.md, "Exports"). Pure. */
import type { ExportSettings } from '../../../protocol';

export type ExportFormat = { readonly mimeType: string; readonly extension: string };

const GOOGLE = 'application/vnd.google-apps.';
const OFFICE = 'application/vnd.openxmlformats-officedocument.';

const FORMATS = {
  docx: { mimeType: `${OFFICE}wordprocessingml.document`, extension: '.docx' },
  md: { mimeType: 'text/markdown', extension: '.md' },
  pdf: { mimeType: 'application/pdf', extension: '.pdf' },
  xlsx: { mimeType: `${OFFICE}spreadsheetml.sheet`, extension: '.xlsx' },
  csv: { mimeType: 'text/csv', extension: '.csv' },
  pptx: { mimeType: `${OFFICE}presentationml.presentation`, extension: '.pptx' },
  svg: { mimeType: 'image/svg+xml', extension: '.svg' },
  png: { mimeType: 'image/png', extension: '.png' },
  json: { mimeType: `${GOOGLE}script+json`, extension: '.json' }
} as const satisfies Record<string, ExportFormat>;

/** null for what Google can't export: forms, sites, maps, recordings. */
export function exportFormatOf(mimeType: string, settings: ExportSettings): ExportFormat | null {
  switch (mimeType) {
    case `${GOOGLE}document`:
      return FORMATS[settings.exportDocuments];
    case `${GOOGLE}spreadsheet`:
      return FORMATS[settings.exportSpreadsheets];
    case `${GOOGLE}presentation`:
      return FORMATS[settings.exportPresentations];
    case `${GOOGLE}drawing`:
      return FORMATS[settings.exportDrawings];
    case `${GOOGLE}script`:
      return FORMATS.json;
    default:
      return null;
  }
}

/** What a kind of Google item is called, for the sentence that it can't be copied. */
export function documentKind(mimeType: string): string {
  const name = mimeType.startsWith(GOOGLE) ? mimeType.slice(GOOGLE.length) : mimeType;
  const known: Readonly<Record<string, string>> = {
    form: 'a Google Form',
    site: 'a Google Site',
    map: 'a Google map',
    jam: 'a Jamboard',
    vid: 'a Google Vid'
  };
  return known[name] ?? 'a kind of Google document without a file format';
}

const COLAB = 'application/vnd.google.colaboratory';

/** The file name of an item: with the ending of its format, unless it has it. */
export function withExtension(name: string, mimeType: string, format: ExportFormat | null): string {
  const extension = format?.extension ?? (mimeType === COLAB ? '.ipynb' : '');
  return name.toLowerCase().endsWith(extension) ? name : name + extension;
}
