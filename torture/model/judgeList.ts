/** Whether the list of transfers tells the truth about transfers that are all over. Pure. */
import { hasEnded, type Transfer } from '../../protocol';
import type { Finding } from './findings';

export function judgeTransfer(transfer: Transfer): readonly Finding[] {
  const { id, kind, state, files, bytes, problems } = transfer;
  const said: string[] = [];
  const check = (holds: boolean, sentence: string): void => {
    if (!holds) {
      said.push(sentence);
    }
  };
  const { total, done, skipped, failed, unverifiable } = files;
  check(hasEnded(state), `is ${state}, when nothing can be under way`);
  check(state !== 'done' || failed === 0, `is done, with ${failed} failed`);
  check(
    state === 'cancelled' || done + skipped + failed === total,
    `says ${done} done + ${skipped} skipped + ${failed} failed of ${total}`
  );
  check(done + skipped + failed <= total, `tells more files than its ${total}`);
  check(bytes.done <= bytes.total && bytes.done >= 0, `says ${bytes.done} of ${bytes.total} bytes`);
  check(
    state !== 'done' || bytes.done === bytes.total,
    `is done with ${bytes.done} of ${bytes.total} bytes`
  );
  check(unverifiable <= done, `has ${unverifiable} unverifiable among ${done} done`);
  check(state !== 'failed' || problems.length > 0, 'failed, and names no problem');
  check(failed === 0 || problems.length > 0, `names no problem of ${failed} that failed`);
  check(transfer.question === null, 'ended with a question that nobody can answer');
  return [
    ...said.map((sentence): Finding => ({
      kind: 'untrue list',
      text: `The ${kind} ${id} ${sentence}.`
    })),
    ...problems
      .filter(({ code, message }) => code === 'internal' || message === '')
      .map(({ item, code, message }): Finding => ({
        kind: 'internal',
        text: `The ${kind} ${id} says of “${item}”: ${code}: ${message}`
      }))
  ];
}

/** What a restart must not change. */
export function factsOf(transfer: Transfer): string {
  const { id, state, files, bytes, problems, titles, chosen, arrived, inPlace } = transfer;
  const said = problems.map(({ item, code, retryable }) => [item, code, retryable]).sort();
  return JSON.stringify({ id, state, files, bytes, titles, chosen, said, arrived, inPlace });
}

/** The same transfers, told by the next server. */
export function judgeRestart(
  before: readonly Transfer[],
  after: readonly Transfer[]
): readonly Finding[] {
  return before.flatMap((transfer): Finding[] => {
    const again = after.find(({ id }) => id === transfer.id);
    if (again === undefined) {
      return [{ kind: 'forgotten', text: `The next server does not list ${transfer.id}.` }];
    }
    const [was, is] = [factsOf(transfer), factsOf(again)];
    return was === is
      ? []
      : [{ kind: 'untrue list', text: `After a restart the list tells ${is}. Before: ${was}` }];
  });
}
