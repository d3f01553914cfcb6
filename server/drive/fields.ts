/**
 * What an answer of Google says, field by field: absent or null is null, another type than the documented
 * one makes the whole answer a broken one. Pure.
 */
import { isRecord, ownValue } from '../../protocol';
import { brokenAnswer, GoogleApiError } from '../google/apiErrors';

export type Fields = Readonly<Record<string, unknown>>;

/** Ids of Drive, of whatever age. */
const ID = /^[A-Za-z0-9_-]{1,128}$/;

/** What `read` finds in the body of a success; a `webProxy` may have put something else in its place. */
export function readAnswer<T>(
  body: string,
  webProxy: string | null,
  read: (answer: Fields) => T
): T {
  try {
    return read(parsed(body));
  } catch (error) {
    throw error instanceof GoogleApiError ? brokenAnswer(error.message, webProxy) : error;
  }
}

function parsed(body: string): Fields {
  try {
    const value: unknown = JSON.parse(body);
    if (isRecord(value)) {
      return value;
    }
  } catch {
    // said below
  }
  throw brokenAnswer('The answer is not a JSON object.');
}

export function textOf(fields: Fields, key: string): string | null {
  return typed(fields, key, isText);
}

export function flagOf(fields: Fields, key: string): boolean | null {
  return typed(fields, key, isFlag);
}

export function recordOf(fields: Fields, key: string): Fields | null {
  return typed(fields, key, isRecord);
}

export function listOf(fields: Fields, key: string): readonly unknown[] | null {
  return typed(fields, key, isList);
}

/** What every answer of its kind has. */
export function required<T>(value: T | null, key: string): T {
  if (value === null) {
    throw brokenAnswer(`The answer has no ${key}.`);
  }
  return value;
}

export function requiredId(fields: Fields, key: string): string {
  return asId(ownValue(fields, key), key);
}

export function idOf(fields: Fields, key: string): string | null {
  const value = ownValue(fields, key);
  return value === undefined || value === null ? null : asId(value, key);
}

export function asId(value: unknown, key: string): string {
  if (typeof value === 'string' && ID.test(value)) {
    return value;
  }
  throw brokenAnswer(`The answer has no id where one belongs (${key}).`);
}

export function asRecord(value: unknown, key: string): Fields {
  if (isRecord(value)) {
    return value;
  }
  throw brokenAnswer(`The answer has something else than ${key}.`);
}

function typed<T>(fields: Fields, key: string, isRight: (value: unknown) => value is T): T | null {
  const value = ownValue(fields, key);
  if (value === undefined || value === null) {
    return null;
  }
  if (!isRight(value)) {
    throw brokenAnswer(`The answer has ${key} of another type than Drive’s.`);
  }
  return value;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
