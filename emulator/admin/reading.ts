import { badRequest } from '../drive/refusals';
import type { Json, JsonObject } from '../json';
import { booleanOf, isJsonObject, isRecord, numberOf, textOf, setOwn } from '../json';
import type { FaultAction } from '../traffic/faults';
import { PHASES, type Phase } from '../traffic/holds';
import type { Match } from '../traffic/matching';

/** A text that an admin call must have. */
export function need(body: JsonObject, key: string): string {
  const value = textOf(body, key);
  if (value === undefined) {
    throw badRequest(`The emulator needs "${key}", a string.`, key);
  }
  return value;
}

export function readMatch(value: Json | undefined): Match {
  const match = isJsonObject(value) ? value : {};
  refuseUnknown(match, ['method', 'path', 'query', 'host', 'range', 'nth', 'times']);
  for (const key of ['path', 'query', 'range']) {
    refuseBadExpression(match, key);
  }
  return {
    method: textOf(match, 'method'),
    path: textOf(match, 'path'),
    query: textOf(match, 'query'),
    host: textOf(match, 'host'),
    range: textOf(match, 'range'),
    nth: numberOf(match, 'nth'),
    times: numberOf(match, 'times')
  };
}

const NUMBERS = [
  'status',
  'retryAfter',
  'delayMs',
  'cutAfterBytes',
  'resetAfterBytes',
  'endAfterBytes'
] as const;
const FLAGS = ['reset', 'wrongBytes', 'ignoreRange', 'gzipCut', 'dropAfterProcessing'] as const;

export function readFault(value: Json | undefined): FaultAction {
  const given = isJsonObject(value) ? value : {};
  refuseUnknown(given, [
    ...NUMBERS,
    ...FLAGS,
    'reason',
    'message',
    'body',
    'headers',
    'stall',
    'fill'
  ]);
  const action: FaultAction = {
    reason: textOf(given, 'reason'),
    message: textOf(given, 'message'),
    body: isJsonObject(given.body) ? given.body : textOf(given, 'body'),
    headers: readHeaders(given.headers),
    fill: readFill(given.fill),
    stall: numberOf(given, 'stall') ?? booleanOf(given, 'stall')
  };
  for (const name of NUMBERS) {
    action[name] = numberOf(given, name);
  }
  for (const name of FLAGS) {
    action[name] = booleanOf(given, name);
  }
  return action;
}

function readFill(value: Json | undefined): FaultAction['fill'] {
  if (!isJsonObject(value)) {
    return undefined;
  }
  refuseUnknown(value, ['head', 'piece', 'times', 'tail', 'gzip']);
  return {
    piece: need(value, 'piece'),
    head: textOf(value, 'head'),
    times: numberOf(value, 'times'),
    tail: textOf(value, 'tail'),
    gzip: booleanOf(value, 'gzip')
  };
}

function readHeaders(value: Json | undefined): Record<string, string> | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const headers: Record<string, string> = {};
  for (const name of Object.keys(value)) {
    setOwn(headers, name, textOf(value, name) ?? '');
  }
  return headers;
}

function refuseBadExpression(match: JsonObject, key: string): void {
  try {
    new RegExp(textOf(match, key) ?? '');
  } catch {
    throw badRequest(`"${key}" is not a regular expression.`, key);
  }
}

/** A misspelt word would make a test pass for the wrong reason. */
function refuseUnknown(given: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(given).find(key => !known.includes(key));
  if (unknown !== undefined) {
    throw badRequest(`The emulator does not know "${unknown}".`, unknown);
  }
}

/** Where a request is held; on its arrival, if nothing else is said. */
export function readPhase(body: JsonObject): Phase {
  return PHASES.find(phase => phase === body.phase) ?? 'arrival';
}
