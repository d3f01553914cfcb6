/** The body of an answer, handed over piece by piece as it arrives. */
import type { IncomingMessage } from 'node:http';
import { BrokenConnection, toBrokenConnection } from './apiErrors';
import type { Sink } from './caller';
import { rawBodyOf, type RawBody } from './rawBody';

/** From here on a raw body saves more than the next connection costs. */
const LARGE_BYTES = 32 * 1024 * 1024;

export type PipeTo = (sink: Sink) => Promise<void>;

/** To be called in the turn of the event loop in which the head arrived. */
export function bodyOf(answer: IncomingMessage): PipeTo {
  const length = Number(answer.headers['content-length'] ?? 0);
  const isBytes = answer.statusCode === 200 || answer.statusCode === 206;
  const rawBody = isBytes && length >= LARGE_BYTES ? rawBodyOf(answer) : null;
  rawBody?.hold();
  return sink =>
    rawBody === null ? pipeStream(answer, sink) : pipeRawBody(answer, rawBody, length, sink);
}

function pipeStream(answer: IncomingMessage, sink: Sink): Promise<void> {
  return settling(answer, (resolve, reject) => {
    answer.on('data', (bytes: Buffer) => {
      try {
        const drained = sink(bytes);
        if (drained !== null) {
          answer.pause();
          drained.then(() => answer.resume(), reject);
        }
      } catch (error) {
        reject(error);
      }
    });
    answer.once('end', resolve);
  });
}

function pipeRawBody(
  answer: IncomingMessage,
  rawBody: RawBody,
  length: number,
  sink: Sink
): Promise<void> {
  let missing = length;
  let waiting = 0;
  return settling(answer, (resolve, reject) => {
    const taken = (): void => {
      if (missing === 0 && waiting === 0) {
        resolve();
      }
    };
    const sinkNow = (bytes: Buffer): boolean => {
      const drained = sink(bytes.length > missing ? bytes.subarray(0, missing) : bytes);
      missing = Math.max(0, missing - bytes.length);
      if (drained !== null) {
        waiting += 1;
        drained.then(() => {
          waiting -= 1;
          if (waiting === 0) {
            rawBody.resume();
            taken();
          }
        }, reject);
      }
      taken();
      return waiting === 0;
    };
    const first: unknown = answer.read();
    rawBody.open(first instanceof Buffer ? first : null, bytes => {
      try {
        return missing === 0 || sinkNow(bytes);
      } catch (error) {
        missing = 0;
        reject(error);
        return false;
      }
    });
  });
}

/**
 * Rejects as soon as the connection breaks, or if it broke before, while nobody listened: who takes the
 * bytes may have been at the disk. Whatever comes after the first outcome is ignored.
 */
function settling(
  answer: IncomingMessage,
  begin: (resolve: () => void, reject: (error: unknown) => void) => void
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void =>
      reject(error instanceof Error ? error : new Error(String(error)));
    if (answer.destroyed) {
      fail(toBrokenConnection(answer.errored ?? new Error('closed before its end')));
      return;
    }
    answer.once('error', error => fail(toBrokenConnection(error)));
    const closed = (): void => fail(new BrokenConnection(false, 'closed before its end'));
    answer.once('close', closed);
    begin(() => {
      answer.off('close', closed); // every body closes: an error made for each of them would cost
      resolve();
    }, fail);
  });
}
