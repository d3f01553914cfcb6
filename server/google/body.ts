/** The body of an answer, handed over piece by piece as it arrives. */
import type { IncomingMessage } from 'node:http';
import { BrokenConnection, toBrokenConnection } from './apiErrors';
import type { Take } from '../drive/drive';
import { tapOf, type Tap } from './rawBody';

/** From here on a tapped body saves more than the next connection costs. */
const LARGE_BYTES = 32 * 1024 * 1024;

export type Pour = (take: Take) => Promise<void>;

/** To be called in the turn of the event loop in which the head arrived. */
export function bodyOf(answer: IncomingMessage): Pour {
  const length = Number(answer.headers['content-length'] ?? 0);
  const isBytes = answer.statusCode === 200 || answer.statusCode === 206;
  const tap = isBytes && length >= LARGE_BYTES ? tapOf(answer) : null;
  tap?.hold();
  return take => (tap === null ? pourStream(answer, take) : pourTap(answer, tap, length, take));
}

function pourStream(answer: IncomingMessage, take: Take): Promise<void> {
  return settling(answer, (resolve, reject) => {
    answer.on('data', (bytes: Buffer) => {
      try {
        const room = take(bytes);
        if (room !== null) {
          answer.pause();
          room.then(() => answer.resume(), reject);
        }
      } catch (error) {
        reject(error);
      }
    });
    answer.once('end', resolve);
  });
}

function pourTap(answer: IncomingMessage, tap: Tap, length: number, take: Take): Promise<void> {
  let missing = length;
  let waiting = 0;
  return settling(answer, (resolve, reject) => {
    const taken = (): void => {
      if (missing === 0 && waiting === 0) {
        resolve();
      }
    };
    const takeNow = (bytes: Buffer): boolean => {
      const room = take(bytes.length > missing ? bytes.subarray(0, missing) : bytes);
      missing = Math.max(0, missing - bytes.length);
      if (room !== null) {
        waiting += 1;
        room.then(() => {
          waiting -= 1;
          if (waiting === 0) {
            tap.resume();
            taken();
          }
        }, reject);
      }
      taken();
      return waiting === 0;
    };
    const first: unknown = answer.read();
    tap.open(first instanceof Buffer ? first : null, bytes => {
      try {
        return missing === 0 || takeNow(bytes);
      } catch (error) {
        missing = 0;
        reject(error);
        return false;
      }
    });
  });
}

/** Rejects as soon as the connection breaks; whatever comes after the first outcome is ignored. */
function settling(
  answer: IncomingMessage,
  begin: (resolve: () => void, reject: (error: unknown) => void) => void
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void =>
      reject(error instanceof Error ? error : new Error(String(error)));
    answer.once('error', error => fail(toBrokenConnection(error)));
    const closed = (): void => fail(new BrokenConnection(false, 'closed before its end'));
    answer.once('close', closed);
    begin(() => {
      answer.off('close', closed); // every body closes: an error made for each of them would cost
      resolve();
    }, fail);
  });
}
