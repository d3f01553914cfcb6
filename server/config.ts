/** What the proxy is told on stdin: every setting, its default and its check; read once, frozen. */
import * as v from 'valibot';
import { DriveError } from '../protocol';
import { settingsOfFile, SETTINGS_PROBLEMS, type CheckedSettings } from './settings';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Time constants, so that tests can scale them; their defaults are asserted in config.spec.ts. */
const times = v.object({
  backoffBaseMs: v.optional(v.number(), SECOND),
  backoffCapMs: v.optional(v.number(), 32 * SECOND),
  probeMs: v.optional(v.number(), 15 * SECOND),
  offlineLimitMs: v.optional(v.number(), 24 * 60 * MINUTE),
  calmMs: v.optional(v.number(), SECOND),
  recoverMs: v.optional(v.number(), 3 * MINUTE),
  /** A connection that is not established within this time counts as: no network. */
  connectMs: v.optional(v.number(), 20 * SECOND),
  /** A body that brings no bytes for this long counts as broken. Milliseconds. */
  idleMs: v.optional(v.number(), MINUTE),
  /** Tokens are renewed this long before their end. */
  tokenEarlyMs: v.optional(v.number(), 5 * MINUTE),
  /** Listings and folders are used for this long, unless fresh ones are asked for. */
  listingTtlMs: v.optional(v.number(), 30 * SECOND),
  folderTtlMs: v.optional(v.number(), 5 * MINUTE),
  /** What an upload saw in Drive is looked at again after this time, before it is acted upon. */
  lookAgainMs: v.optional(v.number(), MINUTE),
  /** The lock of the journals: renewed, and stale when it was not. */
  lockRenewMs: v.optional(v.number(), 10 * SECOND),
  lockStaleMs: v.optional(v.number(), MINUTE),
  /** How long what is cancelled may take to stop before it counts as cancelled. */
  cancelMs: v.optional(v.number(), 10 * SECOND),
  /** How long the proxy may take to end: the journals survive what is left undone. */
  stopMs: v.optional(v.number(), 5 * SECOND)
});

const schema = v.object({
  /** Every request must carry it. */
  secret: v.pipe(v.string(), v.minLength(16)),
  /** Path of the unix socket; null for a port on loopback. */
  listen: v.nullable(v.string()),
  workspace: v.object({ root: v.nullable(v.string()), allowHidden: v.boolean() }),
  /** Where names, journals and ledgers are kept. */
  dataFolder: v.string(),
  /** Of the Jupyter server: the same for a child and its successor. */
  serverId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,64}$/)),
  /** Its process: while it lives, the child's journals wait for the child's successor. */
  serverPid: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))), null),
  serviceAccount: v.nullable(
    v.union([
      v.object({ content: v.string(), origin: v.string() }),
      v.object({ file: v.string(), origin: v.string() })
    ])
  ),
  subject: v.optional(v.string(), ''),
  rootFolder: v.optional(v.string(), ''),
  lockCredentials: v.optional(v.boolean(), false),
  allowUploads: v.optional(v.boolean(), false),
  applicationDefaultFile: v.optional(v.nullable(v.string()), null),
  unitsPerMinute: v.optional(v.pipe(v.number(), v.minValue(1_000)), 325_000),
  maxConnections: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(256)), 32),
  startConnections: v.optional(v.pipe(v.number(), v.minValue(1)), 16),
  writesPerSecond: v.optional(v.pipe(v.number(), v.minValue(0.1)), 3),
  writeBurst: v.optional(v.pipe(v.number(), v.minValue(1)), 40),
  maxTries: v.optional(v.pipe(v.number(), v.minValue(1)), 8),
  /** Loopback only: an endpoint elsewhere would be handed the tokens. */
  endpoint: v.optional(
    v.union([v.literal(''), v.pipe(v.string(), v.url(), v.check(isLoopback, 'is not loopback'))]),
    ''
  ),
  /** A person's settings as their file has them; what is wrong in them stops nothing. */
  settings: v.optional(v.unknown(), {}),
  /** Why that file can't be used at all; null where it can. */
  settingsProblem: v.optional(v.nullable(v.picklist(SETTINGS_PROBLEMS)), null),
  logLevel: v.optional(v.picklist(['debug', 'info', 'warn', 'error']), 'info'),
  times: v.optional(times, {})
});

type Line = v.InferOutput<typeof schema>;
export type Config = Readonly<Omit<Line, 'settings' | 'settingsProblem'>> & {
  readonly settings: CheckedSettings;
};

/** Throws badRequest, naming what is wrong but none of the values: they may be secrets. */
export function parseConfig(line: string): Config {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new DriveError('badRequest', 'The proxy’s configuration is not JSON.');
  }
  const result = v.safeParse(schema, value);
  if (!result.success) {
    const wrong = result.issues.map(issue => v.getDotPath(issue) ?? 'all of it').join(', ');
    throw new DriveError('badRequest', `The proxy’s configuration is wrong at: ${wrong}.`);
  }
  const { settings, settingsProblem, ...others } = result.output;
  return Object.freeze({ ...others, settings: settingsOfFile(settings, settingsProblem) });
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);
}
