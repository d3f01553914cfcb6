/** Names that people and programs give: twins, other cases, other compositions, hidden, long, words of JavaScript. */
import type { Random } from '../random';

const LONG = 'a very long name that somebody gave to a file '.repeat(4);

const COMMON = ['data.csv', 'notes.ipynb', 'a.txt', 'b.bin', 'report.txt', 'model.tar.gz'] as const;
const ODD = [
  'A.txt',
  'Data.csv',
  'ümlaut.csv',
  'u\u0308mlaut.csv',
  'σημα.txt',
  'σημας.txt',
  'straße.txt',
  'STRASSE.txt',
  '.hidden',
  `${LONG}.txt`,
  'constructor',
  '__proto__',
  'toString.py',
  'with blank.txt',
  '日本.csv',
  '😀.txt',
  'no ending',
  'con.txt',
  'data (2).csv'
] as const;
/** What only Drive takes. */
const FOREIGN = [
  'x:y?.txt',
  'half/half.csv',
  'back\\slash.csv',
  'trailing. ',
  ' leading.txt'
] as const;

export type Side = 'here' | 'there';

export function drawName(random: Random, side: Side): string {
  if (random.chance(0.55)) {
    return random.of(COMMON);
  }
  return side === 'there' && random.chance(0.25) ? random.of(FOREIGN) : random.of(ODD);
}

const KIB = 1_024;

/** Bytes: mostly small, some of none, some of a few megabytes. */
export function drawSize(random: Random): number {
  const share = random.uniform();
  if (share < 0.06) {
    return 0;
  }
  if (share < 0.6) {
    return 16 + random.below(4 * KIB);
  }
  return share < 0.9 ? 16 + random.below(300 * KIB) : 16 + random.below(4 * KIB * KIB);
}
