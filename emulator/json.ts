/** JSON as Google writes it, and careful reading of JSON that others wrote. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json | undefined };

/** Characters that Google's front ends always write as `\uXXXX` (docs/reference/drive.md, "Files and fields"); in JSON they occur only inside strings. */
const ESCAPED =
  /[<>\u007f-\u009f\u00ad\u0600-\u0604\u070f\u17b4\u17b5\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]/g;

/** Two spaces and a last newline by default; `prettyPrint=false` gives one line without newline. */
export function writeJson(value: Json, pretty: boolean): string {
  const text = pretty ? `${JSON.stringify(value, null, 2)}\n` : JSON.stringify(value);
  return text.replace(
    ESCAPED,
    char => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJson(value: unknown): value is Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return (
        value === null || Object.values(value).every(part => part === undefined || isJson(part))
      );
    default:
      return false;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value) && isJson(value);
}

/** The object in `text`, or undefined when it is not a JSON object. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What the table itself has under a key that strangers choose, such as `constructor`. */
export function ownValue<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Puts a value under a key that strangers choose, such as `__proto__`. */
export function setOwn<T>(table: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(table, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true
  });
}

export function textOf(record: Record<string, unknown>, key: string): string | undefined {
  const value = ownValue(record, key);
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(record: Record<string, unknown>, key: string): number | undefined {
  const value = ownValue(record, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function booleanOf(record: Record<string, unknown>, key: string): boolean | undefined {
  const value = ownValue(record, key);
  return typeof value === 'boolean' ? value : undefined;
}

export function objectOf(record: Record<string, unknown>, key: string): JsonObject | undefined {
  const value = ownValue(record, key);
  return isJsonObject(value) ? value : undefined;
}

/** The strings of an array; undefined when it is not an array of strings. */
export function textsOf(record: Record<string, unknown>, key: string): string[] | undefined {
  const value = ownValue(record, key);
  return Array.isArray(value) && value.every(part => typeof part === 'string') ? value : undefined;
}
