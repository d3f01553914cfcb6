/** What proves an account: a service-account key, or the file that gcloud leaves for a person. */
import { createPrivateKey } from 'node:crypto';
import { open } from 'node:fs/promises';
import { DriveError } from '../../protocol';
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

/** `origin` says in words where the path came from. */
export async function readKeyFile(path: string, origin: string): Promise<Key> {
  let text: string;
  try {
    text = await readStart(path);
  } catch (error) {
    throw unreadable(path, origin, error);
  }
  return parseKey(text, `the file ${path} (from ${origin})`);
}

/** Raw JSON or base64 of it. `origin` says in words what held the text. */
export function parseKey(text: string, origin: string): Key {
  const value = parseJson(text) ?? parseJson(Buffer.from(text, 'base64').toString('utf8'));
  if (text.length > LONGEST_KEY || value === null) {
    throw new DriveError(
      'keyNotJson',
      `What ${origin} holds is not JSON. Put the whole key file of the service account there, as it was downloaded from Google.`,
      { details: { origin } }
    );
  }
  return checked(value, origin);
}

/** As much as a key can have, and a byte more: a path may name a device without an end. */
async function readStart(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(
      Buffer.alloc(LONGEST_KEY + 1),
      0,
      LONGEST_KEY + 1,
      0
    );
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

type Fields = Readonly<Record<string, unknown>>;

function parseJson(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
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
    const value = fields[name];
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

function checkedPrivateKey(pem: string, origin: string): string {
  try {
    createPrivateKey(pem);
    return pem;
  } catch {
    throw wrongType(origin, 'service_account', 'has a private key that can’t be read');
  }
}

function wrongType(origin: string, type: string, fault: string): DriveError {
  return new DriveError(
    'keyWrongType',
    `What ${origin} holds ${fault} (its type is “${type}”). In the Google Cloud console, create a JSON key for a service account and use that.`,
    { details: { origin, type } }
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
