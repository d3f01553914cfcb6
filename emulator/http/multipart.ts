import { badRequest } from '../drive/refusals';

export type Part = { headers: Map<string, string>; body: Buffer };

/** The boundary of a multipart Content-Type, quoted or not; 400 when there is none. */
export function boundaryOf(contentType: string | undefined): string {
  const match = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? '');
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined || boundary.length > 200) {
    throw badRequest('Missing multipart boundary');
  }
  return boundary;
}

/**
 * Cuts a multipart body into its parts. Lines may end in CRLF or, as Google's Python client writes them, in
 * LF alone (docs/reference/drive.md, "Uploads"). 400 for a body without its last delimiter.
 */
export function splitParts(body: Buffer, boundary: string): Part[] {
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = nextDelimiter(body, delimiter, 0);
  while (at !== undefined) {
    const after = at + delimiter.length;
    if (body.subarray(after, after + 2).toString('latin1') === '--') {
      return parts;
    }
    const start = lineEnd(body, after);
    const next = nextDelimiter(body, delimiter, start);
    if (next === undefined) {
      break;
    }
    parts.push(readPart(body.subarray(start, next - breakBefore(body, next))));
    at = next;
  }
  throw badRequest('Malformed multipart body.');
}

/** Where the next delimiter that begins a line is. */
function nextDelimiter(body: Buffer, delimiter: Buffer, from: number): number | undefined {
  let at = body.indexOf(delimiter, from);
  while (at > 0 && body[at - 1] !== LF) {
    at = body.indexOf(delimiter, at + 1);
  }
  return at === -1 ? undefined : at;
}

const LF = 10;
const CR = 13;

/** Index behind the end of the line that `from` is in. */
function lineEnd(body: Buffer, from: number): number {
  const at = body.indexOf(LF, from);
  return at === -1 ? body.length : at + 1;
}

/** Bytes of the line break before `at`: they belong to the delimiter. */
function breakBefore(body: Buffer, at: number): number {
  return body[at - 2] === CR ? 2 : 1;
}

/** Headers up to the first empty line, then the body. */
function readPart(part: Buffer): Part {
  const headers = new Map<string, string>();
  let at = 0;
  while (at < part.length) {
    const end = lineEnd(part, at);
    const line = part.subarray(at, end).toString('utf8').trim();
    at = end;
    if (line === '') {
      break;
    }
    const colon = line.indexOf(':');
    if (colon < 1) {
      throw badRequest('Malformed multipart body.');
    }
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const body = part.subarray(at);
  const isBase64 = headers.get('content-transfer-encoding')?.toLowerCase() === 'base64';
  return { headers, body: isBase64 ? Buffer.from(body.toString('latin1'), 'base64') : body };
}
