/** What a round is to be: all of it follows from its seed. */
import { Random } from '../random';
import { drawSteps, type Step } from './steps';
import { drawTree, type Scale, type Tree } from './tree';

export type Plan = { readonly seed: number; readonly tree: Tree; readonly steps: readonly Step[] };

export function drawPlan(seed: number, scale: Scale): Plan {
  const random = new Random(`round ${seed}`);
  const tree = drawTree(random.fork('tree'), scale);
  return { seed, tree, steps: drawSteps(random.fork('steps'), scale) };
}
