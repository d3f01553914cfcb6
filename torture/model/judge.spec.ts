/** The judge sees what it is there to see: each planted fault, and none where there is none. */
import { describe, expect, it } from '@jest/globals';
import { judgeFiles, type HereFile, type ThereFile } from './judge';
import { Model } from './model';

const file = (path: string, md5: string): HereFile => ({ path, md5 });
const item = (id: string, name: string, ...revisions: string[]): ThereFile => ({
  ...{ id, name, revisions, parent: 'folder', trashed: false }
});
const question = (path: string) =>
  ({
    kind: 'conflicts',
    choices: ['replace', 'keepBoth', 'skip'],
    conflicts: [
      {
        path,
        existing: { size: 1, modified: null },
        incoming: { size: 1, modified: null },
        linkTarget: null,
        changed: true
      }
    ]
  }) as const;

/** The user's v1 at `a.csv`, made at 10; Drive's v2 of the same name. */
function both(): Model {
  const model = new Model();
  model.madeHere('a.csv', 'mine', 10);
  model.madeThere('id', 'a.csv', 'theirs', 10);
  return model;
}

/** A question that was made between 20 and 30, and answered. */
function answer(model: Model, kind: 'copy' | 'upload', path: string, choice: 'replace' | 'skip') {
  model.questions.saw('t', '1', question(path), 30, 20);
  const decision = { kind: 'conflicts', choices: { [path]: choice }, others: 'skip' } as const;
  model.answered(kind, model.questions.answered('t', question(path), decision));
}

const kinds = (model: Model, here: readonly HereFile[], there: readonly ThereFile[]): string[] =>
  judgeFiles(model, here, there).map(({ kind }) => kind);

describe('an edit of the user', () => {
  it('is lost if Drive’s version stands in its place and nobody allowed that', () => {
    expect(kinds(both(), [file('a.csv', 'theirs')], [])).toEqual(['lost']);
  });

  it('may go where “replace” was answered for it', () => {
    const model = both();
    answer(model, 'copy', 'a.csv', 'replace');
    expect(kinds(model, [file('a.csv', 'theirs')], [])).toEqual([]);
  });

  it('may not go where “skip” was answered, or “replace” for another path', () => {
    const skipped = both();
    answer(skipped, 'copy', 'a.csv', 'skip');
    const other = both();
    answer(other, 'copy', 'b.csv', 'replace');
    const here = [file('a.csv', 'theirs')];
    expect([kinds(skipped, here, []), kinds(other, here, [])]).toEqual([['lost'], ['lost']]);
  });

  it('may not go by an answer to a question that was made before the edit', () => {
    const model = both();
    model.mine.end('mine', 40);
    model.madeHere('a.csv', 'newer', 40);
    answer(model, 'copy', 'a.csv', 'replace');
    expect(kinds(model, [file('a.csv', 'theirs')], [])).toEqual(['lost']);
  });

  it('may go by “replace” in advance, if it was made before the transfer looked', () => {
    const begun = {
      kind: 'copy',
      sources: [],
      names: ['a.csv'],
      inAdvance: 'replace',
      from: 20
    } as const;
    const before = both();
    before.begun('t', begun);
    before.saw('t', 'running', 30);
    const after = both();
    after.begun('t', begun);
    after.saw('t', 'running', 30);
    after.mine.end('mine', 40);
    after.madeHere('a.csv', 'newer', 40);
    const here = [file('a.csv', 'theirs')];
    expect([kinds(before, here, []), kinds(after, here, [])]).toEqual([[], ['lost']]);
  });

  it('is not lost if it stands under another name, or is in Drive', () => {
    const here = [file('a.csv', 'theirs'), file('a (2).csv', 'mine')];
    const there = [item('new', 'a.csv', 'mine')];
    expect([kinds(both(), here, []), kinds(both(), here.slice(0, 1), there)]).toEqual([[], []]);
  });

  it('is not lost if the user removed or overwrote it', () => {
    const model = both();
    model.mine.end('mine', 40);
    expect(kinds(model, [], [])).toEqual([]);
  });

  it('is still owed after the user renamed its folder, under its new path', () => {
    const model = new Model();
    model.madeHere('d/a.csv', 'mine', 10);
    model.movedHere('d', 'e', null, 15);
    answer(model, 'copy', 'd/a.csv', 'replace');
    const owed = kinds(model, [], []);
    answer(model, 'copy', 'e/a.csv', 'replace');
    expect([owed, kinds(model, [], [])]).toEqual([['lost'], []]);
  });
});

describe('a file', () => {
  it('must be a version, on both sides', () => {
    const half = [file('a.csv', 'mine'), file('b.csv', 'half of something')];
    const torn = [item('new', 'a.csv', 'torn')];
    expect([kinds(both(), half, []), kinds(both(), [file('a.csv', 'mine')], torn)]).toEqual([
      ['not a version'],
      ['not a version']
    ]);
  });

  it('must be a version of its own', () => {
    const here = [file('a.csv', 'mine'), file('report.txt', 'theirs')];
    expect(kinds(both(), here, [])).toEqual(['wrong place']);
  });

  it('of ours is left over', () => {
    const here = [file('a.csv', 'mine'), file('d/.~abc-0.gdrive', 'theirs')];
    expect(kinds(both(), here, [])).toEqual(['left over']);
  });
});

describe('an upload', () => {
  const here = [file('a.csv', 'mine')];

  it('may not replace what nobody was asked about', () => {
    expect(kinds(both(), here, [item('id', 'a.csv', 'theirs', 'mine')])).toEqual([
      'replaced in Drive'
    ]);
  });

  it('may replace what the answer was about, and not what came after the question', () => {
    const asked = both();
    answer(asked, 'upload', 'My Drive/target/a.csv', 'replace');
    const changed = both();
    changed.madeThere('id', 'a.csv', 'theirs too', 40);
    answer(changed, 'upload', 'My Drive/target/a.csv', 'replace');
    expect([
      kinds(asked, here, [item('id', 'a.csv', 'theirs', 'mine')]),
      kinds(changed, here, [item('id', 'a.csv', 'theirs', 'theirs too', 'mine')])
    ]).toEqual([[], ['replaced in Drive']]);
  });

  it('may not put one content twice under one name', () => {
    const there = [item('new', 'a.csv', 'mine'), item('newer', 'a.csv', 'mine')];
    expect(kinds(both(), here, there)).toEqual(['twice']);
  });

  it('may not make one folder twice', () => {
    const there = [item('new', 'data'), item('newer', 'data')];
    const elsewhere = [item('new', 'data'), { ...item('newer', 'data'), parent: 'other' }];
    expect([kinds(both(), here, there), kinds(both(), here, elsewhere)]).toEqual([['twice'], []]);
  });

  it('may replace what an upload put there', () => {
    const model = both();
    model.mine.end('mine', 40);
    model.madeHere('a.csv', 'newer', 40);
    const there = [item('new', 'a.csv', 'mine', 'newer')];
    expect(kinds(model, [file('a.csv', 'newer')], there)).toEqual([]);
  });
});
