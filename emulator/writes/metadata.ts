import type { JsonObject } from '../json';
import { booleanOf, isRecord, objectOf, textOf, textsOf, ownValue, setOwn } from '../json';
import { ApiError, forbidden, invalid } from '../drive/refusals';

/** The writable part of a File resource, as a request gives it; what is absent stays as it is. */
export type Metadata = {
  id?: string;
  name?: string;
  mimeType?: string;
  parents?: string[];
  description?: string;
  starred?: boolean;
  trashed?: boolean;
  /** Milliseconds since 1970. */
  createdTime?: number;
  modifiedTime?: number;
  viewedByMeTime?: number;
  /** null takes a property away. */
  properties?: Record<string, string | null>;
  appProperties?: Record<string, string | null>;
  targetId?: string;
  originalFilename?: string;
  contentHints?: JsonObject;
};

const PROPERTY_BYTES = 124;
const TEXTS = ['id', 'name', 'mimeType', 'description', 'originalFilename'] as const;
const FLAGS = ['starred', 'trashed'] as const;
const TIMES = ['createdTime', 'modifiedTime', 'viewedByMeTime'] as const;
const MAPS = ['properties', 'appProperties'] as const;

/** Checks the types of what was sent: 400 `invalid` at the field; properties over 124 bytes are 403. */
export function readMetadata(body: JsonObject): Metadata {
  const metadata: Metadata = {};
  for (const key of TEXTS) {
    metadata[key] = checked(body, key, textOf(body, key));
  }
  for (const key of FLAGS) {
    metadata[key] = checked(body, key, booleanOf(body, key));
  }
  for (const key of TIMES) {
    metadata[key] = readTime(body, key);
  }
  for (const key of MAPS) {
    metadata[key] = readProperties(body, key);
  }
  metadata.parents = checked(body, 'parents', textsOf(body, 'parents'));
  metadata.targetId = textOf(objectOf(body, 'shortcutDetails') ?? {}, 'targetId');
  metadata.contentHints = objectOf(body, 'contentHints');
  return metadata;
}

/** What was read, unless something was sent and could not be read. */
function checked<T>(body: JsonObject, key: string, value: T | undefined): T | undefined {
  if (value === undefined && (ownValue(body, key) ?? null) !== null) {
    throw invalid(key, `Invalid value for: ${key}`);
  }
  return value;
}

function readTime(body: JsonObject, key: string): number | undefined {
  const text = checked(body, key, textOf(body, key));
  if (text === undefined) {
    return undefined;
  }
  const time = Date.parse(text);
  if (Number.isNaN(time) || !/^\d{4}-\d\d-\d\dT/.test(text)) {
    throw invalid(key, `Invalid value for: Invalid format: "${text}"`);
  }
  return time;
}

function readProperties(body: JsonObject, key: string): Record<string, string | null> | undefined {
  const sent = ownValue(body, key);
  if (sent === undefined || sent === null) {
    return undefined;
  }
  if (!isRecord(sent)) {
    throw invalid(key);
  }
  const properties: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(sent)) {
    if (typeof value !== 'string' && value !== null) {
      throw invalid(key);
    }
    if (Buffer.byteLength(name + (value ?? '')) > PROPERTY_BYTES) {
      throw forbidden(
        'propertyLengthLimitExceeded',
        'Properties and app properties are limited to 124 bytes in UTF-8 encoding, counting both the key and the value.'
      );
    }
    setOwn(properties, name, value);
  }
  return properties;
}

/** `parents` of an update is refused: moving is addParents and removeParents. */
export function refuseParents(body: JsonObject): void {
  if (body.parents !== undefined) {
    throw new ApiError({
      status: 403,
      message:
        'The parents field is not directly writable in update requests. Use the addParents and removeParents parameters instead.',
      reason: 'fieldNotWritable'
    });
  }
}

/** Old properties with the new ones laid over; undefined when none are left. */
export function mergeProperties(
  old: Record<string, string> | undefined,
  changes: Record<string, string | null>
): Record<string, string> | undefined {
  const merged = new Map(Object.entries(old ?? {}));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) {
      merged.delete(name);
    } else {
      merged.set(name, value);
    }
  }
  return merged.size === 0 ? undefined : Object.fromEntries(merged);
}
