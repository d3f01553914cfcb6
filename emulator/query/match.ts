import type { Viewer } from '../drive/access';
import { roleOf, sharedWithMe } from '../drive/access';
import type { Item } from '../drive/items';
import type { DriveStore } from '../drive/store';
import type { Operator, Query, Term, Value } from './parser';
import { parseTime } from './parser';
import { ownValue } from '../json';

export type Test = (item: Item) => boolean;

/** What a query is judged against. */
export type Asking = { store: DriveStore; viewer: Viewer };

/** Makes one test of a query, so that 200,000 items are judged without reading it again. */
export function compileQuery(query: Query, asking: Asking): Test {
  switch (query.kind) {
    case 'not': {
      const inner = compileQuery(query.of, asking);
      return item => !inner(item);
    }
    case 'and': {
      const parts = query.of.map(part => compileQuery(part, asking));
      return item => parts.every(part => part(item));
    }
    case 'or': {
      const parents = idsOfParents(query, asking);
      if (parents !== undefined) {
        return item => item.parents.some(id => parents.has(id));
      }
      const parts = query.of.map(part => compileQuery(part, asking));
      return item => parts.some(part => part(item));
    }
    default:
      return compileTerm(query, asking);
  }
}

/** The ids of `'a' in parents or 'b' in parents …`, aliases resolved; undefined for any other query. */
export function idsOfParents(query: Query, asking: Asking): Set<string> | undefined {
  const parts = query.kind === 'or' ? query.of : [query];
  const ids = new Set<string>();
  for (const part of parts) {
    if (part.kind !== 'in' || part.collection !== 'parents') {
      const inner = part.kind === 'or' ? idsOfParents(part, asking) : undefined;
      if (inner === undefined) {
        return undefined;
      }
      inner.forEach(id => ids.add(id));
    } else {
      ids.add(resolveAlias(part.value, asking));
    }
  }
  return ids;
}

function resolveAlias(id: string, { store, viewer }: Asking): string {
  return id === 'root' ? store.rootOf(viewer.email).id : id;
}

/** Does a term of this kind stand anywhere in the query? */
export function mentions(query: Query | undefined, is: (term: Term) => boolean): boolean {
  if (query === undefined) {
    return false;
  }
  switch (query.kind) {
    case 'not':
      return mentions(query.of, is);
    case 'and':
    case 'or':
      return query.of.some(part => mentions(part, is));
    default:
      return is(query);
  }
}

function compileTerm(term: Term, asking: Asking): Test {
  switch (term.kind) {
    case 'in':
      return membership(term.collection, term.value, asking);
    case 'has':
      return item =>
        ownValue(
          (term.collection === 'properties' ? item.properties : item.appProperties) ?? {},
          term.key
        ) === term.value;
    case 'compare':
      return comparison(term.field, term.operator, term.value, asking);
  }
}

function membership(collection: string, value: string, asking: Asking): Test {
  const { store, viewer } = asking;
  const email = value === 'me' ? viewer.email : value.toLowerCase();
  switch (collection) {
    case 'parents': {
      const id = resolveAlias(value, asking);
      return item => item.parents.includes(id);
    }
    case 'owners':
      return item => item.owner === email;
    case 'writers':
      return item => {
        const role = roleOf(store, email, item);
        return role !== undefined && role !== 'reader' && role !== 'commenter';
      };
    default:
      return item => roleOf(store, email, item) !== undefined;
  }
}

function comparison(field: string, operator: Operator, value: Value, asking: Asking): Test {
  const text = String(value);
  const { email } = asking.viewer;
  switch (field) {
    case 'name':
      return operator === 'contains'
        ? contains(text, item => item.name)
        : nameEquals(text, operator === '=', asking);
    case 'fullText':
      return contains(text.replace(/^"(.*)"$/s, '$1'), fullText);
    case 'mimeType':
      return mimeType(text, operator);
    case 'trashed':
      return flag(value, operator, item => item.trashed);
    case 'starred':
      return flag(value, operator, item => item.starredBy?.has(email) ?? false);
    case 'sharedWithMe':
      return flag(value, operator, item => sharedWithMe(asking.store, item, email) !== undefined);
    case 'visibility':
      return item => (visibilityOf(item) === text) === (operator === '=');
    case 'shortcutDetails.targetId':
      return item => (item.shortcut?.targetId === text) === (operator === '=');
    case 'shortcutDetails.targetMimeType':
      return item => (item.shortcut?.targetMimeType === text) === (operator === '=');
    default:
      return inTime(operator, parseTime(text), timeOf(field, asking));
  }
}

function flag(value: Value, operator: Operator, read: Test): Test {
  const wanted = (value === true) === (operator === '=');
  return item => read(item) === wanted;
}

function timeOf(
  field: string,
  { store, viewer: { email } }: Asking
): (item: Item) => number | undefined {
  switch (field) {
    case 'modifiedTime':
      return item => item.modifiedTime;
    case 'createdTime':
      return item => item.createdTime;
    case 'viewedByMeTime':
      return item => item.viewedBy?.get(email);
    default:
      return item => sharedWithMe(store, item, email)?.sharedAt;
  }
}

function inTime(operator: Operator, than: number, read: (item: Item) => number | undefined): Test {
  const holds: Record<Operator, (time: number) => boolean> = {
    '=': time => time === than,
    '!=': time => time !== than,
    '<': time => time < than,
    '<=': time => time <= than,
    '>': time => time > than,
    '>=': time => time >= than,
    contains: () => false
  };
  return item => {
    const time = read(item);
    return time !== undefined && holds[operator](time);
  };
}

/** Equal when only ASCII letters differ in case: É is not é here (docs/reference/drive.md, "Listing and search"). */
function nameEquals(text: string, wanted: boolean, { store }: Asking): Test {
  const folded = foldAscii(text);
  const now = store.clock.now();
  return item => {
    const isIndexed = item.nameIndexedAt === undefined || item.nameIndexedAt <= now;
    return (isIndexed && foldAscii(item.name) === folded) === wanted;
  };
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, part => part.toLowerCase());
}

/** Each word of the value begins a word of the text, in any case: "Hello" finds HelloWorld, "World" does not. */
function contains(value: string, read: (item: Item) => string): Test {
  const wanted = wordsOf(value);
  if (wanted.length === 0) {
    const folded = value.toLowerCase();
    return item => read(item).toLowerCase().includes(folded);
  }
  return item => {
    const words = wordsOf(read(item));
    return words.some((_, at) =>
      wanted.every((word, ahead) =>
        ahead < wanted.length - 1 ? words[at + ahead] === word : words[at + ahead]?.startsWith(word)
      )
    );
  };
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

function fullText(item: Item): string {
  return [item.name, item.description ?? '', item.document?.text ?? ''].join('\n');
}

function mimeType(text: string, operator: Operator): Test {
  const folded = text.toLowerCase();
  switch (operator) {
    case 'contains':
      return item => item.mimeType.toLowerCase().startsWith(folded);
    case '!=':
      return item => item.mimeType.toLowerCase() !== folded;
    default:
      return item => item.mimeType.toLowerCase() === folded;
  }
}

function visibilityOf(item: Item): string {
  const types = item.permissions.map(permission => permission.type);
  if (types.includes('anyone')) {
    return 'anyoneWithLink';
  }
  return types.includes('domain') ? 'domainCanFind' : 'limited';
}
