/** Somebody who works in Drive by their own program, whatever the weather: what fails is tried again. */
import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { EmulatorProcess, ServiceAccountKey } from '../../emulator/client';
import { md5Of } from '../bytes';
import { within } from './bounds';

const SCOPE = 'https://www.googleapis.com/auth/drive';
const WAIT_MS = 20_000;
/** One try: a stall of the weather may have hit it. */
const TRY_MS = 3_000;
const HOUR = 3_600;

type Answer = { readonly status: number; readonly bytes: Buffer };

export class Person {
  private token: string | null = null;

  constructor(
    private readonly emulator: EmulatorProcess,
    private readonly key: Pick<ServiceAccountKey, 'client_email' | 'private_key' | 'token_uri'>,
    private readonly subject: string | null
  ) {}

  /** Whom the emulator’s service account acts for; null for itself. */
  static of(emulator: EmulatorProcess, subject: string | null): Person {
    const key = JSON.parse(readFileSync(emulator.keyFile, 'utf8')) as ServiceAccountKey;
    return new Person(emulator, key, subject);
  }

  async change(id: string, body: object, query = ''): Promise<'done' | 'refused'> {
    const { status } = await this.ask('PATCH', `files/${id}?supportsAllDrives=true${query}`, body);
    return status < 400 ? 'done' : 'refused';
  }

  /** Takes somebody's permission away. */
  async withdraw(id: string, email: string): Promise<'done' | 'refused'> {
    const fields = 'permissions(id,emailAddress)';
    const listed = await this.ask('GET', `files/${id}/permissions?fields=${fields}`);
    const permission = listIn(listed, 'permissions').find(
      each => textIn(each, 'emailAddress') === email
    );
    if (permission === undefined) {
      return 'refused';
    }
    const path = `files/${id}/permissions/${textIn(permission, 'id')}`;
    const { status } = await this.ask('DELETE', path);
    return status < 400 ? 'done' : 'refused';
  }

  /** A Google document as a file. */
  async exported(id: string, mimeType: string): Promise<Buffer> {
    const type = encodeURIComponent(mimeType);
    return (await this.ask('GET', `files/${id}/export?mimeType=${type}`)).bytes;
  }

  /** md5 of each revision, oldest first; empty for what has none. */
  async revisions(id: string): Promise<readonly string[]> {
    const path = `files/${id}/revisions`;
    const answer = await this.ask('GET', `${path}?pageSize=1000&fields=revisions(id,md5Checksum)`);
    const revisions = listIn(answer, 'revisions');
    return Promise.all(
      revisions.map(async revision => {
        const told = textIn(revision, 'md5Checksum');
        const media = `${path}/${textIn(revision, 'id')}?alt=media`;
        return told === '' ? md5Of((await this.ask('GET', media)).bytes) : told;
      })
    );
  }

  /** The first answer that is not the weather's. */
  private async ask(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await within<Answer | null>({
      what: `Drive to answer ${method} ${path}`,
      ms: WAIT_MS,
      look: () => this.once(method, path, body).catch(() => null),
      isSo: seen => seen !== null && !isWeather(seen)
    });
    return answer ?? { status: 0, bytes: Buffer.alloc(0) };
  }

  private async once(method: string, path: string, body?: object): Promise<Answer> {
    this.token ??= await this.signIn();
    const answer = await fetch(`${this.emulator.url}/drive/v3/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TRY_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    });
    this.token = answer.status === 401 ? null : this.token;
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  private async signIn(): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const { client_email: iss, private_key: key, token_uri: aud } = this.key;
    const sub = this.subject === null ? {} : { sub: this.subject };
    const claims = { iss, ...sub, scope: SCOPE, aud, iat: now, exp: now + HOUR };
    const text = [{ alg: 'RS256', typ: 'JWT' }, claims]
      .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = createSign('RSA-SHA256').update(text).sign(key, 'base64url');
    const answer = await fetch(`${this.emulator.url}/token`, {
      method: 'POST',
      signal: AbortSignal.timeout(TRY_MS),
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: `${text}.${signature}`
      })
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return textIn(objectIn(bytes), 'access_token');
  }
}

function isWeather({ status, bytes }: Answer): boolean {
  const isRate = status === 403 && bytes.includes('RateLimit');
  return status === 401 || status === 429 || status >= 500 || isRate;
}

function objectIn(bytes: Buffer): object {
  const value: unknown = bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8'));
  return typeof value === 'object' && value !== null ? value : {};
}

function listIn({ status, bytes }: Answer, key: string): readonly object[] {
  const list: unknown = status < 400 ? Reflect.get(objectIn(bytes), key) : [];
  return Array.isArray(list)
    ? list.filter((each): each is object => typeof each === 'object' && each !== null)
    : [];
}

function textIn(value: object, key: string): string {
  const text: unknown = Reflect.get(value, key);
  return typeof text === 'string' ? text : '';
}
