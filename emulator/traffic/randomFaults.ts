import type { Random } from '../random';
import type { FaultAction } from './faults';
import type { Knobs } from './knobs';
import type { Matched } from './matching';

/** Clients need not try again for a token, and some don't: its failures are asked for one by one. */
const TOKEN_PATH = '/token';

type Parts = {
  readonly random: Random;
  readonly knobs: Knobs;
};

/** Fails a share of all requests, as the seed decides (docs/reference/drive.md, "Quota and pace"); undefined for those that pass. */
export function randomFault(google: Parts, request: Matched): FaultAction | undefined {
  const { knobs, random } = google;
  if (request.path.endsWith(TOKEN_PATH)) {
    return undefined;
  }
  const isCreate = request.method === 'POST' && /\/files\/?$/.test(request.path);
  const isRanged = request.range !== undefined && request.method === 'GET';
  const cases: [number, FaultAction][] = [
    [knobs.p500, { status: 500, reason: 'internalError' }],
    [knobs.p503, { status: 503, reason: 'backendError' }],
    [knobs.p429, { status: 429, reason: 'rateLimitExceeded' }],
    [knobs.p403rate, { status: 403, reason: 'userRateLimitExceeded' }],
    [knobs.pReset, { reset: true }],
    [knobs.pTruncate, { cutAfterBytes: 100 }],
    [isRanged ? knobs.pRange200 : 0, { ignoreRange: true }],
    [isCreate ? knobs.pLostCreate : 0, { dropAfterProcessing: true }]
  ];
  for (const [share, action] of cases) {
    if (random.chance(share)) {
      const isHtml = (action.status ?? 0) >= 500 && random.chance(knobs.pHtmlBody);
      return isHtml ? { ...action, body: HTML_ERROR } : action;
    }
  }
  return undefined;
}

const HTML_ERROR =
  '<!DOCTYPE html><html lang=en><title>Error (Server Error)!!1</title><p>The server encountered an error. Please try again in 30 seconds.';
