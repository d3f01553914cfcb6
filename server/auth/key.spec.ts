import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { DriveError } from '../../protocol';
import { parseKey, readKeyFile } from './key';

const PEM = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
const SERVICE = {
  type: 'service_account',
  project_id: 'a-project',
  client_id: '12345',
  client_email: 'robot@example.org',
  private_key: String(PEM)
};
const PERSON = {
  type: 'authorized_user',
  client_id: 'a-client',
  client_secret: 'secret-of-the-client',
  refresh_token: 'secret-of-the-person'
};
const LONGEST = 65_536;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const service = (more: object): string => JSON.stringify({ ...SERVICE, ...more });
const person = (more: object): string => JSON.stringify({ ...PERSON, ...more });

const ROBOT = { type: 'service_account', client: 'a-project', email: 'robot@example.org' };
const PARSED_SERVICE = { ...ROBOT, privateKey: String(PEM) };
const PARSED_PERSON = {
  ...{ type: 'authorized_user', client: 'a-client', clientId: 'a-client' },
  ...{ clientSecret: 'secret-of-the-client', refreshToken: 'secret-of-the-person' }
};

describe('a key', () => {
  it.each<[string, string, object]>([
    ['of a service account', service({}), PARSED_SERVICE],
    ['in base64', base64(service({})), PARSED_SERVICE],
    ['in base64 of several lines', base64(service({})).replace(/.{76}/g, '$&\n'), PARSED_SERVICE],
    ['with lines around it', `\n ${service({})}\r\n`, PARSED_SERVICE],
    ['as long as one may be', service({}).padEnd(LONGEST), PARSED_SERVICE],
    ['without a project', service({ project_id: '' }), { ...PARSED_SERVICE, client: '12345' }],
    [
      'with an address alone',
      service({ project_id: undefined, client_id: 7 }),
      { ...PARSED_SERVICE, client: 'robot@example.org' }
    ],
    ['with an address of tokens', service({ token_uri: 'http://evil' }), PARSED_SERVICE],
    ['after a mark of UTF-8', `\ufeff${service({})}`, PARSED_SERVICE],
    ['in base64, after a mark of UTF-8', base64(`\ufeff${service({})}`), PARSED_SERVICE],
    ['in single quotes', `'${service({})}'`, PARSED_SERVICE],
    ['as a JSON text', JSON.stringify(service({})), PARSED_SERVICE],
    ['in base64, in quotes', `"${base64(service({}))}"`, PARSED_SERVICE],
    [
      'with \\n for line breaks',
      service({ private_key: String(PEM).replaceAll('\n', '\\n') }),
      PARSED_SERVICE
    ],
    [
      'without line breaks',
      service({ private_key: String(PEM).replaceAll('\n', '') }),
      PARSED_SERVICE
    ],
    [
      'with blanks for line breaks, in quotes',
      service({ private_key: `"${String(PEM).trim().replaceAll('\n', ' ')}"` }),
      PARSED_SERVICE
    ],
    ['of a person', person({}), PARSED_PERSON],
    ['of a person, in base64', base64(person({})), PARSED_PERSON]
  ])('%s is read', (_, text, key) => {
    expect(parseKey(text, 'a variable')).toEqual(key);
  });

  it.each<[string, string, string, string]>([
    ['nothing', '', 'keyNotJson', 'is not JSON'],
    ['words', 'secret-of-the-person', 'keyNotJson', 'is not JSON'],
    ['base64 of words', base64('secret-of-the-person'), 'keyNotJson', 'is not JSON'],
    ['a list', `[${person({})}]`, 'keyNotJson', 'is not JSON'],
    ['null', 'null', 'keyNotJson', 'is not JSON'],
    ['a number', '12345', 'keyNotJson', 'is not JSON'],
    ['the first half of one', person({}).slice(0, 90), 'keyNotJson', 'is not JSON'],
    ['a byte too much', person({}).padEnd(LONGEST + 1), 'keyNotJson', 'is not JSON'],
    ['another type', person({ type: 'external_account' }), 'keyWrongType', 'external_account'],
    ['no type', person({ type: undefined }), 'keyWrongType', 'its type is “unknown”'],
    ['a number as type', person({ type: 7 }), 'keyWrongType', 'its type is “unknown”'],
    ['no address', service({ client_email: '' }), 'keyWrongType', 'not a key of a service'],
    ['no refresh token', person({ refresh_token: 7 }), 'keyWrongType', 'not a key of a service'],
    ['no private key', service({ private_key: null }), 'keyWrongType', 'can’t be read'],
    ['a cut private key', service({ private_key: PEM.slice(0, 60) }), 'keyWrongType', 'can’t be'],
    ['a public word as key', service({ private_key: 'abc' }), 'keyWrongType', 'can’t be read']
  ])('that is %s is refused, and none of it is told', (_, text, code, sentence) => {
    const error = refusalOf(() => parseKey(text, 'the variable KEY'));
    expect(error.code).toBe(code);
    expect(error.message).toContain('the variable KEY');
    expect(error.message).toContain(sentence);
    const told = JSON.stringify([error.message, error.details, error.cause ?? null]);
    const secrets = ['secret-of', 'robot@', 'a-client', '12345', 'BEGIN', PEM.slice(30, 60)];
    expect(secrets.filter(secret => told.includes(String(secret)))).toEqual([]);
  });
});

describe('a key file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gdrive-key-'));
    writeFileSync(path.join(folder, 'key.json'), service({}));
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read', async () => {
    const key = await readKeyFile(path.join(folder, 'key.json'), 'the settings');
    expect(key).toEqual(PARSED_SERVICE);
  });

  it.each([
    ['with a mark of UTF-8', Buffer.from(`\ufeff${service({})}`)],
    ['in UTF-16', Buffer.from(`\ufeff${service({})}`, 'utf16le')]
  ])('%s is read', async (_, bytes) => {
    const file = path.join(folder, 'other.json');
    writeFileSync(file, bytes);
    expect(await readKeyFile(file, 'the settings')).toEqual(PARSED_SERVICE);
  });

  it('is found in quotes, and in the home folder', async () => {
    const file = path.join(folder, 'key.json');
    const fromHome = `~/${path.relative(homedir(), file)}`;
    for (const typed of [`"${file}"`, `'${file}'`, ` ${file} `, fromHome]) {
      expect(await readKeyFile(typed, 'the settings')).toEqual(PARSED_SERVICE);
    }
    await expect(readKeyFile('~/no such key.json', 'the settings')).rejects.toMatchObject({
      code: 'keyFileMissing',
      message: expect.stringContaining(path.join(homedir(), 'no such key.json'))
    });
  });

  it.each([String(PEM), service({}), 'a\0b', `\n${String(PEM)}`])(
    'is not told where the key itself was pasted as path',
    async pasted => {
      const refusal = await readKeyFile(pasted, 'the settings').catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'keyFileMissing' });
      const told = refusal instanceof DriveError ? [refusal.message, refusal.details] : [];
      expect(JSON.stringify(told)).not.toMatch(/BEGIN|robot|a-project/);
    }
  );

  it.each([
    ['that is not there', 'none.json', 'keyFileMissing'],
    ['below a file', 'key.json/key.json', 'keyFileMissing'],
    ['that is a folder', '.', 'keyFileUnreadable'],
    ['that is a pipe which nobody writes to', 'pipe', 'keyFileUnreadable'],
    ['that is a device without an end', '/dev/zero', 'keyFileUnreadable']
  ])('%s is refused by its path and where that came from', async (_, name, code) => {
    const file = path.resolve(folder, name);
    const refusal = readKeyFile(file, 'the settings');
    await expect(refusal).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`${file} (from the settings)`)
    });
  });
});

function refusalOf(act: () => unknown): DriveError {
  try {
    act();
  } catch (error) {
    if (error instanceof DriveError) {
      return error;
    }
  }
  throw new Error('It was not refused');
}
