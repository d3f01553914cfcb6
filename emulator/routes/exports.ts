import { MAY } from '../accounts/scopes';
import type { LookupParts } from '../calls/lookup';
import { lookUp } from '../calls/lookup';
import { MemoryContent } from '../contents/content';
import { exportAs } from '../contents/exporting';
import { capability } from '../drive/access';
import type { ExportFormat } from '../drive/exports';
import { exportFormatsOf } from '../drive/exports';
import { EXPORT_PATHS } from '../drive/fileResource';
import type { Item } from '../drive/items';
import { badRequest, forbidden, notFound, required } from '../drive/refusals';
import type { Reply } from '../http/reply';
import type { Call, IApiRoute } from '../http/routes';
import { routesOf } from '../http/routes';

type Parts = LookupParts;

/** Larger exports need exportLinks or a long-running download (docs/reference/drive.md, "Exports"). */
const LARGEST_EXPORT = 10 * 1024 * 1024;

const route = routesOf('DriveFiles');

export function exportRoutes(google: Parts): IApiRoute[] {
  return [
    route('GET', 'files/:fileId/export', 'Export', {
      scopes: MAY.exportContent,
      units: 'download',
      latency: 'export',
      isMedia: true,
      run: call => exportFile(google, call)
    }),
    ...Object.values(EXPORT_PATHS).map((path): IApiRoute => ({
      method: 'GET',
      path,
      name: 'google.apps.docs.Export',
      scopes: MAY.exportContent,
      units: 'download',
      latency: 'export',
      isMedia: true,
      run: call => exportByLink(google, call)
    }))
  ];
}

/** Refusals in Google's order: no mimeType, not found, no document, no such format, too large. */
function exportFile(google: Parts, call: Call): Reply {
  const mimeType = call.query.value('mimeType');
  if (mimeType === undefined) {
    throw required('mimeType');
  }
  const item = lookUp(google, call, call.params.fileId ?? '');
  const bytes = exportBytes(google, call, item, mimeType);
  if (bytes.length > LARGEST_EXPORT) {
    throw forbidden('exportSizeLimitExceeded', 'This file is too large to be exported.');
  }
  return chunked(bytes, mimeType);
}

/** docs.google.com's own path, which has no limit of size; it does not know supportsAllDrives. */
function exportByLink(google: Parts, call: Call): Reply {
  const id = call.query.value('id') ?? '';
  const item = google.store.find(id);
  if (item === undefined || !capability(google.store, call.viewer, item, 'canDownload')) {
    throw notFound(id);
  }
  const wanted = call.query.value('exportFormat') ?? '';
  const format = exportFormatsOf(item.mimeType).find(each => each.extension === wanted);
  return chunked(bytesOf(item, format), format?.mimeType ?? '');
}

/** The document in the format with this media type. */
export function exportBytes(google: Parts, call: Call, item: Item, mimeType: string): Buffer {
  const formats = exportFormatsOf(item.mimeType);
  if (item.document === undefined || formats.length === 0) {
    throw forbidden('fileNotExportable', 'Export only supports Docs Editors files.');
  }
  if (!capability(google.store, call.viewer, item, 'canDownload')) {
    throw forbidden('cannotExportFile', 'This file cannot be exported by the user.');
  }
  return bytesOf(
    item,
    formats.find(each => each.mimeType.toLowerCase() === mimeType.toLowerCase())
  );
}

function bytesOf(item: Item, format: ExportFormat | undefined): Buffer {
  if (item.document === undefined || format === undefined) {
    throw badRequest('The requested conversion is not supported.', 'convertTo');
  }
  return exportAs(item.document, item.mimeType, format.extension);
}

/** Chunked, without length, range or checksum (docs/reference/drive.md, "Exports"). */
function chunked(bytes: Buffer, mimeType: string): Reply {
  return {
    status: 200,
    headers: { 'Content-Type': mimeType },
    body: {
      kind: 'content',
      content: new MemoryContent(bytes),
      start: 0,
      end: bytes.length,
      isChunked: true
    },
    effort: { bytes: bytes.length }
  };
}
