import type { Document } from '../contents/document';
import { ownValue } from '../json';

export type ExportFormat = { mimeType: string; extension: string };

const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';

const format = (mimeType: string, extension: string): ExportFormat => ({ mimeType, extension });

/** Formats of each kind, as about.exportFormats tells them (docs/reference/drive.md, "Exports"). */
const FORMATS: Record<string, readonly ExportFormat[]> = {
  'application/vnd.google-apps.document': [
    format(`${OOXML}.wordprocessingml.document`, 'docx'),
    format(`${ODF}.text`, 'odt'),
    format('application/rtf', 'rtf'),
    format('application/pdf', 'pdf'),
    format('text/plain', 'txt'),
    format('text/html', 'html'),
    format('application/zip', 'zip'),
    format('application/epub+zip', 'epub'),
    format('text/markdown', 'md'),
    format('text/x-markdown', 'md')
  ],
  'application/vnd.google-apps.spreadsheet': [
    format(`${OOXML}.spreadsheetml.sheet`, 'xlsx'),
    format('application/x-vnd.oasis.opendocument.spreadsheet', 'ods'),
    format(`${ODF}.spreadsheet`, 'ods'),
    format('application/pdf', 'pdf'),
    format('application/zip', 'zip'),
    format('text/csv', 'csv'),
    format('text/tab-separated-values', 'tsv')
  ],
  'application/vnd.google-apps.presentation': [
    format(`${OOXML}.presentationml.presentation`, 'pptx'),
    format(`${ODF}.presentation`, 'odp'),
    format('application/pdf', 'pdf'),
    format('text/plain', 'txt')
  ],
  'application/vnd.google-apps.drawing': [
    format('application/pdf', 'pdf'),
    format('image/jpeg', 'jpeg'),
    format('image/png', 'png'),
    format('image/svg+xml', 'svg')
  ],
  'application/vnd.google-apps.script': [format('application/vnd.google-apps.script+json', 'json')],
  'application/vnd.google-apps.jam': [format('application/pdf', 'pdf')]
};

export function exportFormatsOf(mimeType: string): readonly ExportFormat[] {
  return ownValue(FORMATS, mimeType) ?? [];
}

/** about.exportFormats: kind → media types. */
export function allExportFormats(): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(FORMATS).map(([kind, formats]) => [kind, formats.map(each => each.mimeType)])
  );
}

/** Bytes that a document counts for; Drive shows a size for editors' files too (docs/reference/drive.md, "Files and fields"). */
export function documentSize(document: Document): number {
  const cells = document.rows.reduce((sum, row) => sum + row.join('').length, 0);
  return Math.max(1024, document.text.length + cells);
}
