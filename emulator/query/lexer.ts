import { invalid } from '../drive/refusals';

export type Token =
  | { kind: 'string'; value: string }
  | { kind: 'word'; value: string }
  | { kind: 'sign'; value: string };

const SPACE = /\s+/y;
const WORD = /[A-Za-z][A-Za-z0-9_.]*/y;
const SIGN = /<=|>=|!=|[=<>(){}]/y;

/**
 * Cuts a search query into strings, words and signs. Inside quotes only `\'` and `\\` are escapes
 * (docs/reference/drive.md, "Listing and search"); anything else that does not fit is 400 `invalid` at `q`.
 */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(query)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  while (at < query.length) {
    if (match(SPACE) !== undefined) {
      continue;
    }
    const quote = query[at];
    if (quote === "'" || quote === '"') {
      const [value, next] = quoted(query, at + 1, quote);
      tokens.push({ kind: 'string', value });
      at = next;
      continue;
    }
    const word = match(WORD);
    if (word !== undefined) {
      tokens.push({ kind: 'word', value: word });
      continue;
    }
    const sign = match(SIGN);
    if (sign === undefined) {
      throw invalid('q');
    }
    tokens.push({ kind: 'sign', value: sign });
  }
  return tokens;
}

/** The string from `start` to its closing quote, and the index behind that. */
function quoted(query: string, start: number, quote: string): [string, number] {
  let value = '';
  for (let at = start; at < query.length; at += 1) {
    const char = query.charAt(at);
    if (char === quote) {
      return [value, at + 1];
    }
    if (char === '\\') {
      at += 1;
      const escaped = query.charAt(at);
      if (escaped !== '\\' && escaped !== "'" && escaped !== '"') {
        throw invalid('q');
      }
      value += escaped;
    } else {
      value += char;
    }
  }
  throw invalid('q');
}
