/** What proves an account: a service-account key, or the file that gcloud leaves for a person. */
import { createPrivateKey } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { DriveError, ownValue } from '../../protocol';
import { codeOf } from '../fsErrors';

type Common = {
  /** The project of a service account, the OAuth client of a person: whose name stands behind a call. */
  readonly client: string;
};

export type Key = Common &
  (
    | { readonly type: 'service_account'; readonly email: string; readonly privateKey: string }
    | {
        readonly type: 'authorized_user';
        readonly clientId: string;
        readonly clientSecret: string;
        readonly refreshToken: string;
      }
  );

/** No key is longer; a mistyped path to a large file must not fill the memory. Bytes. */
const LONGEST_KEY = 65_536;

/** `typed` is a path as a person writes it; `origin` says in words where it came from. */
export async function readKeyFile(typed: string, origin: string): Promise<Key> {
  assertPath(typed, origin);
  const file = toPath(typed);
  let text: string;
  try {
    text = await readStart(file);
  } catch (error) {
    throw error instanceof NoFile ? noFile(file, origin, error) : unreadable(file, origin, error);
  }
  return parseKey(text, `the file ${file} (from ${origin})`);
}

/** Raw JSON or base64 of it, also with quotes around. `origin` says in words what held the text. */
export function parseKey(text: string, origin: string): Key {
  const value = text.length > LONGEST_KEY ? null : parseAny(text);
  if (value === null) {
    throw new DriveError(
      'keyNotJson',
      `What ${origin} holds is not JSON. Put the whole key file of the service account there, as it was downloaded from Google.`,
      { details: { origin } }
    );
  }
  return checked(value, origin);
}

/** Somebody pasted the key where its path belongs: it is repeated nowhere. */
function assertPath(typed: string, origin: string): void {
  if (/-----BEGIN|^\s*\{|private_key|[\0\r\n]/.test(typed.slice(0, LONGEST_KEY))) {
    throw new DriveError(
      'keyFileMissing',
      `Where the path of a key file belongs (${origin}) stands the key itself, or something else that is no path. Save the key to a file on the server, and enter the path of that.`,
      { details: { path: 'not a path', origin } }
    );
  }
}

/** As a shell would understand it: without quotes, `~` for the home folder. */
function toPath(typed: string): string {
  const bare = unquoted(typed.trim());
  return /^~(?:[/\\]|$)/.test(bare) ? path.join(homedir(), bare.slice(1)) : bare;
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}

class NoFile extends Error {}

/**
 * As much as a key can have, and a byte more: a path may name a device without an end. Opening a pipe
 * would wait for a writer, so nothing is waited for, and only files are read.
 */
async function readStart(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) {
      throw new NoFile();
    }
    const { bytesRead, buffer } = await handle.read(
      Buffer.alloc(LONGEST_KEY + 1),
      0,
      LONGEST_KEY + 1,
      0
    );
    return decoded(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** Editors of Windows save as UTF-16, or put a mark before UTF-8. */
function decoded(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8');
}

type Fields = Readonly<Record<string, unknown>>;

/** JSON, or base64 of it, either as it is or as a JSON text: `"{\\"type\\": …}"`. */
function parseAny(text: string): Fields | null {
  const plain = text.replace(/^[\ufeff\s]+/, '').trimEnd();
  const base64 = Buffer.from(unquoted(plain), 'base64').toString('utf8');
  return (
    parseJson(plain) ??
    parseJson(unquoted(plain)) ??
    parseJson(base64.replace(/^\ufeff/, '')) ??
    null
  );
}

function parseJson(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string' && value.length < text.length) {
      return parseJson(value); // it ends, as each is shorter than the one around it
    }
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Only these two types: the others make the library call or run what the file says
 * (docs/reference/proxy.md, "Keys"). `token_uri` is ignored for the same reason.
 */
function checked(fields: Fields, origin: string): Key {
  const text = (name: string): string => {
    const value = ownValue(fields, name);
    return typeof value === 'string' ? value : '';
  };
  if (fields.type === 'service_account' && text('client_email') !== '') {
    return {
      type: 'service_account',
      client: text('project_id') || text('client_id') || text('client_email'),
      email: text('client_email'),
      privateKey: checkedPrivateKey(text('private_key'), origin)
    };
  }
  if (fields.type === 'authorized_user' && text('refresh_token') !== '') {
    return {
      type: 'authorized_user',
      client: text('client_id'),
      clientId: text('client_id'),
      clientSecret: text('client_secret'),
      refreshToken: text('refresh_token')
    };
  }
  const type = typeof fields.type === 'string' ? fields.type : 'unknown';
  throw wrongType(origin, type, 'is not a key of a service account');
}

/** What was copied by hand often lost its line breaks, or has them as `\\n`: only one key can be meant. */
function checkedPrivateKey(pem: string, origin: string): string {
  const found = [pem, repaired(pem)].find(isPrivateKey);
  if (found === undefined) {
    throw wrongType(
      origin,
      'service_account',
      `has a private key that can’t be read: ${faultOf(pem)}`
    );
  }
  return found;
}

function isPrivateKey(pem: string): boolean {
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}

function repaired(pem: string): string {
  const text = unquoted(pem.trim()).replace(/\\r|\\n/g, '\n');
  const [, label = '', body = ''] =
    /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]*)-----END \1-----/.exec(text) ?? [];
  const lines = body.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** What of it is missing, in words that hold nothing of the key. */
function faultOf(pem: string): string {
  if (pem === '') {
    return '“private_key” is empty';
  }
  if (!pem.includes('-----BEGIN')) {
    return '“private_key” has no first line with dashes';
  }
  return pem.includes('-----END')
    ? 'what stands between its first and its last line is damaged'
    : '“private_key” ends before its last line with dashes';
}

function wrongType(origin: string, type: string, fault: string): DriveError {
  return new DriveError(
    'keyWrongType',
    `What ${origin} holds ${fault} (its type is “${type}”). In the Google Cloud console, create a JSON key for a service account and use that.`,
    { details: { origin, type } }
  );
}

function noFile(path: string, origin: string, cause: unknown): DriveError {
  return new DriveError(
    'keyFileUnreadable',
    `The key file ${path} (from ${origin}) is a folder, a pipe or a device, and no file. Enter the path of the key file itself.`,
    { details: { path, origin, reason: 'noFile' }, cause }
  );
}

function unreadable(path: string, origin: string, cause: unknown): DriveError {
  const code = codeOf(cause);
  const details = { path, origin };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new DriveError(
      'keyFileMissing',
      `There is no key file ${path} (from ${origin}). Correct the path, or put the file there.`,
      { details, cause }
    );
  }
  return new DriveError(
    'keyFileUnreadable',
    `The key file ${path} (from ${origin}) can’t be read by the Jupyter server. Change its owner or mode so that the server’s user may read it.`,
    { details: { ...details, reason: code }, cause }
  );
}
