/** Compares both sides, as they stand in the end, with what the model knows. Pure. */
import type { Finding } from './findings';
import { nameOf, type Model } from './model';

export type HereFile = { readonly path: string; readonly md5: string };

/** A file with bytes, or a folder. */
export type ThereFile = {
  readonly id: string;
  readonly name: string;
  readonly parent: string;
  readonly trashed: boolean;
  /** md5 of each, from the oldest to the head; empty for a folder. */
  readonly revisions: readonly string[];
};

const OURS = /(^|\/)\.~[^/]*$/;

export function judgeFiles(
  model: Model,
  here: readonly HereFile[],
  there: readonly ThereFile[]
): readonly Finding[] {
  const people = here.filter(({ path }) => !OURS.test(path));
  return [
    ...leftOver(here),
    ...lost(model, people, there),
    ...people.flatMap(({ path, md5 }) => oneVersion(model, `“${path}” here`, nameOf(path), md5)),
    ...there.flatMap(file => {
      const head = file.revisions.at(-1);
      return head === undefined
        ? []
        : oneVersion(model, `“${file.name}” in Drive`, file.name, head);
    }),
    ...there.flatMap(file => replacedUnasked(model, file)),
    ...twice(model, there)
  ];
}

function leftOver(here: readonly HereFile[]): readonly Finding[] {
  return here
    .filter(({ path }) => OURS.test(path))
    .map(({ path }) => ({
      kind: 'left over',
      text: `“${path}” is there, and no transfer will use it.`
    }));
}

function lost(
  model: Model,
  here: readonly HereFile[],
  there: readonly ThereFile[]
): readonly Finding[] {
  const found = new Set([
    ...here.map(({ md5 }) => md5),
    ...there.flatMap(({ revisions }) => revisions)
  ]);
  return model.mine
    .owed()
    .filter(({ md5 }) => !found.has(md5))
    .map(({ md5, path }) => ({
      kind: 'lost',
      text: `What the user had as “${path}” (${model.versions.label(md5)}) is nowhere. There: ${
        here.find(file => file.path === path) === undefined
          ? 'nothing'
          : model.versions.label(here.find(file => file.path === path)?.md5 ?? '')
      }.`
    }));
}

function oneVersion(model: Model, what: string, name: string, md5: string): readonly Finding[] {
  if (!model.versions.has(md5)) {
    return [{ kind: 'not a version', text: `${what} is no version that ever existed.` }];
  }
  return model.versions.fits(md5, name)
    ? []
    : [{ kind: 'wrong place', text: `${what} is ${model.versions.label(md5)}.` }];
}

/** Each revision that others made and that is followed by one of ours needs an answer for what it held. */
function replacedUnasked(model: Model, { id, name, revisions }: ThereFile): readonly Finding[] {
  const { theirs, versions } = model;
  return revisions.flatMap((md5, n): Finding[] => {
    const next = revisions[n + 1];
    const isOurs = next !== undefined && !theirs.hasMade(id, next);
    const isTheirs = theirs.hasMade(id, md5);
    return isOurs && isTheirs && !theirs.mayReplace(id, md5)
      ? [
          {
            kind: 'replaced in Drive',
            text: `“${name}” in Drive held ${versions.label(md5)}; ${versions.label(next)} took its place, and nobody was asked about it.`
          }
        ]
      : [];
  });
}

/** What we created under one name in one folder, with one content; folders too. */
function twice(model: Model, there: readonly ThereFile[]): readonly Finding[] {
  const created = there.filter(
    ({ id, trashed }) => !trashed && !model.theirs.has(id) && !model.theirs.wasTouched(id)
  );
  const seen = new Set<string>();
  return created.flatMap(({ name, parent, revisions }): Finding[] => {
    const key = JSON.stringify([parent, name, revisions.at(-1) ?? '']);
    const isTwice = seen.has(key);
    seen.add(key);
    return isTwice
      ? [
          {
            kind: 'twice',
            text: `“${name}” (${revisions.length === 0 ? 'a folder' : 'with one content'}) stands twice in one folder of Drive.`
          }
        ]
      : [];
  });
}
