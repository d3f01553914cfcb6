/** What the rule about foreign keys finds (`// found`) and lets pass; only test_lint.py reads it. */
export function read(name: string, known: 'a' | 'b', at: number): unknown[] {
  const table: Record<string, string> = { a: 'x' };
  const shape = { a: 1, b: 2 };
  const list = [1, 2];
  const map = new Map([['a', 1]]);
  const either: Record<string, string> | null = at > 0 ? table : null;
  const found = [
    table[name], // found
    either?.[name], // found
    table[`${name}.csv`], // found
    name in table, // found
    Object.hasOwn(shape, name) ? table[name] : '', // found
    !Object.hasOwn(table, name) && table[name] // found
  ];
  table[name] = 'y'; // found
  return [
    ...found,
    table.a,
    table['a'],
    table[known],
    shape[known],
    list[at],
    'a' in table,
    map.get(name),
    Object.hasOwn(table, name) ? table[name] : '',
    Object.hasOwn(table, name) && table[name]
  ];
}

export function generic<Key extends string>(table: Readonly<Record<string, number>>, key: Key) {
  return table[key]; // found
}
