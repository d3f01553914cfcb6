/** What a person is asked about names that exist, and what they said in advance. Pure. */
import {
  CONFLICT_CHOICES,
  type ConflictChoice,
  type Decision,
  type Question
} from '../../protocol';
import type { FoundConflict } from './job';
import type { Transfer } from './transfer';

/** "Replace" that was said in advance was not said of what appeared, or changed, since then. */
export function mustBeAsked(preset: ConflictChoice | undefined, isUnforeseen: boolean): boolean {
  return preset === undefined || (preset === 'replace' && isUnforeseen);
}

/** What a person answered, and for what nobody was asked about what was said in advance. */
export function withPreset(
  answer: Extract<Decision, { kind: 'conflicts' }>,
  found: readonly FoundConflict[],
  preset: ConflictChoice | undefined
): Decision & { kind: 'conflicts' } {
  if (preset === undefined) {
    return answer;
  }
  const settled = found
    .filter(({ isUnforeseen }) => !mustBeAsked(preset, isUnforeseen))
    .map(({ conflict }) => [conflict.path, preset] as const);
  const choices = Object.fromEntries([...Object.entries(answer.choices), ...settled]);
  return { ...answer, choices };
}

/** More are decided by "for all". */
const SHOWN_CONFLICTS = 200;

export function toQuestion(found: readonly FoundConflict[], { items }: Transfer): Question {
  const mustReplace = items.some(item => item.kind === 'upload' && item.mustReplace);
  return {
    kind: 'conflicts',
    conflicts: found.slice(0, SHOWN_CONFLICTS).map(({ conflict }) => conflict),
    choices: CONFLICT_CHOICES.filter(choice => choice !== 'keepBoth' || !mustReplace)
  };
}
