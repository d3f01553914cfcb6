/** What is on both sides at first. Drawn from the seed alone. */
import type { Random } from '../random';
import { drawName, drawSize } from './names';

export type HereSeed = { readonly path: string; readonly size: number };

export type ThereSeed = {
  /** One of THERE_FOLDERS. */
  readonly folder: string;
  readonly name: string;
  /** `bare` is a file that Drive tells no checksum of; `document` has no bytes of its own. */
  readonly kind: 'file' | 'bare' | 'document' | 'spreadsheet' | 'shortcut';
  readonly size: number;
};

export type Tree = { readonly here: readonly HereSeed[]; readonly there: readonly ThereSeed[] };

/** In My Drive; `theirs` belongs to somebody else, and is shared. */
export const THERE_FOLDERS = [
  'top',
  'top/sub',
  'top/Sub',
  'theirs',
  'target',
  'target/data'
] as const;
export const HERE_FOLDERS = ['top', 'top/sub', 'data', 'data/deep'] as const;

export type Scale = { readonly files: number; readonly steps: number };

/** For every run of the tests, and for `make torture`. */
export const SHORT: Scale = { files: 5, steps: 8 };
export const LONG: Scale = { files: 9, steps: 16 };

export function drawTree(random: Random, { files }: Scale): Tree {
  const there = Array.from({ length: files + random.below(files) }, () => drawThere(random));
  const own = Array.from({ length: 2 + random.below(files) }, () => ({
    path: `${random.of(HERE_FOLDERS)}/${drawName(random, 'here')}`,
    size: drawSize(random)
  }));
  // What the user has under names that a copy needs.
  const alike = there
    .filter(({ folder, kind }) => folder.startsWith('top') && kind === 'file')
    .filter(() => random.chance(0.2))
    .filter(({ name }) => !name.includes('/'))
    .map(({ folder, name }) => ({ path: `${folder}/${name}`, size: drawSize(random) }));
  const here = new Map([...own, ...alike].map(seed => [seed.path, seed]));
  return { here: [...here.values()], there };
}

function drawThere(random: Random): ThereSeed {
  return {
    folder: random.of(THERE_FOLDERS),
    name: drawName(random, 'there'),
    kind: drawKind(random),
    size: drawSize(random)
  };
}

function drawKind(random: Random): ThereSeed['kind'] {
  const share = random.uniform();
  if (share < 0.8) {
    return share < 0.7 ? 'file' : 'bare';
  }
  return share < 0.87 ? 'document' : share < 0.92 ? 'spreadsheet' : 'shortcut';
}
