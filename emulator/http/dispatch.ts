import { ApiError } from '../drive/refusals';
import type { Json } from '../json';
import type { LatencyKind } from '../traffic/latency';
import type { Quota } from '../traffic/quota';
import { UNITS } from '../traffic/quota';
import type { CredentialParts } from './credentials';
import { authenticate } from './credentials';
import { QueryParameters } from './query';
import type { Reply } from './reply';
import { replyToError, unknownPage } from './reply';
import type { ApiRequest } from './request';
import { header, readBody } from './request';
import type { IApiRoute, IOpenRoute } from './routes';
import { RouteTable } from './routes';

type Parts = CredentialParts & {
  readonly quota: Quota;
};

/** What the work on a request cost, for journal and latency. */
export type Outcome = { reply: Reply; units: number; latency: LatencyKind; account?: string };

/** Told every answer that is JSON, also those inside a batch. */
export type Recorder = (request: ApiRequest, status: number, value: Json) => void;

/** Brings a request to its route: the path of every call, also of those inside a batch. */
export class Dispatcher {
  private readonly api: RouteTable<IApiRoute>;
  private readonly open: RouteTable<IOpenRoute>;

  constructor(
    private readonly google: Parts,
    routes: { api: readonly IApiRoute[]; open: readonly IOpenRoute[] },
    private readonly record: Recorder
  ) {
    this.api = new RouteTable(routes.api);
    this.open = new RouteTable(routes.open);
  }

  /** Never throws: refusals and accidents become replies. */
  async dispatch(original: ApiRequest): Promise<Outcome> {
    let request = original;
    let outcome: Outcome;
    try {
      request = await unwrapOverride(original);
      outcome = await this.answer(request);
    } catch (error) {
      outcome = { reply: replyToError(error), units: 0, latency: 'none' };
    }
    const { status, body } = outcome.reply;
    if (body.kind === 'json') {
      this.record(request, status, body.value);
    }
    return outcome;
  }

  private async answer(request: ApiRequest): Promise<Outcome> {
    const { method, path, query } = request;
    const found = this.api.find(method, path, query);
    if (found !== undefined) {
      return this.call(request, found.route, found.params);
    }
    const open = this.open.find(method, path, query);
    if (open !== undefined) {
      const reply = await open.route.answer(request, open.params);
      return { reply, units: 0, latency: open.route.latency };
    }
    return { reply: unknownPage(path), units: 0, latency: 'none' };
  }

  private async call(
    request: ApiRequest,
    route: IApiRoute,
    params: Record<string, string>
  ): Promise<Outcome> {
    const { viewer, token } = authenticate(this.google, request, route);
    const account = viewer.email;
    const refused = this.google.quota.charge(account, token.projectId, route.units);
    if (refused !== undefined) {
      return { reply: replyToError(refused), units: 0, latency: 'get', account };
    }
    const charged = { units: UNITS[route.units], account };
    try {
      request.query.checkTypes();
      const reply = await route.run({ request, query: request.query, params, viewer });
      return { reply: compacted(request, reply), latency: route.latency, ...charged };
    } catch (error) {
      // A refusal is quick: it looks at metadata only.
      return { reply: replyToError(error), latency: 'get', ...charged };
    }
  }
}

/** `prettyPrint=false` gives one line; errors are always pretty (docs/reference/drive.md, "Errors"). */
function compacted(request: ApiRequest, reply: Reply): Reply {
  const isCompact = request.query.value('prettyPrint')?.toLowerCase() === 'false';
  return reply.body.kind === 'json' && isCompact
    ? { ...reply, body: { ...reply.body, isCompact } }
    : reply;
}

/** Long GETs come as POST with `X-HTTP-Method-Override: GET` and the query as a form (docs/reference/drive.md, "Listing and search"). */
async function unwrapOverride(request: ApiRequest): Promise<ApiRequest> {
  const method = header(request, 'x-http-method-override')?.toUpperCase();
  if (request.method !== 'POST' || method === undefined) {
    return request;
  }
  if (!['GET', 'PATCH', 'PUT', 'DELETE'].includes(method)) {
    throw new ApiError({ status: 400, message: 'Bad Request', reason: 'badRequest' });
  }
  if (method !== 'GET') {
    return { ...request, method };
  }
  const form = (await readBody(request)).toString('utf8');
  const query = new QueryParameters([request.query.text, form].filter(Boolean).join('&'));
  return { ...request, method, query };
}
