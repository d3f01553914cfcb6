/**
 * Google documents as files: by export, and over 10 MB by the long-running download
 * (docs/reference/drive.md, "Exports").
 */
import type { drive_v3 } from 'googleapis/build/src/apis/drive/v3.js';
import { GoogleApiError } from '../google/apiErrors';
import type { Caller } from '../google/caller';
import { fetchMedia } from '../google/download';
import type { ExportRequest } from './drive';
import { ask, withHeaders, type RequestParts } from './requests';
import { keyHeader } from './resourceKeys';

/** Hosts that may see our token: addresses of exports come from the server (docs/reference/drive.md, "Exports"). */
const GOOGLE_HOSTS =
  /^(?:(?:www|drive|docs)\.google\.com|(?:[a-z0-9-]+\.)*googleapis\.com|drive\.usercontent\.google\.com)$/;
const FIRST_POLL_MS = 500;
const LONGEST_POLL_MS = 10_000;

export type ExportParts = RequestParts & {
  readonly api: drive_v3.Drive;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** Resolves with what `consume` made of the document. */
export async function exportDocument<T>(
  request: ExportRequest<T>,
  caller: Caller,
  parts: ExportParts
): Promise<T> {
  const query = new URLSearchParams({ mimeType: request.mimeType }).toString();
  const url = new URL(
    `drive/v3/files/${encodeURIComponent(request.id)}/export?${query}`,
    parts.rootUrl
  );
  const outcome = await fetchExport(url, request, caller, parts);
  if (outcome.tooLarge) {
    return exportLarge(request, caller, parts);
  }
  return outcome.value;
}

type Outcome<T> = { readonly tooLarge: true } | { readonly tooLarge: false; readonly value: T };

function fetchExport<T>(
  url: URL,
  request: ExportRequest<T>,
  caller: Caller,
  parts: ExportParts
): Promise<Outcome<T>> {
  return parts.authorized({ class: 'download', caller }, async header => {
    const headers = { ...header, ...keyHeader(request.id, request.resourceKey) };
    const media = { url, headers, offset: 0, signal: caller.signal };
    try {
      const value = await fetchMedia(media, parts, request.consume);
      return { tooLarge: false, value };
    } catch (error) {
      if (error instanceof GoogleApiError && error.reason === 'exportSizeLimitExceeded') {
        return { tooLarge: true };
      }
      throw error;
    }
  });
}

async function exportLarge<T>(
  request: ExportRequest<T>,
  caller: Caller,
  parts: ExportParts
): Promise<T> {
  const operation = await ask(parts, { class: 'get', caller }, options =>
    parts.api.files.download(
      { fileId: request.id, mimeType: request.mimeType },
      withHeaders(options, keyHeader(request.id, request.resourceKey))
    )
  );
  const address = await downloadUriOf(operation, caller, parts);
  const url = new URL(address);
  const isOurs = url.origin === new URL(parts.rootUrl).origin;
  if (!isOurs && !(url.protocol === 'https:' && GOOGLE_HOSTS.test(url.hostname))) {
    throw new GoogleApiError(
      502,
      'foreignAddress',
      'The export is at an address that is not Google’s.'
    );
  }
  const outcome = await fetchExport(url, request, caller, parts);
  if (outcome.tooLarge) {
    throw new GoogleApiError(403, 'exportSizeLimitExceeded', 'The export is too large.');
  }
  return outcome.value;
}

/** Asks for the operation until it is done: sooner at first, then every ten seconds. */
async function downloadUriOf(
  started: drive_v3.Schema$Operation,
  caller: Caller,
  parts: ExportParts
): Promise<string> {
  let operation = started;
  for (
    let waitMs = FIRST_POLL_MS;
    operation.done !== true;
    waitMs = Math.min(waitMs * 2, LONGEST_POLL_MS)
  ) {
    await parts.sleep(waitMs, caller.signal);
    operation = await ask(parts, { class: 'get', caller }, options =>
      parts.api.operations.get({ name: started.name ?? '' }, options)
    );
  }
  const uri: unknown = operation.response?.downloadUri;
  if (typeof uri !== 'string') {
    throw new GoogleApiError(502, 'exportFailed', operation.error?.message ?? 'The export failed.');
  }
  return uri;
}
