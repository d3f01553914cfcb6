import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { createPrivateKey, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { request as httpRequest } from 'node:http';

import { EmulatorProcess } from '../client';
import type { JsonObject } from '../json';
import { isJsonObject, parseObject, textOf, ownValue } from '../json';
import { readOptions } from '../options';
import { startServing } from '../serving';
import { accessToken } from './accessToken';

/** What a spec sends; the token is Ada's with the scope `drive` unless it says otherwise. */
export type Asking = {
  headers?: Record<string, string>;
  body?: string | Buffer | object;
  /** '' sends none. */
  token?: string;
};

export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  /** `{}` when the body is not a JSON object. */
  json: JsonObject;
  /** `errors[0].reason`. */
  reason: string | undefined;
};

export const SCOPE = 'https://www.googleapis.com/auth/';

/** One Google for the specs of the file that calls it; made new for each of them if that is asked for. */
export function withFixture({ isNewForEach = false } = {}): Fixture {
  const google = new Fixture();
  beforeAll(() => google.open());
  if (isNewForEach) {
    afterEach(() => google.reset());
  }
  afterAll(() => google.close());
  return google;
}

/** Google in this process: its requests still go over a socket. */
class Fixture {
  private running: EmulatorProcess | null = null;
  private key: JsonObject = {};
  private tokenOfAda = '';

  get emulator(): EmulatorProcess {
    if (this.running === null) {
      throw new Error('There is no Google yet: it is there in specs and their hooks only.');
    }
    return this.running;
  }

  async open(): Promise<void> {
    const serving = await startServing(readOptions([]));
    this.running = new EmulatorProcess({ ...serving.ready }, () => serving.stop());
    this.key = parseObject(await readFile(this.running.keyFile, 'utf8')) ?? {};
    await this.signIn();
  }

  async close(): Promise<void> {
    await this.running?.stop();
    this.running = null;
  }

  /** As it was at first. */
  async reset(): Promise<void> {
    await this.emulator.reset();
    await this.signIn();
  }

  /** Ada's usual token, anew. */
  async signIn(): Promise<void> {
    this.tokenOfAda = await this.token({});
  }

  /** A token of the service account; `sub` is Ada, null for the account itself. */
  token({ scope, sub }: { scope?: string; sub?: string | null }): Promise<string> {
    return accessToken(this.emulator, { scope, subject: sub });
  }

  /** A JWT signed by hand, since no library signs what must be refused; null leaves a claim out. */
  assertion(
    claims: Record<string, string | number | null | undefined>,
    header: object = { alg: 'RS256' },
    pem = textOf(this.key, 'private_key') ?? ''
  ): string {
    const now = Math.floor(Date.now() / 1000);
    const whole: Record<string, string | number | null | undefined> = {
      iss: this.emulator.email,
      aud: 'https://oauth2.googleapis.com/token',
      scope: `${SCOPE}drive`,
      iat: now,
      exp: now + 3600,
      ...claims
    };
    const kept = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null));
    const encode = (part: object): string =>
      Buffer.from(JSON.stringify(part)).toString('base64url');
    const signed = `${encode(header)}.${encode(kept)}`;
    const signature = sign('sha256', Buffer.from(signed), createPrivateKey(pem));
    return `${signed}.${signature.toString('base64url')}`;
  }

  exchange(assertion: string): Promise<Answer> {
    return this.ask('POST', '/token', {
      token: '',
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion
      }).toString()
    });
  }

  get(path: string, asking: Asking = {}): Promise<Answer> {
    return this.ask('GET', path, asking);
  }

  /** One request; rejects only when the connection breaks. */
  ask(method: string, path: string, asking: Asking = {}): Promise<Answer> {
    const { body, token = this.tokenOfAda } = asking;
    const isObject = typeof body === 'object' && !Buffer.isBuffer(body);
    const sent = isObject ? JSON.stringify(body) : (body ?? '');
    const headers: Record<string, string> = {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(isObject ? { 'content-type': 'application/json' } : {}),
      ...asking.headers
    };
    if (headers['transfer-encoding'] === undefined) {
      headers['content-length'] ??= String(Buffer.byteLength(sent));
    }
    const url = path.startsWith('http') ? path : this.emulator.url + path;
    return new Promise((resolve, reject) => {
      const request = httpRequest(url, { method, headers, agent: false }, response => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(pieces);
          resolve(toAnswer(response.statusCode ?? 0, response.headers, bytes));
        });
      });
      request.on('error', reject);
      request.end(sent);
    });
  }

  /** The list's answer for a query. */
  list(q: string, more = ''): Promise<Answer> {
    return this.get(`/drive/v3/files?q=${encodeURIComponent(q)}${more}`);
  }

  /** Names that a query finds, sorted. */
  async names(q: string, more = ''): Promise<string[]> {
    const { json } = await this.list(q, `&fields=files(name)&pageSize=1000${more}`);
    return listOf(json, 'files')
      .map(file => textOf(file, 'name') ?? '')
      .sort();
  }
}

export function listOf(json: JsonObject, key: string): JsonObject[] {
  const list = ownValue(json, key);
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function toAnswer(status: number, headers: IncomingHttpHeaders, bytes: Buffer): Answer {
  const text = bytes.toString('utf8');
  const json = parseObject(text) ?? {};
  const error = isJsonObject(json.error) ? json.error : {};
  const [first] = listOf(error, 'errors');
  return {
    status,
    headers,
    bytes,
    text,
    json,
    reason: first === undefined ? undefined : textOf(first, 'reason')
  };
}

/** Queries with this in a URL. */
export const inUrl = encodeURIComponent;
