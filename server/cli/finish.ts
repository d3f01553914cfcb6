/** Follows a transfer to its end and says how it ended. */
import type { Transfer } from '../../protocol';
import { FAILED, OK } from './exitStatus';
import { follow, type FollowParts } from './follow';
import * as format from './format';
import { Interruption } from './interruption';
import type { Options } from './interpret';
import type { Output } from './output';

export type FinishParts = FollowParts & { readonly output: Output; readonly options: Options };

/** Returns the exit status. */
export async function finish(begun: Transfer, parts: FinishParts): Promise<number> {
  const { output, questions, options } = parts;
  const ended = await follow(begun, parts).catch((error: unknown) => {
    if (error instanceof Interruption && error.kind === 'keyboard' && !output.asJson) {
      output.tell('Cancelled. What arrived whole stays; nothing half-written was left.');
    }
    throw error;
  });
  const unnamed = ended.files.failed - ended.problems.length;
  const sentences = [
    ...ended.problems.map(format.problem),
    ...(unnamed > 0 ? [`And ${format.grouped(unnamed)} more failed.`] : []),
    questions.openEnd,
    format.doubt(ended)
  ];
  sentences.filter(sentence => sentence !== '').forEach(sentence => output.tell(sentence));
  const isWhole = ended.state === 'done' && ended.problems.length === 0 && questions.openEnd === '';
  const exitStatus = isWhole ? OK : FAILED;
  if (output.asJson) {
    output.printJson('result', { ...ended, exitStatus });
  } else {
    const areSame = options.conflicts !== 'skip' && !questions.wereAsked && isWhole;
    output.print(format.summary(ended, areSame ? 'the same already' : 'skipped'));
  }
  return exitStatus;
}
