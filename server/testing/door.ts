/** Talks to a proxy as the shim does: over its unix socket, with its secret. For specs. */
import http from 'node:http';
import type { Route, Routes } from '../../protocol';

export type Reply<T> = {
  readonly status: number;
  readonly body: T;
  readonly headers: http.IncomingHttpHeaders;
};

export class Door {
  constructor(
    private readonly socket: string,
    private readonly secret: string
  ) {}

  /** One call of the protocol; whatever the status. */
  async call<R extends Route>(
    route: R,
    options: {
      id?: string;
      query?: Readonly<Record<string, string>>;
      body?: unknown;
      signal?: AbortSignal;
    } = {}
  ): Promise<Reply<Routes[R]['reply']>> {
    const [method = '', template = ''] = route.split(' ');
    const query = new URLSearchParams(options.query).toString();
    const target = `/api${template.replace(':id', options.id ?? '')}${query === '' ? '' : `?${query}`}`;
    const { status, headers, text } = await this.request(method, target, options);
    return { status, headers, body: JSON.parse(text === '' ? 'null' : text) as Routes[R]['reply'] };
  }

  request(
    method: string,
    target: string,
    { body, text, signal }: { body?: unknown; text?: string; signal?: AbortSignal } = {},
    authorization = `Bearer ${this.secret}`
  ): Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }> {
    return new Promise((resolve, reject) => {
      const headers = { authorization, 'content-type': 'application/json' };
      const request = http.request(
        { socketPath: this.socket, method, path: target, headers, signal },
        answer => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', reject);
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              text: Buffer.concat(parts).toString('utf8')
            })
          );
        }
      );
      request.on('error', reject);
      request.end(text ?? (body === undefined ? undefined : JSON.stringify(body)));
    });
  }
}
