/** Asks the proxy that runs in a child, over its socket. Its death is survived. */
import http from 'node:http';
import { DriveError } from '../../protocol';
import { codeOf } from '../fsErrors';
import { untilAborted } from '../untilAborted';
import { parsedBody, type DoorReply, type DoorRequest, type IDoor } from './door';
import type { Address, ProxyChild } from './proxyChild';

/** No process listened, so nothing was sent. */
const NOBODY_THERE: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOENT']);

export class ChildDoor implements IDoor {
  constructor(private readonly child: ProxyChild) {}

  /** Asks the successor of a child that ended, unless the first may have done it already. */
  async ask(request: DoorRequest, signal?: AbortSignal): Promise<DoorReply> {
    signal?.throwIfAborted(); // before a child is started for nothing
    const address = await untilAborted(this.child.ensure(), signal);
    try {
      return await send(address, request, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (request.method !== 'GET' && !NOBODY_THERE.has(codeOf(error))) {
        throw ended(error);
      }
    }
    const next = await untilAborted(this.child.successor(address), signal);
    try {
      return await send(next, request, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw ended(error);
    }
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}

/** A connection for each request: one that is kept could be closed by the other side just now. */
function send(
  { where, secret }: Address,
  { method, target, body }: DoorRequest,
  signal?: AbortSignal
): Promise<DoorReply> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const request = http.request(
      { ...where, method, path: target, headers, signal, agent: false },
      response => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: parsedBody(Buffer.concat(parts).toString('utf8'))
          })
        );
      }
    );
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function ended(cause: unknown): DriveError {
  return new DriveError('proxyEnded', 'The Google Drive proxy ended while it was asked.', {
    cause
  });
}
