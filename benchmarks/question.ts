/** What a benchmark is: one question, answered by rows that are measured side by side in one run. */
import type { Stage } from './stage';

export type Row = {
  /** What was done: the same for all in this row. */
  readonly what: string;
  /** What our side took, in words. */
  readonly ours: string;
  /** What it must be, in words; '' for rows that are only printed. */
  readonly must: string;
  /** null for rows that are only printed. */
  readonly holds: boolean | null;
  /** The others of this run, and what explains a shortfall. */
  readonly beside: string;
};

export interface IQuestion {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** Set where a limiter binds, or one run says it: more would only take time. */
  readonly mostRuns?: number;
  ask(stage: Stage): Promise<readonly Row[]>;
}

/** Thrown by a question that can't be asked here; the reason is printed instead of rows. */
export class NotHere extends Error {}
