import { describe, expect, it } from '@jest/globals';
import { toFreeName } from '../workspace/safeName';
import { NamesBeside } from './namesBeside';

const MANY = 20_000;

/** Items of one folder that count how often somebody looks at one. */
class Counted {
  static looks = 0;
  constructor(public called: string) {}

  get name(): string {
    Counted.looks += 1;
    return this.called;
  }
}

function namesBeside(
  items: readonly Counted[],
  there: readonly string[]
): { beside: NamesBeside<Counted>; lists: () => number } {
  let lists = 0;
  const beside = new NamesBeside<Counted>({
    itemsFrom: n => items.slice(n),
    folderOf: () => 'folder',
    there: () => {
      lists += 1;
      return Promise.resolve(there);
    }
  });
  return { beside, lists: () => lists };
}

describe('names that are taken beside an item', () => {
  it('are those that are there and those of others, but not its own', async () => {
    const items = ['own', 'Other'].map(name => new Counted(name));
    const { beside } = namesBeside(items, ['there']);
    const isTaken = await beside.of(items[0] ?? new Counted(''));
    expect(['own', 'other', 'THERE', 'free'].map(isTaken)).toEqual([false, true, true, false]);
  });

  it('are its own too where another has it', async () => {
    const items = ['twin', 'Twin'].map(name => new Counted(name));
    const { beside } = namesBeside(items, []);
    expect((await beside.of(items[0] ?? new Counted('')))('twin')).toBe(true);
  });

  it('grow by what was added, and move with what got another name', async () => {
    const items = ['a'].map(name => new Counted(name));
    const { beside } = namesBeside(items, []);
    const [a] = items;
    await beside.of(a ?? new Counted(''));
    const b = new Counted('b');
    items.push(b);
    expect((await beside.of(a ?? b))('b')).toBe(true);
    b.called = 'c';
    beside.renamed(b, 'b');
    expect(['b', 'c'].map(await beside.of(a ?? b))).toEqual([false, true]);
  });

  it('cost the same for each item, however many are in the folder', async () => {
    const names = Array.from({ length: MANY }, (_, n) => `file ${n}.txt`);
    const items = names.map(name => new Counted(name));
    const { beside, lists } = namesBeside(items, names);
    Counted.looks = 0;
    for (const item of items) {
      const before = item.called;
      item.called = toFreeName(before, await beside.of(item));
      beside.renamed(item, before);
    }
    expect([lists(), Counted.looks]).toEqual([1, 3 * MANY]);
    expect(new Set(items.map(({ called }) => called)).size).toBe(MANY);
  });
});
