import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

import type { IClock } from '../clock';
import type { Random } from '../random';
import type { IBrake } from '../traffic/bandwidth';
import { Line, NO_BRAKE, together } from '../traffic/bandwidth';
import type { FaultAction, Faults } from '../traffic/faults';
import type { Holds } from '../traffic/holds';
import type { Journal, JournalEntry } from '../traffic/journal';
import type { Knobs } from '../traffic/knobs';
import { connectLatency, latencyOf } from '../traffic/latency';
import { randomFault } from '../traffic/randomFaults';
import type { Dispatcher, Outcome } from './dispatch';
import { faultReply } from './faultReply';
import { QueryParameters } from './query';
import type { Reply } from './reply';
import type { ApiRequest } from './request';
import { send } from './sending';

type Parts = {
  readonly clock: IClock;
  readonly random: Random;
  readonly journal: Journal;
  readonly holds: Holds;
  readonly faults: Faults;
  readonly knobs: Knobs;
};

type Connection = { id: number; line: Line; upLine: Line; isNew: boolean };

/** What is asked beside Google's API: neither the journal nor faults and latency apply to it. */
export interface ISideDoor {
  owns(path: string): boolean;
  /** Never throws: refusals are replies. */
  answer(request: ApiRequest): Promise<Reply>;
}

/** Where requests arrive: journal, holds, faults, latency and the way back; the work is the dispatcher's. */
export class FrontDoor {
  private readonly connections = new WeakMap<Socket, Connection>();
  private readonly clientLine: Line;
  private lastConnection = 0;

  constructor(
    private readonly google: Parts,
    private readonly dispatcher: Dispatcher,
    private readonly sideDoor: ISideDoor
  ) {
    this.clientLine = new Line(() => google.knobs.clientBandwidth);
  }

  /** Answers one request of the wire; resolves when the answer has left or was cut off. */
  async answer(message: IncomingMessage, response: ServerResponse, scheme: string): Promise<void> {
    response.setHeader('Date', new Date(this.google.clock.now()).toUTCString());
    const connection = this.connectionOf(message.socket);
    if (response.socket === null && !(await takesItsTurn(message.socket, response))) {
      return;
    }
    // What tests hand in is no traffic.
    const request = readRequest(message, scheme, path =>
      this.sideDoor.owns(path) ? NO_BRAKE : connection.upLine
    );
    if (this.sideDoor.owns(request.path)) {
      const reply = await this.sideDoor.answer(request);
      await send(reply, {
        response,
        request,
        fault: {},
        now: Date.now(),
        brake: NO_BRAKE,
        sent: () => undefined
      });
      return;
    }
    const seen = {
      method: request.method,
      host: message.headers.host ?? '',
      path: request.path,
      query: request.query.text,
      range: message.headers['content-range'] ?? message.headers.range
    };
    const entry = this.google.journal.arrive({ ...seen, connection: connection.id });
    request.entry = entry;
    response.once('close', () => {
      if (!response.writableFinished) {
        entry.gone = true;
      }
    });
    try {
      await this.google.holds.pass('arrival', entry.index, seen);
      if (message.socket.destroyed) {
        // Its client was killed while it was held: it never arrived.
        return;
      }
      await this.google.holds.pass('whole', entry.index, seen, async () => {
        request.body = Readable.from([await buffer(request.body)]);
      });
      const fault = this.google.faults.take(seen) ?? randomFault(this.google, seen) ?? {};
      await this.pass(request, entry, { fault, response, connection });
    } finally {
      entry.t1 = performance.timeOrigin + performance.now();
    }
  }

  private async pass(
    request: WireRequest,
    entry: JournalEntry,
    way: { fault: FaultAction; response: ServerResponse; connection: Connection }
  ): Promise<void> {
    const { fault, response, connection } = way;
    if (fault.delayMs !== undefined) {
      await sleep(fault.delayMs);
    }
    if (fault.reset === true) {
      response.socket?.resetAndDestroy();
      return;
    }
    const outcome = await this.workOn(request, fault);
    entry.units = outcome.units;
    entry.account = outcome.account;
    await this.takeTime(outcome, connection);
    await this.google.holds.pass('answer', entry.index, { ...entry });
    if (fault.dropAfterProcessing === true) {
      response.socket?.destroy();
      return;
    }
    entry.status = outcome.reply.status;
    await send(outcome.reply, {
      response,
      request,
      fault,
      now: this.google.clock.now(),
      brake: together(connection.line, this.clientLine),
      sent: bytes => {
        entry.bytes += bytes;
      }
    });
  }

  private async workOn(request: WireRequest, fault: FaultAction): Promise<Outcome> {
    if (fault.status !== undefined) {
      return { reply: faultReply(fault.status, fault), units: 0, latency: 'get' };
    }
    if (fault.ignoreRange === true) {
      request.headers = { ...request.headers, range: undefined };
    }
    return this.dispatcher.dispatch(request);
  }

  private async takeTime(outcome: Outcome, connection: Connection): Promise<void> {
    const { knobs, random } = this.google;
    let ms = knobs.fixedLatencyMs;
    if (knobs.latencyScale > 0) {
      ms += knobs.latencyScale * latencyOf(outcome.latency, outcome.reply.effort ?? {}, random);
      ms += connection.isNew ? knobs.latencyScale * connectLatency(random) : 0;
    }
    connection.isNew = false;
    if (ms > 0) {
      await sleep(ms);
    }
  }

  private connectionOf(socket: Socket): Connection {
    const known = this.connections.get(socket);
    if (known !== undefined) {
      return known;
    }
    this.lastConnection += 1;
    const fresh = {
      id: this.lastConnection,
      line: new Line(() => this.google.knobs.bandwidth),
      upLine: new Line(() => this.google.knobs.uploadBandwidth),
      isNew: true
    };
    this.connections.set(socket, fresh);
    return fresh;
  }
}

/**
 * False if the client goes first. Node hands over the next request of a connection while the answer before it
 * is still leaving; until that has left, an answer has no socket, and looks as if its client had gone.
 */
function takesItsTurn(connection: Socket, response: ServerResponse): Promise<boolean> {
  return new Promise(resolve => {
    const over = (isTurn: boolean): void => {
      response.off('socket', turned);
      connection.off('close', gone);
      resolve(isTurn);
    };
    const turned = (): void => {
      over(true);
    };
    const gone = (): void => {
      over(false);
    };
    response.once('socket', turned);
    connection.once('close', gone);
    if (connection.closed) {
      gone();
    }
  });
}

type WireRequest = ApiRequest & { entry?: JournalEntry };

function readRequest(
  message: IncomingMessage,
  scheme: string,
  brakeFor: (path: string) => IBrake
): WireRequest {
  const [path = '/', query = ''] = (message.url ?? '/').split('?', 2);
  const brake = brakeFor(path);
  const request: WireRequest = {
    method: message.method ?? 'GET',
    path,
    query: new QueryParameters(query),
    headers: message.headers,
    origin: `${scheme}://${message.headers.host ?? 'localhost'}`,
    body: counted()
  };
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const piece of message) {
      if (Buffer.isBuffer(piece)) {
        if (request.entry !== undefined) {
          request.entry.received += piece.length;
        }
        await brake.pass(piece.length);
        yield piece;
      }
    }
  }
  return request;
}
