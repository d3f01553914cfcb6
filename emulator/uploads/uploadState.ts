import type { ContentRange } from './contentRange';

/** Chunks but the last are multiples of this (docs/reference/drive.md, "Uploads"). */
export const CHUNK_UNIT = 256 * 1024;

/** What is to be done with a request to an upload session, decided before its body is read. */
export type Step =
  /** Take the body from its byte `skip` on, `keep` bytes of it; then the file is whole, or is not. */
  | { kind: 'take'; skip: number; keep: number; expect: number | undefined; isLast: boolean }
  /** Tell how much is there. */
  | { kind: 'report' }
  /** All is there already: make the file. */
  | { kind: 'finish' }
  /** Refuse, with the words of Google's upload server. */
  | { kind: 'refuse'; status: number; text: string };

/** The part of a session that the rules are about. */
export type UploadState = {
  /** Bytes that are kept. */
  received: number;
  /** Size of the file, once a request has said it. */
  total: number | undefined;
};

/**
 * The rules of a resumable upload (docs/reference/drive.md, "Uploads"): what follows from the state, the Content-Range and
 * the Content-Length. `keepBytes` is the most that is kept of one chunk (0 keeps all).
 */
export function nextStep(
  state: UploadState,
  range: ContentRange,
  length: number | undefined,
  keepBytes: number
): Step {
  if (range.kind === 'bad') {
    return refuse(400, 'Failed to parse Content-Range header.');
  }
  const total = range.kind === 'whole' ? length : range.total;
  if (total !== undefined && state.total !== undefined && total !== state.total) {
    return refuse(
      400,
      `Invalid request.  The total size of ${total} byte(s) differs from the ${state.total} byte(s) that were announced.`
    );
  }
  const size = total ?? state.total;
  if (range.kind === 'query') {
    if (size !== undefined && size < state.received) {
      return refuse(400, 'Invalid request.  More bytes were uploaded than the file has.');
    }
    return size === state.received ? { kind: 'finish' } : { kind: 'report' };
  }
  if (range.kind === 'whole') {
    return take(state, { first: 0, expect: size, isLast: true }, keepBytes);
  }
  const expect = range.last - range.first + 1;
  if (length !== undefined && length !== expect) {
    return refuse(400, wrongLength(length, expect, range.first, range.last));
  }
  const isLast = size !== undefined && range.last + 1 === size;
  if (!isLast && expect % CHUNK_UNIT !== 0) {
    return refuse(
      400,
      `Invalid request.  The number of bytes uploaded is required to be equal or greater than ${CHUNK_UNIT}, except for the final request (it's recommended to be the exact multiple of ${CHUNK_UNIT}).  The received request contained ${expect} bytes, which does not meet this requirement.`
    );
  }
  return take(state, { first: range.first, expect, isLast }, keepBytes);
}

export function wrongLength(got: number, expect: number, first: number, last: number): string {
  return `Invalid request.  There were ${got} byte(s) (or more) in the request body.  There should have been ${expect} byte(s) (starting at offset ${first} and ending at offset ${last}) according to the Content-Range header.`;
}

/** Bytes that stay when a connection broke after `taken` bytes in all. */
export function keptAfterBreak(taken: number): number {
  return taken - (taken % CHUNK_UNIT);
}

function take(
  state: UploadState,
  chunk: { first: number; expect: number | undefined; isLast: boolean },
  keepBytes: number
): Step {
  const { first, expect, isLast } = chunk;
  if (first > state.received) {
    return refuse(
      503,
      `Invalid request.  According to the Content-Range header, the upload offset is ${first} byte(s), which exceeds already uploaded size of ${state.received} byte(s).`
    );
  }
  const skip = state.received - first;
  const fresh = expect === undefined ? Infinity : Math.max(0, expect - skip);
  const keep = keepBytes > 0 ? Math.min(fresh, Math.max(keepBytes, CHUNK_UNIT)) : fresh;
  return { kind: 'take', skip, keep, expect, isLast: isLast && keep === fresh };
}

function refuse(status: number, text: string): Step {
  return { kind: 'refuse', status, text };
}
