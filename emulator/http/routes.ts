import type { Viewer } from '../drive/access';
import type { LatencyKind } from '../traffic/latency';
import type { UnitClass } from '../traffic/quota';
import type { QueryParameters } from './query';
import type { Reply } from './reply';
import type { ApiRequest } from './request';

/** An authenticated call of one API method. */
export type Call = {
  request: ApiRequest;
  query: QueryParameters;
  params: Readonly<Record<string, string>>;
  viewer: Viewer;
};

export interface IApiRoute {
  /** HTTP method. */
  readonly method: string;
  /** Path with `:name` for one segment. */
  readonly path: string;
  /** Google's name of the method, told in some errors. */
  readonly name: string;
  /** Any one of these scopes, by short name, is enough. */
  readonly scopes: readonly string[];
  readonly units: UnitClass;
  readonly latency: LatencyKind;
  /** Only for requests whose query fits; the first route that fits answers. */
  readonly when?: (query: QueryParameters) => boolean;
  /** Media and exports refuse credentials in another order (docs/reference/drive.md, "Errors"). */
  readonly isMedia?: boolean;
  run(call: Call): Promise<Reply> | Reply;
}

/** Makes the routes of one service of the API: their names differ in the last word alone. */
export function routesOf(
  service: string
): (
  method: string,
  path: string,
  name: string,
  more: Omit<IApiRoute, 'method' | 'path' | 'name'>
) => IApiRoute {
  return (method, path, name, more) => ({
    method,
    path: `/drive/v3/${path}`,
    name: `google.apps.drive.v3.${service}.${name}`,
    ...more
  });
}

/** A route that needs no token: OAuth, discovery, the upload sessions' addresses. */
export interface IOpenRoute {
  readonly method: string;
  readonly path: string;
  readonly latency: LatencyKind;
  readonly when?: (query: QueryParameters) => boolean;
  answer(request: ApiRequest, params: Readonly<Record<string, string>>): Promise<Reply> | Reply;
}

export type Found<R> = { route: R; params: Record<string, string> };

type Pattern = { method: string; path: string; when?: (query: QueryParameters) => boolean };

/** Finds the route of a request; built once. */
export class RouteTable<R extends Pattern> {
  private readonly entries: readonly { route: R; pattern: RegExp }[];

  constructor(routes: readonly R[]) {
    this.entries = routes.map(route => ({
      route,
      pattern: new RegExp(`^${route.path.replace(/:([A-Za-z]+)/g, '(?<$1>[^/]+)')}/?$`)
    }));
  }

  find(method: string, path: string, query: QueryParameters): Found<R> | undefined {
    for (const { route, pattern } of this.entries) {
      if (route.method !== method) {
        continue;
      }
      const match = pattern.exec(path);
      if (match !== null && (route.when?.(query) ?? true)) {
        return { route, params: decoded(match.groups ?? {}) };
      }
    }
    return undefined;
  }
}

function decoded(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [name, decodeSegment(value)])
  );
}

/** The segment of a path, decoded; as it is where it can't be. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
