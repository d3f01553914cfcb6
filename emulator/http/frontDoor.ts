import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { Admin } from '../admin/admin';
import { ApiError } from '../drive/refusals';
import type { Google } from '../google';
import type { IBrake } from '../traffic/bandwidth';
import { Line, NO_BRAKE, together } from '../traffic/bandwidth';
import type { FaultAction } from '../traffic/faults';
import type { JournalEntry } from '../traffic/journal';
import { connectLatency, latencyOf } from '../traffic/latency';
import { randomFault } from '../traffic/randomFaults';
import type { Dispatcher, Outcome } from './dispatch';
import { QueryParameters } from './query';
import type { Reply } from './reply';
import { html, json } from './reply';
import type { ApiRequest } from './request';
import { send } from './sending';

type Connection = { id: number; line: Line; upLine: Line; isNew: boolean };

/** Where requests arrive: journal, holds, faults, latency and the way back; the work is the dispatcher's. */
export class FrontDoor {
  private readonly connections = new WeakMap<Socket, Connection>();
  private readonly clientLine: Line;
  private lastConnection = 0;

  constructor(
    private readonly google: Google,
    private readonly dispatcher: Dispatcher,
    private readonly admin: Admin
  ) {
    this.clientLine = new Line(() => google.knobs.clientBandwidth);
  }

  /** Answers one request of the wire; resolves when the answer has left or was cut off. */
  async answer(message: IncomingMessage, response: ServerResponse, scheme: string): Promise<void> {
    response.setHeader('Date', new Date(this.google.clock.now()).toUTCString());
    const connection = this.connectionOf(message.socket);
    const request = readRequest(message, scheme, connection.upLine);
    if (Admin.owns(request.path)) {
      const reply = await this.admin.answer(request);
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

type WireRequest = ApiRequest & { entry?: JournalEntry };

function readRequest(message: IncomingMessage, scheme: string, brake: IBrake): WireRequest {
  const [path = '/', query = ''] = (message.url ?? '/').split('?', 2);
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

/** The scripted answer: the body that was given, or an error body made from the reason. */
function faultReply(status: number, fault: FaultAction): Reply {
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  if (typeof fault.body === 'string') {
    const reply = html(status, fault.body);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  }
  if (fault.body !== undefined) {
    return json(fault.body, status, headers);
  }
  const reason = fault.reason ?? REASONS[status] ?? 'backendError';
  const isUsage = /RateLimitExceeded|rateLimitExceeded|QuotaExceeded|dailyLimit/.test(reason);
  const error = new ApiError({
    status,
    reason,
    message: fault.message ?? MESSAGES[reason] ?? reason,
    domain: isUsage && reason !== 'downloadQuotaExceeded' ? 'usageLimits' : 'global'
  });
  return json(error.body(), status, headers);
}

const REASONS: Record<number, string> = {
  400: 'badRequest',
  401: 'authError',
  403: 'userRateLimitExceeded',
  404: 'notFound',
  408: 'requestTimeout',
  416: 'requestedRangeNotSatisfiable',
  429: 'rateLimitExceeded',
  500: 'internalError',
  502: 'badGateway',
  503: 'backendError',
  504: 'gatewayTimeout'
};

const MESSAGES: Record<string, string> = {
  userRateLimitExceeded: 'User Rate Limit Exceeded',
  rateLimitExceeded: 'Rate Limit Exceeded',
  downloadQuotaExceeded: 'The download quota for this file has been exceeded.',
  authError: 'Invalid Credentials',
  internalError: 'Internal Error',
  backendError: 'Backend Error',
  notFound: 'File not found: .'
};
