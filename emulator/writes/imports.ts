import { MemoryContent } from '../contents/content';
import type { Document } from '../contents/document';
import { badRequest } from '../drive/refusals';
import type { Upload } from './upload';
import { ownValue } from '../json';

/** Largest uploads that become documents (docs/reference/drive.md, "Creating and changing"). */
const MAX_IMPORT_BYTES: Record<string, number> = {
  'application/vnd.google-apps.document': 10 * 1024 * 1024,
  'application/vnd.google-apps.spreadsheet': 100 * 1024 * 1024,
  'application/vnd.google-apps.presentation': 100 * 1024 * 1024,
  'application/vnd.google-apps.drawing': 2 * 1024 * 1024
};

/** What an uploaded text becomes as a document of Google's editors; only text can be read here. */
export function readImport(kind: string, upload: Upload | undefined): Document {
  if (upload === undefined || upload.content.size === 0) {
    return { text: '', rows: [] };
  }
  const limit = ownValue(MAX_IMPORT_BYTES, kind) ?? 0;
  const { content, mimeType = '' } = upload;
  if (
    content.size > limit ||
    !(content instanceof MemoryContent) ||
    !mimeType.startsWith('text/')
  ) {
    throw badRequest('Bad Request');
  }
  const text = content.bytes.toString('utf8');
  const separator = mimeType.startsWith('text/tab') ? '\t' : ',';
  const rows = kind.endsWith('spreadsheet')
    ? text
        .split(/\r?\n/)
        .filter(Boolean)
        .map(line => line.split(separator))
    : [];
  return { text, rows };
}
