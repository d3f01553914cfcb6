/** One logger for all parts: JSON lines on stderr, with everything that looks like a secret taken out. */
import { pino } from 'pino';
import { isRecord } from '../protocol';

export type LogFields = Readonly<Record<string, unknown>>;

export interface ILog {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Access tokens, refresh tokens, upload sessions, resource keys, signed assertions, private keys. */
const SECRETS =
  /ya29\.[\w.-]+|1\/\/[\w-]{8,}|(?<=\b(?:upload_id|access_token|refresh_token|assertion|resourcekey|resource_key|code)=)[^&\s"']+|-----BEGIN[\s\S]*?(?:-----END[^-]*-----|$)|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|(?<=Bearer )[\w.~+/=-]+/gi;

/** No line of a log says more, and names of strangers may be of any length. Characters. */
const LONGEST = 8_192;
/** What a terminal or a viewer of logs would obey, or take for the end of a line. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The text without anything that looks like a secret. */
export function withoutSecrets(text: string): string {
  return text.slice(0, LONGEST).replace(SECRETS, '[secret]');
}

/** What may stand in a line: no secrets, and signs in the place of what is not seen. */
function loggable(text: string): string {
  return withoutSecrets(text).replace(
    UNSEEN,
    sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') {
    return loggable(value);
  }
  if (value instanceof Error) {
    const cause: unknown = value.cause;
    return {
      name: value.name,
      message: loggable(value.message),
      ...(cause === undefined ? {} : { cause: cleaned(cause) })
    };
  }
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, held]) => [key, cleaned(held)]))
    : value;
}

export function createLog(level: string, write: (line: string) => void): ILog {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write });
  const at =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) => {
      const entries = Object.entries(fields).map(([key, value]) => [key, cleaned(value)] as const);
      logger[name](Object.fromEntries(entries), loggable(message));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
