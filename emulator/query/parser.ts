import { invalid } from '../drive/refusals';
import type { Token } from './lexer';
import { tokenize } from './lexer';

export type Operator = 'contains' | '=' | '!=' | '<' | '<=' | '>' | '>=';
export type Value = string | boolean;

export type Term =
  | { kind: 'compare'; field: string; operator: Operator; value: Value }
  | { kind: 'in'; value: string; collection: string }
  | { kind: 'has'; collection: string; key: string; value: string };

export type Query =
  Term | { kind: 'not'; of: Query } | { kind: 'and' | 'or'; of: readonly Query[] };

/** Deeper nesting is refused rather than followed. */
const MAX_DEPTH = 200;

/**
 * Reads a search query by the grammar of docs/reference/drive.md, "Listing and search"; `and` binds more tightly than `or`. A blank
 * query gives undefined; anything that does not fit is 400 `invalid` at `q`.
 */
export function parseQuery(text: string): Query | undefined {
  const tokens = tokenize(text);
  if (tokens.length === 0) {
    return undefined;
  }
  const parser = new Parser(tokens);
  const query = parser.either(0);
  parser.end();
  return query;
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  either(depth: number): Query {
    return this.chain('or', () => this.both(depth));
  }

  end(): void {
    if (this.at < this.tokens.length) {
      throw invalid('q');
    }
  }

  private both(depth: number): Query {
    return this.chain('and', () => this.one(depth));
  }

  private chain(kind: 'and' | 'or', next: () => Query): Query {
    const parts = [next()];
    while (this.takeKeyword(kind)) {
      parts.push(next());
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind, of: parts };
  }

  private one(depth: number): Query {
    if (depth > MAX_DEPTH) {
      throw invalid('q');
    }
    if (this.takeKeyword('not')) {
      return { kind: 'not', of: this.one(depth + 1) };
    }
    if (this.takeSign('(')) {
      const inner = this.either(depth + 1);
      this.expectSign(')');
      return inner;
    }
    return this.term();
  }

  private term(): Term {
    const first = this.next();
    if (first.kind === 'string') {
      this.expectKeyword('in');
      return { kind: 'in', value: first.value, collection: checked(COLLECTIONS, this.word()) };
    }
    if (first.kind !== 'word') {
      throw invalid('q');
    }
    if (this.takeKeyword('has')) {
      return this.has(checked(MAPS, first.value));
    }
    const field = first.value;
    const operators = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
    if (operators === undefined) {
      throw invalid('q');
    }
    const operator = this.operator();
    if (operator === undefined) {
      // A flag may stand alone: `sharedWithMe and trashed = false`.
      if (operators !== FLAG) {
        throw invalid('q');
      }
      return { kind: 'compare', field, operator: '=', value: true };
    }
    if (!operators.includes(operator)) {
      throw invalid('q');
    }
    return { kind: 'compare', field, operator, value: this.value(operators) };
  }

  private has(collection: string): Term {
    this.expectSign('{');
    const key = this.pair('key');
    this.expectKeyword('and');
    const value = this.pair('value');
    this.expectSign('}');
    return { kind: 'has', collection, key, value };
  }

  private pair(name: string): string {
    this.expectKeyword(name);
    this.expectSign('=');
    return this.string();
  }

  private operator(): Operator | undefined {
    if (this.takeKeyword('contains')) {
      return 'contains';
    }
    const token = this.tokens[this.at];
    const operator = SIGNS.find(sign => token?.kind === 'sign' && token.value === sign);
    this.at += operator === undefined ? 0 : 1;
    return operator;
  }

  private value(operators: readonly Operator[]): Value {
    const token = this.next();
    if (operators === FLAG) {
      const word = token.kind === 'word' ? token.value.toLowerCase() : '';
      if (word !== 'true' && word !== 'false') {
        throw invalid('q');
      }
      return word === 'true';
    }
    if (token.kind !== 'string') {
      throw invalid('q');
    }
    if (operators === TIME && Number.isNaN(parseTime(token.value))) {
      throw invalid('q');
    }
    return token.value;
  }

  private string(): string {
    const token = this.next();
    if (token.kind !== 'string') {
      throw invalid('q');
    }
    return token.value;
  }

  private word(): string {
    const token = this.next();
    if (token.kind !== 'word') {
      throw invalid('q');
    }
    return token.value;
  }

  private next(): Token {
    const token = this.tokens[this.at];
    if (token === undefined) {
      throw invalid('q');
    }
    this.at += 1;
    return token;
  }

  private takeKeyword(word: string): boolean {
    const token = this.tokens[this.at];
    const taken = token?.kind === 'word' && token.value.toLowerCase() === word;
    this.at += taken ? 1 : 0;
    return taken;
  }

  private takeSign(sign: string): boolean {
    const token = this.tokens[this.at];
    const taken = token?.kind === 'sign' && token.value === sign;
    this.at += taken ? 1 : 0;
    return taken;
  }

  private expectKeyword(word: string): void {
    if (!this.takeKeyword(word)) {
      throw invalid('q');
    }
  }

  private expectSign(sign: string): void {
    if (!this.takeSign(sign)) {
      throw invalid('q');
    }
  }
}

const SIGNS: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>='];
const TEXT: readonly Operator[] = ['contains', '=', '!='];
const FLAG: readonly Operator[] = ['=', '!='];
const EXACT: readonly Operator[] = ['=', '!='];
const TIME: readonly Operator[] = SIGNS;

/** Fields of comparisons and their operators; `md5Checksum`, `size` and `id` can't be searched. */
const FIELDS: Record<string, readonly Operator[]> = {
  name: TEXT,
  fullText: ['contains'],
  mimeType: TEXT,
  modifiedTime: TIME,
  createdTime: TIME,
  viewedByMeTime: TIME,
  sharedWithMeTime: TIME,
  trashed: FLAG,
  starred: FLAG,
  sharedWithMe: FLAG,
  visibility: EXACT,
  'shortcutDetails.targetId': EXACT,
  'shortcutDetails.targetMimeType': EXACT
};
const COLLECTIONS = ['parents', 'owners', 'writers', 'readers'];
const MAPS = ['properties', 'appProperties'];

function checked(allowed: readonly string[], word: string): string {
  if (!allowed.includes(word)) {
    throw invalid('q');
  }
  return word;
}

/** RFC 3339, UTC when no offset is given; milliseconds since 1970, NaN when it is not a time. */
export function parseTime(text: string): number {
  const match = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/i.exec(text);
  if (match === null) {
    return Number.NaN;
  }
  const hasZone = match[4] !== undefined || match[1] === undefined;
  return Date.parse(hasZone ? text : `${text}Z`);
}
