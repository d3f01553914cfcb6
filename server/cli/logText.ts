/** The proxy's log, a JSON object a line, as people read it. Pure. */
import * as v from 'valibot';
import { plain } from './format';

const entry = v.looseObject({ level: v.number(), msg: v.optional(v.string(), '') });
/** pino's levels, and what Python's logging calls them. */
const NAMES: readonly (readonly [number, string])[] = [
  [50, 'ERROR'],
  [40, 'WARNING'],
  [30, 'INFO'],
  [0, 'DEBUG']
];
const WARNING = 40;
/** Fields that say nothing on a terminal. */
const NOISE: ReadonlySet<string> = new Set(['level', 'msg', 'time', 'pid', 'hostname', 'v']);

/** A line of the log; null for what is less grave than `least`, a level of pino. */
export function logText(line: string, least: number): string | null {
  const parsed = v.safeParse(entry, parse(line));
  const level = parsed.success ? parsed.output.level : WARNING;
  if (level < least) {
    return null;
  }
  const text = parsed.success ? withFields(parsed.output.msg, parsed.output) : line.trimEnd();
  const name = NAMES.find(([lowest]) => level >= lowest)?.[1] ?? 'DEBUG';
  return plain(`[gdrive] ${level >= WARNING ? `${name} | ` : ''}${text}`);
}

function withFields(message: string, fields: Readonly<Record<string, unknown>>): string {
  const extra = Object.entries(fields)
    .filter(([key]) => !NOISE.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return extra.length === 0 ? message : `${message} (${extra.join(' ')})`;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
