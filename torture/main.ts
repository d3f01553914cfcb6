/** `make torture`: rounds of a random tree, random actions on both sides, random faults and kills, judged by a model. */
import { parseArgs } from 'node:util';
import { startEmulator, type EmulatorProcess } from '../emulator/client';
import { LONG, SHORT, type Scale } from './plan/tree';
import { drawPlan, type Plan } from './plan/plan';
import { runRound } from './round';
import { shrink } from './shrink';
import { runServer, SERVER_PROGRAM } from './world/server';

const USAGE = `torture: rounds of everything at once, judged by a model
  --seed N      of the first round; the next round has the next seed (1)
  --rounds N    how many (10)
  --short       short rounds, as in make test
  --at-once N   rounds side by side (1)
  --shrink N    tries for a shorter history of a round that failed (8)
  --steps LIST  only these steps of each round, by their numbers: 0,3,7
  --verbose     the history of every round`;

type Options = {
  readonly seed: number;
  readonly rounds: number;
  readonly scale: Scale;
  readonly atOnce: number;
  readonly tries: number;
  /** Null for all. */
  readonly steps: readonly number[] | null;
  readonly verbose: boolean;
};

function readOptions(): Options {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: {
      ...{ seed: text('1'), rounds: text('10'), 'at-once': text('1'), shrink: text('8') },
      ...{ steps: text(''), short: flag, verbose: flag, help: flag }
    }
  });
  const numbers = [values.seed, values.rounds, values['at-once'], values.shrink].map(Number);
  const [seed = 1, rounds = 10, atOnce = 1, tries = 8] = numbers;
  if (values.help || !numbers.every(Number.isInteger)) {
    console.error(USAGE);
    process.exit(values.help ? 0 : 2);
  }
  const steps = values.steps === '' ? null : values.steps.split(',').map(Number);
  const scale = values.short ? SHORT : LONG;
  return { seed, rounds, scale, atOnce, tries, steps, verbose: values.verbose };
}

/** True if the round passed. */
async function run(seed: number, options: Options, emulator: EmulatorProcess): Promise<boolean> {
  const { scale, tries, steps, verbose } = options;
  const whole = drawPlan(seed, scale);
  const plan: Plan = {
    ...whole,
    steps: whole.steps.filter(({ n }) => steps === null || steps.includes(n))
  };
  const outcome = await runRound(plan, emulator);
  const seconds = (outcome.ms / 1_000).toFixed(1);
  if (outcome.findings.length === 0) {
    console.log(`ok      round ${seed} (${seconds} s)${verbose ? `\n${outcome.history}` : ''}`);
    return true;
  }
  const said = outcome.findings.map(({ kind, text }) => `  ${kind}: ${text}`).join('\n');
  console.log(`FAILED  round ${seed} (${seconds} s)\n${said}\n${outcome.history}`);
  let shortest = outcome.history;
  const shorter = await shrink(plan, outcome.findings, {
    tries,
    attempt: async attempted => {
      const { findings, history } = await runRound(attempted, emulator);
      const kinds = new Set(outcome.findings.map(({ kind }) => kind));
      shortest = findings.some(({ kind }) => kinds.has(kind)) ? history : shortest;
      return findings;
    }
  });
  if (shorter !== plan) {
    const kept = shorter.steps.map(({ n }) => n).join(',');
    console.log(`A shorter round ${seed} that fails, --steps ${kept}:\n${shortest}`);
  }
  const short = scale === SHORT ? ' SHORT=1' : '';
  console.log(`Again: make torture SEED=${seed} ROUNDS=1${short}\n`);
  return false;
}

async function main(): Promise<void> {
  const options = readOptions();
  const { seed, rounds, atOnce } = options;
  const seeds = Array.from({ length: rounds }, (_, n) => seed + n);
  const failed: number[] = [];
  let passed = 0;
  const start = performance.now();
  const work = async (): Promise<void> => {
    const emulator = await startEmulator({ randomSeed: seed });
    try {
      for (let next = seeds.shift(); next !== undefined; next = seeds.shift()) {
        if (await run(next, options, emulator)) {
          passed += 1;
        } else {
          failed.push(next);
        }
      }
    } finally {
      await emulator.stop();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const seconds = ((performance.now() - start) / 1_000).toFixed(0);
  console.log(`${rounds} rounds in ${seconds} s. Failed seeds: ${failed.join(', ') || 'none'}`);
  console.log(`${passed} passed, ${failed.length} failed`);
  process.exit(failed.length === 0 ? 0 : 1);
}

if (process.argv[2] === SERVER_PROGRAM) {
  runServer();
} else {
  void main().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}
