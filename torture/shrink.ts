/** Looks for a shorter plan that fails in the same way, within a few tries. */
import type { Finding } from './model/findings';
import type { Plan } from './plan/plan';
import type { Step } from './plan/steps';

export type Try = (plan: Plan) => Promise<readonly Finding[]>;

/** The shortest that was found; the plan itself if none was. Interleavings differ, so a try may miss. */
export async function shrink(
  plan: Plan,
  findings: readonly Finding[],
  { tries, attempt }: { readonly tries: number; readonly attempt: Try }
): Promise<Plan> {
  const kinds = new Set(findings.map(({ kind }) => kind));
  let shortest = plan;
  let left = tries;
  let piece = Math.ceil(plan.steps.length / 2);
  while (left > 0 && piece >= 1 && shortest.steps.length > 1) {
    const shorter = await firstThatFails(shortest, piece);
    if (shorter === null) {
      piece = piece === 1 ? 0 : Math.ceil(piece / 2);
    } else {
      shortest = shorter;
      piece = Math.min(piece, Math.ceil(shortest.steps.length / 2));
    }
  }
  return shortest;

  async function firstThatFails(from: Plan, size: number): Promise<Plan | null> {
    for (let start = 0; start < from.steps.length && left > 0; start += size) {
      left -= 1;
      const shorter = { ...from, steps: without(from.steps, start, size) };
      const found = await attempt(shorter);
      if (found.some(({ kind }) => kinds.has(kind))) {
        return shorter;
      }
    }
    return null;
  }
}

function without(steps: readonly Step[], start: number, count: number): readonly Step[] {
  return steps.filter((_, n) => n < start || n >= start + count);
}
