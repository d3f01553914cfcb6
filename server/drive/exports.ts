/**
 * Google documents as files: by export, and over 10 MB by the long-running download
 * (docs/reference/drive.md, "Exports").
 */
import type { drive_v3 } from 'googleapis/build/src/apis/drive/v3.js';
import { brokenAnswer, GoogleApiError } from '../google/apiErrors';
import type { Caller, Download } from '../google/caller';
import { fetchMedia } from '../google/download';
import type { ExportRequest } from './drive';
import { flagOf, recordOf, textOf, type Fields } from './fields';
import { ask, withHeaders, type RequestParts } from './requests';
import { keyHeader } from './resourceKeys';

/** Hosts that may see our token: addresses of exports come from the server (docs/reference/drive.md, "Exports"). */
const GOOGLE_HOSTS =
  /^(?:(?:www|drive|docs)\.google\.com|(?:[a-z0-9-]+\.)*googleapis\.com|drive\.usercontent\.google\.com)$/;
const FIRST_POLL_MS = 500;
const LONGEST_POLL_MS = 10_000;
/** An hour: an export that takes longer is not made any more. */
const MOST_POLLS = 360;
/** Far more than Google exports; a body without an end must not fill the disk. Bytes. */
const LARGEST_EXPORT = 2 * 1024 ** 3;

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
      const value = await fetchMedia(media, parts, download => request.consume(limited(download)));
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
  const operation = await ask(
    parts,
    { class: 'get', caller },
    {
      send: options =>
        parts.api.files.download(
          { fileId: request.id, mimeType: request.mimeType },
          withHeaders(options, keyHeader(request.id, request.resourceKey))
        ),
      read: toOperation
    }
  );
  const address = await downloadUriOf(operation, caller, parts);
  if (!URL.canParse(address)) {
    throw brokenAnswer('The export is at no address.');
  }
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

type Operation = {
  readonly name: string;
  readonly done: boolean;
  readonly downloadUri: string | null;
  readonly failure: string | null;
};

function toOperation(answer: Fields): Operation {
  return {
    name: textOf(answer, 'name') ?? '',
    done: flagOf(answer, 'done') ?? false,
    downloadUri: textOf(recordOf(answer, 'response') ?? {}, 'downloadUri'),
    failure: textOf(recordOf(answer, 'error') ?? {}, 'message')
  };
}

/** Asks for the operation until it is done: sooner at first, then every ten seconds. */
async function downloadUriOf(
  started: Operation,
  caller: Caller,
  parts: ExportParts
): Promise<string> {
  let operation = started;
  let waitMs = FIRST_POLL_MS;
  for (let polls = 0; !operation.done && polls < MOST_POLLS; polls += 1) {
    await parts.sleep(waitMs, caller.signal);
    waitMs = Math.min(waitMs * 2, LONGEST_POLL_MS);
    operation = await ask(
      parts,
      { class: 'get', caller },
      {
        send: options => parts.api.operations.get({ name: started.name }, options),
        read: toOperation
      }
    );
  }
  if (operation.downloadUri === null) {
    throw new GoogleApiError(502, 'exportFailed', operation.failure ?? 'The export failed.');
  }
  return operation.downloadUri;
}

/** Nobody says how long an export is. */
function limited(download: Download): Download {
  let size = 0;
  return {
    ...download,
    pipeTo: sink =>
      download.pipeTo(bytes => {
        size += bytes.length;
        if (size > LARGEST_EXPORT) {
          throw new GoogleApiError(502, 'answerTooLarge', 'The export has no end.');
        }
        return sink(bytes);
      })
  };
}
