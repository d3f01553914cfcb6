import { expect, it } from '@jest/globals';
import type { Finding } from './model/findings';
import { drawPlan, type Plan } from './plan/plan';
import { LONG } from './plan/tree';
import { shrink } from './shrink';

const LOST: Finding = { kind: 'lost', text: 'What the user had is nowhere.' };
const plan = drawPlan(7, LONG);
const numbers = ({ steps }: Plan): number[] => steps.map(({ n }) => n);
const needs =
  (...wanted: number[]) =>
  (tried: Plan): Promise<Finding[]> =>
    Promise.resolve(wanted.every(n => numbers(tried).includes(n)) ? [LOST] : []);

it('finds the steps that matter, and no other', async () => {
  const shortest = await shrink(plan, [LOST], { tries: 200, attempt: needs(4, 11) });
  expect(numbers(shortest)).toEqual([4, 11]);
});

it('keeps the plan where every step matters, and stops after its tries', async () => {
  let tried = 0;
  const attempt = (): Promise<Finding[]> => {
    tried += 1;
    return Promise.resolve([]);
  };
  const shortest = await shrink(plan, [LOST], { tries: 5, attempt });
  expect([numbers(shortest), tried]).toEqual([numbers(plan), 5]);
});

it('does not take another failure for the same', async () => {
  const attempt = (): Promise<Finding[]> =>
    Promise.resolve([{ kind: 'hangs', text: 'Waited in vain.' }]);
  expect(numbers(await shrink(plan, [LOST], { tries: 20, attempt }))).toEqual(numbers(plan));
});

it('draws the same plan of the same seed, and another one of another', () => {
  expect(drawPlan(7, LONG)).toEqual(plan);
  expect(drawPlan(8, LONG)).not.toEqual({ ...plan, seed: 8 });
});
