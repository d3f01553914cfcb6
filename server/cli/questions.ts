/** What a transfer asks midway, answered by options, by the person, or carefully by nobody. */
import type { Decision, ConflictChoice, Question } from '../../protocol';
import * as format from './format';
import type { Output } from './output';
import type { IPerson } from './person';

type Large = Extract<Question, { kind: 'large' }>;
type Flagged = Extract<Question, { kind: 'flagged' }>;
type Conflicts = Extract<Question, { kind: 'conflicts' }>;

/** The key for each choice, in the order in which they are offered. */
const KEYS: readonly (readonly [string, ConflictChoice, string])[] = [
  ['r', 'replace', '[r]eplace'],
  ['k', 'keepBoth', '[k]eep both'],
  ['s', 'skip', '[s]kip']
];

export type QuestionsParts = {
  readonly person: IPerson;
  readonly output: Output;
  readonly signal: AbortSignal;
  /** --yes */
  readonly proceeds: boolean;
};

const HOW_TO_DECIDE = 'Say what to do with them: --conflicts replace, keep-both or skip.';

/** Answers one transfer's questions. */
export class Questions {
  /** What was decided without a person, and how to decide otherwise; empty if nothing was. */
  openEnd = '';
  wereAsked = false;

  constructor(private readonly parts: QuestionsParts) {}

  /** Waits while the person thinks. */
  async answer(question: Question): Promise<Decision> {
    this.wereAsked = true;
    switch (question.kind) {
      case 'large':
        return { kind: 'large', proceed: this.parts.proceeds || (await this.askLarge(question)) };
      case 'conflicts':
        return this.parts.person.mayBeAsked ? this.askConflicts(question) : this.leaveOut(question);
      case 'flagged':
        return this.askFlagged(question);
    }
  }

  /** One by one; without a person none is taken, whatever else the options say. */
  private async askFlagged({ files }: Flagged): Promise<Decision> {
    const { person, output } = this.parts;
    const take: string[] = [];
    for (const { path, size } of person.mayBeAsked ? files : []) {
      output.tell(
        `Google takes ${format.plain(path)} (${format.size(size)}) for malware or spam. It may do harm to whoever opens or runs it.`
      );
      if (await this.agrees('Copy it all the same?')) {
        take.push(path);
      }
    }
    return { kind: 'flagged', take };
  }

  private async askLarge({ files, bytes, free }: Large): Promise<boolean> {
    const { person } = this.parts;
    const room = free === null ? '' : `, ${format.size(free)} are free`;
    const what = `These are ${format.counted(files, 'file')}, ${format.size(bytes)}${room}.`;
    if (person.mayBeAsked) {
      return this.agrees(`${what} Go on?`);
    }
    this.openEnd = `${what} Nothing was moved. To go on all the same: --yes.`;
    return false;
  }

  /** No answer is a no. */
  private async agrees(question: string): Promise<boolean> {
    const { person, signal } = this.parts;
    const typed = await person.ask(`${question} [y/N] `, signal);
    return ['y', 'yes'].includes(typed.toLowerCase());
  }

  private leaveOut({ conflicts }: Conflicts): Decision {
    const paths = (changed: boolean): readonly string[] =>
      conflicts.filter(conflict => conflict.changed === changed).map(({ path }) => path);
    const [existing, changed] = [paths(false), paths(true)];
    const sentences = [
      this.openEnd.replace(HOW_TO_DECIDE, '').trimEnd(), // asked again about what changed meanwhile
      existing.length > 0 && `Left out, because they exist already: ${format.listed(existing)}.`,
      changed.length > 0 && `Left out, because they changed here: ${format.listed(changed)}.`,
      HOW_TO_DECIDE
    ];
    this.openEnd = sentences.filter(Boolean).join(' ');
    return { kind: 'conflicts', choices: {}, others: 'skip' };
  }

  /** One by one, until a capital letter answers for all that are left. */
  private async askConflicts({ conflicts, choices: offered }: Conflicts): Promise<Decision> {
    const { person, output, signal } = this.parts;
    const keys = KEYS.filter(([, choice]) => offered.includes(choice));
    const offers = keys.map(([, , offer]) => offer);
    const listed = [offers.slice(0, -1).join(', '), ...offers.slice(-1)]
      .filter(Boolean)
      .join(' or ');
    const prompt = `${listed}? A capital letter answers for all that follow: `;
    const choices = new Map<string, ConflictChoice>();
    for (const conflict of conflicts) {
      output.tell(format.conflict(conflict));
      let chosen: ConflictChoice | undefined;
      let typed = '';
      while (chosen === undefined) {
        typed = await person.ask(prompt, signal);
        chosen = keys.find(([key]) => key === typed.toLowerCase())?.[1];
      }
      if (typed !== typed.toLowerCase()) {
        return { kind: 'conflicts', choices: Object.fromEntries(choices), others: chosen };
      }
      choices.set(conflict.path, chosen);
    }
    return { kind: 'conflicts', choices: Object.fromEntries(choices), others: 'skip' };
  }
}
