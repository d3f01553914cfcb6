/** Costs of interleaved runs, compared. Pure. */
import type { Cost } from './processes';
import { megabytes, median, seconds } from './statistics';

/** The median of the ratios of runs that stood side by side: what slowed one slowed the other. */
export function medianRatio(ours: readonly Cost[], others: readonly Cost[]): number {
  return median(
    ours.map((cost, run) => cost.wallSeconds / (others[run]?.wallSeconds ?? Number.NaN))
  );
}

export function medianCpu(costs: readonly Cost[]): number {
  return median(costs.map(cost => cost.cpuSeconds));
}

/** Medians, as `1.23 s, CPU 0.45 s`. */
export function inWords(costs: readonly Cost[]): string {
  return `${seconds(median(costs.map(cost => cost.wallSeconds)))}, CPU ${seconds(medianCpu(costs))}`;
}

/** What one process took, for rows of which time is not the point. */
export function spentInWords({ cpuSeconds, peakBytes }: Omit<Cost, 'wallSeconds'>): string {
  return `CPU ${seconds(cpuSeconds)}, peak memory ${megabytes(peakBytes)}`;
}
