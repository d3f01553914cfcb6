import type { Mask } from '../drive/masks';
import { applyMask, parseMask } from '../drive/masks';
import type { IObjectShape } from '../drive/shapes';
import type { Reply } from '../http/reply';
import { json } from '../http/reply';
import type { Call } from '../http/routes';
import type { Json } from '../json';

/** The mask of a call, or the one that stands for an absent `fields`. */
export function maskOf(call: Call, shape: IObjectShape, unasked: string): Mask {
  return parseMask(call.query.value('fields') ?? unasked, shape);
}

/** A resource with what the call's mask names of it. */
export function masked(call: Call, shape: IObjectShape, unasked: string, value: Json): Reply {
  return json(applyMask(maskOf(call, shape, unasked), value));
}

/** What get, create, update and copy answer when `fields` is absent. */
export const FILE_BASICS = 'kind,id,name,mimeType,resourceKey';
