/** The routes of the protocol that commands need, asked through a door. Failures are DriveErrors. */
import * as v from 'valibot';
import {
  DriveError,
  isErrorCode,
  type Decision,
  type CopyRequest,
  type DriveItem,
  type ErrorCode,
  type Route,
  type Routes,
  type Status,
  type Transfer,
  type UploadRequest
} from '../../protocol';
import type { DoorReply, IDoor } from './door';

/** The panel's sentences for these speak of what the panel has, or does by itself. */
const WORDED_ANEW: Partial<Record<ErrorCode, string>> = {
  offline: 'Google can’t be reached. Check the network, then run the command again.',
  proxyNotStarted:
    'The Google Drive proxy did not start. Run the command again with --debug to see why.',
  proxyEnded: 'The Google Drive proxy ended while it was asked. Run the command again.'
};

const errorReply = v.object({
  code: v.string(),
  message: v.string(),
  details: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))
});

type CallOptions<R extends Route> = {
  readonly id?: string;
  readonly query?: Routes[R]['query'];
  readonly body?: Routes[R]['body'];
};

export class Client {
  constructor(
    private readonly door: IDoor,
    private readonly signal: AbortSignal
  ) {}

  async status(): Promise<Status> {
    const status = await this.call('GET /status', { query: { check: '1' } });
    const { problem } = status;
    return problem === null
      ? status
      : {
          ...status,
          problem: { ...problem, message: WORDED_ANEW[problem.code] ?? problem.message }
        };
  }

  /** One item by its path in the panel, by `id:…` or by a link. */
  item(path: string): Promise<DriveItem> {
    return this.call('POST /item', { body: { address: path } });
  }

  /** All items of a folder, page by page. */
  async *items(path: string): AsyncGenerator<readonly DriveItem[]> {
    let page = await this.call('GET /items', { query: { path } });
    const seen = new Set<string>();
    while (page.next !== null) {
      yield page.items;
      if (seen.has(page.next)) {
        throw new DriveError('badAnswer', 'The list has no end: its pages lead in a circle.');
      }
      seen.add(page.next);
      page = await this.call('GET /items', { query: { path, after: page.next } });
    }
    yield page.items;
  }

  transfers(): Promise<readonly Transfer[]> {
    return this.call('GET /transfers');
  }

  copy(request: CopyRequest): Promise<Transfer> {
    return this.call('POST /copies', { body: request });
  }

  upload(request: UploadRequest): Promise<Transfer> {
    return this.call('POST /uploads', { body: request });
  }

  answer(id: string, answer: Decision): Promise<Transfer> {
    return this.call('POST /transfers/:id/answer', { id, body: answer });
  }

  /** Also after the command was interrupted: this is what an interruption does. */
  cancel(id: string): Promise<Transfer> {
    return this.call('POST /transfers/:id/cancel', { id }, null);
  }

  /** Tries again what failed, or continues what was interrupted. */
  retry(id: string): Promise<Transfer> {
    return this.call('POST /transfers/:id/retry', { id });
  }

  private async call<R extends Route>(
    route: R,
    options: CallOptions<R> = {},
    signal: AbortSignal | null = this.signal
  ): Promise<Routes[R]['reply']> {
    const [method = '', path = ''] = route.split(' ');
    const query = new URLSearchParams(options.query).toString();
    const target = `/api${path.replace(':id', encodeURIComponent(options.id ?? ''))}`;
    const request = {
      method,
      target: query === '' ? target : `${target}?${query}`,
      body: options.body
    };
    const reply = await this.door.ask(request, signal ?? undefined).catch((error: unknown) => {
      throw error instanceof DriveError ? wordedAnew(error) : error;
    });
    if (reply.status < 200 || reply.status > 299) {
      signal?.throwIfAborted();
      throw wordedAnew(errorOf(reply));
    }
    // Replies are trusted: both sides are built from one protocol and shipped together.
    return reply.body as Routes[R]['reply'];
  }
}

function wordedAnew(error: DriveError): DriveError {
  const message = WORDED_ANEW[error.code];
  return message === undefined
    ? error
    : new DriveError(error.code, message, { details: error.details, cause: error });
}

function errorOf({ status, body }: DoorReply): DriveError {
  const parsed = v.safeParse(errorReply, body);
  if (!parsed.success) {
    return new DriveError(
      'internal',
      `The Google Drive proxy answered ${status} without a reason.`
    );
  }
  const { code, message, details } = parsed.output;
  return new DriveError(isErrorCode(code) ? code : 'internal', message, { details });
}
