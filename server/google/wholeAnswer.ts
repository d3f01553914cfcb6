/**
 * Short answers, read whole: JSON, mostly. Bytes are counted while they come and after they are unzipped,
 * so that no answer takes more memory than its limit, whatever it says of its length.
 */
import type http from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { BrokenConnection, GoogleApiError, toBrokenConnection } from './apiErrors';
import type { ConnectionOptions } from './connecting';
import { JsonWeight } from './jsonWeight';
import { webProxyOf } from './webProxy';

/** What any list or item of Drive may take, unzipped. Bytes. */
export const LARGEST_JSON = 16 * 1024 * 1024;
const LONGEST_ERROR_BODY = 65_536;
/** Up to here any number of answers is read at once; above, one after the other. Bytes. */
const LARGE_BYTES = 2 * 1024 * 1024;

/** The end of the last large answer, by agent. */
const turns = new WeakMap<http.Agent, Promise<void>>();

/** What is asked of a short answer. */
export type Reading<T> = {
  /** What the answer may have, unzipped. Bytes. */
  readonly most: number;
  /** What is kept of its text. It is called in the answer's turn, so that the text of one is gone before the next. */
  readonly read: (text: string) => T;
};

/**
 * Rejects with what `read` throws, with GoogleApiError for more than `most` bytes, and with BrokenConnection
 * for what breaks or has not ended after `idleMs`: one that only trickles would never be silent.
 */
export async function readWhole<T>(
  answer: http.IncomingMessage,
  { most, read }: Reading<T>,
  { agent, idleMs }: ConnectionOptions
): Promise<T> {
  const webProxy = webProxyOf(agent);
  const decoder = new StringDecoder('utf8');
  const weight = new JsonWeight();
  let text = '';
  let size = 0;
  let endTurn: (() => void) | null = null;
  try {
    for await (const bytes of piecesOf(answer, idleMs)) {
      size += bytes.length;
      if (size > most || !weight.bears(bytes)) {
        throw tooLarge(webProxy);
      }
      text += decoder.write(bytes); // the bytes are not kept: text and values are enough at once
      if (size > LARGE_BYTES) {
        endTurn ??= await turnOf(agent);
      }
    }
    return read(text + decoder.end());
  } catch (error) {
    answer.destroy();
    throw toBrokenConnection(error, webProxy);
  } finally {
    endTurn?.();
  }
}

/** The first bytes, and no more is asked for: of a failure's body only the beginning counts. */
export async function readStart(
  answer: http.IncomingMessage,
  { agent, idleMs }: ConnectionOptions
): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const bytes of piecesOf(answer, idleMs)) {
      size += bytes.length;
      parts.push(bytes);
      if (size >= LONGEST_ERROR_BODY) {
        break;
      }
    }
  } catch (error) {
    throw toBrokenConnection(error, webProxyOf(agent));
  }
  return Buffer.concat(parts, size).toString('utf8', 0, Math.min(size, LONGEST_ERROR_BODY));
}

async function* piecesOf(answer: http.IncomingMessage, ms: number): AsyncGenerator<Buffer> {
  const body = unzipped(answer);
  const timer = setTimeout(() => body.destroy(new Error('the answer does not end')), ms);
  try {
    for await (const piece of body) {
      yield piece as Buffer;
    }
  } finally {
    clearTimeout(timer);
  }
}

function unzipped(answer: http.IncomingMessage): Readable {
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') {
    return answer;
  }
  if (encoding !== 'gzip') {
    throw new BrokenConnection(false, 'an encoding that was not asked for');
  }
  return pipeline(answer, createGunzip(), () => undefined); // its errors reach whoever reads
}

/** Resolves when the large answers before are read, with what ends this turn. */
async function turnOf(agent: http.Agent): Promise<() => void> {
  let end = (): void => undefined;
  const before = turns.get(agent);
  turns.set(agent, new Promise<void>(resolve => (end = resolve)));
  await before;
  return end;
}

function tooLarge(webProxy: string | null): GoogleApiError {
  const message = 'The answer is larger than any that was asked for.';
  return new GoogleApiError(502, 'answerTooLarge', message, { isForeign: true, webProxy });
}
