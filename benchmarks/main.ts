/** `make bench`: asks the questions one after the other, prints a table, writes benchmarks/README.md. */
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { BARE_LOOP, runBareLoop } from './bareLoop';
import { NotHere, type IQuestion, type Row } from './question';
import { QUESTIONS } from './questions';
import { Stage } from './stage';
import { keep, printRows, type Answered } from './report';

const USAGE = `benchmarks: ratios, measured side by side in one run
  --only NAME   one question, repeatable: ${QUESTIONS.map(({ name }) => name).join(', ')}
  --runs 5      interleaved runs of rows that no limiter binds; the median counts
  --json        rows as JSON instead of a table`;

type Options = {
  readonly questions: readonly IQuestion[];
  readonly runs: number;
  readonly json: boolean;
};

function parseArguments() {
  const options = {
    only: { type: 'string', multiple: true, default: [] as string[] },
    runs: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false }
  } as const;
  try {
    return parseArgs({ options });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(2);
  }
}

/** Exits with the usage where there is nothing to do, or no sense in what is asked. */
function readOptions(): Options {
  const { values } = parseArguments();
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const unknown = values.only.filter(name => !QUESTIONS.some(question => question.name === name));
  const runs = Number(values.runs);
  if (unknown.length > 0 || !Number.isInteger(runs) || runs < 1) {
    console.error(USAGE);
    process.exit(2);
  }
  const isAsked = ({ name }: IQuestion): boolean =>
    values.only.length === 0 || values.only.includes(name);
  return { questions: QUESTIONS.filter(isAsked), runs, json: values.json };
}

async function answer(question: IQuestion, stage: Stage): Promise<readonly Row[]> {
  try {
    return await question.ask(stage);
  } catch (error) {
    const what = error instanceof NotHere ? 'not measured here' : 'failed';
    const beside = error instanceof Error ? error.message : String(error);
    return [{ what: question.title, ours: what, must: '', holds: null, beside }];
  } finally {
    await stage.clear();
  }
}

/** Every process measured inherits it, so that other work on the machine weighs less; only root may. */
const PRIORITY = -10;

function goFirst(): void {
  try {
    setPriority(PRIORITY);
    writeFileSync('/proc/self/autogroup', String(PRIORITY)); // Linux weighs whole sessions first
  } catch {
    console.error('Without root, other work on this machine is measured too.');
  }
}

async function main(): Promise<void> {
  const { questions, runs, json } = readOptions();
  goFirst();
  const stage = new Stage(runs);
  const answered: Answered[] = [];
  try {
    for (const question of questions) {
      const { name, title } = question;
      console.error(`\n${name}: ${title}`);
      const rows = await answer(question, stage);
      const date = new Date().toISOString().slice(0, 10);
      answered.push({ name, title, date, runs: Math.min(runs, question.mostRuns ?? runs), rows });
      if (!json) {
        printRows(rows);
      }
    }
  } finally {
    await stage.close();
  }
  if (json) {
    console.log(JSON.stringify(answered, null, 2));
  }
  keep(answered, QUESTIONS);
}

void (process.argv[2] === BARE_LOOP ? runBareLoop(process.argv[3] ?? '') : main());
