/** One logger for all parts: JSON lines on stderr, with everything that looks like a secret taken out. */
import { pino } from 'pino';

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

/** The text without anything that looks like a secret. */
export function withoutSecrets(text: string): string {
  return text.replace(SECRETS, '[secret]');
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') {
    return withoutSecrets(value);
  }
  if (value instanceof Error) {
    const cause: unknown = value.cause;
    return {
      name: value.name,
      message: withoutSecrets(value.message),
      ...(cause === undefined ? {} : { cause: cleaned(cause) })
    };
  }
  return value;
}

export function createLog(level: string, write: (line: string) => void): ILog {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write });
  const at =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) => {
      const entries = Object.entries(fields).map(([key, value]) => [key, cleaned(value)] as const);
      logger[name](Object.fromEntries(entries), withoutSecrets(message));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
