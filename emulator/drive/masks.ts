import type { Json, JsonObject } from '../json';
import { isRecord, setOwn } from '../json';
import { ApiError } from './refusals';
import type { IObjectShape, Shape } from './shapes';

/** What a `fields` parameter asks for: every field, or some, each with what is asked of it. */
export type Mask = 'all' | ReadonlyMap<string, Mask>;

/**
 * Reads `a,b(c,d/e),*` against the shape of the answer. Blank asks for nothing; an unknown name is 400
 * `invalidParameter` (docs/reference/drive.md, "Errors").
 */
export function parseMask(text: string, shape: IObjectShape): Mask {
  if (text.trim() === '') {
    return new Map();
  }
  const reader = new MaskReader(text);
  const mask = reader.selection(shape);
  if (!reader.atEnd()) {
    throw badSelection(text);
  }
  return mask;
}

/** The part of the mask under `name`: undefined when it is not asked for. */
export function under(mask: Mask, name: string): Mask | undefined {
  return mask === 'all' ? 'all' : mask.get(name);
}

export function asksFor(mask: Mask | undefined, name: string): boolean {
  return mask !== undefined && under(mask, name) !== undefined;
}

/** Keeps of `value` what the mask names; keys without a value are absent, never null. */
export function applyMask(mask: Mask, value: Json): Json {
  if (mask === 'all') {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(part => applyMask(mask, part));
  }
  if (!isRecord(value)) {
    return value;
  }
  const kept: JsonObject = {};
  for (const [key, part] of Object.entries(value)) {
    const below = mask.get(key);
    if (below !== undefined && part !== undefined) {
      setOwn(kept, key, applyMask(below, part));
    }
  }
  return kept;
}

function badSelection(name: string): ApiError {
  return new ApiError({
    status: 400,
    message: `Invalid field selection ${name}`,
    reason: 'invalidParameter',
    location: 'fields'
  });
}

class MaskReader {
  private at = 0;

  constructor(private readonly text: string) {}

  atEnd(): boolean {
    return this.at >= this.text.length;
  }

  selection(shape: Shape): Mask {
    const chosen = new Map<string, Mask>();
    let everything = false;
    do {
      const [name, below] = this.path(shape);
      if (name === '*') {
        everything = everything || below === 'all';
      }
      for (const each of name === '*' ? namesOf(shape) : [name]) {
        chosen.set(each, merge(chosen.get(each), below));
      }
    } while (this.take(','));
    return everything ? 'all' : chosen;
  }

  private path(shape: Shape): [string, Mask] {
    const name = this.name();
    const inner = innerShape(shape, name);
    if (this.take('/')) {
      const [next, below] = this.path(inner);
      const names = next === '*' ? namesOf(inner) : [next];
      const all = next === '*' && below === 'all';
      return [name, all ? 'all' : new Map(names.map(each => [each, below]))];
    }
    if (this.take('(')) {
      const below = this.selection(inner);
      if (!this.take(')')) {
        throw badSelection(this.text);
      }
      return [name, below];
    }
    return [name, 'all'];
  }

  private name(): string {
    this.spaces();
    const match = /^(\*|[A-Za-z0-9_.$-]+)/.exec(this.text.slice(this.at, this.at + 100));
    if (match === null) {
      throw badSelection(this.text);
    }
    this.at += match[0].length;
    return match[0];
  }

  private take(mark: string): boolean {
    this.spaces();
    if (this.text[this.at] !== mark) {
      return false;
    }
    this.at += 1;
    return true;
  }

  private spaces(): void {
    while (this.text[this.at] === ' ') {
      this.at += 1;
    }
  }
}

function innerShape(shape: Shape, name: string): Shape {
  if (typeof shape === 'string') {
    if (shape === 'map' || shape === 'any') {
      return 'any';
    }
    throw badSelection(name);
  }
  if ('list' in shape) {
    return innerShape(shape.list, name);
  }
  if (name === '*') {
    return 'any';
  }
  const inner = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
  if (inner === undefined) {
    throw badSelection(name);
  }
  return inner;
}

function namesOf(shape: Shape): string[] {
  if (typeof shape === 'string') {
    return [];
  }
  return 'list' in shape ? namesOf(shape.list) : Object.keys(shape.fields);
}

function merge(a: Mask | undefined, b: Mask): Mask {
  if (a === undefined || a === 'all' || b === 'all') {
    return a === undefined ? b : 'all';
  }
  const both = new Map(a);
  for (const [name, below] of b) {
    both.set(name, merge(both.get(name), below));
  }
  return both;
}
