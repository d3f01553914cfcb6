/** Looks at the list of transfers all the time, as the panel does, and notes when a question is new. */
import type { Question, Transfer } from '../../protocol';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './world';

const PAUSE_MS = 20;

export class Watcher {
  /** As last seen. */
  private list: readonly Transfer[] = [];
  /** When the last look was sent that was answered. */
  private lookedAt = 0;
  private readonly states = new Map<string, string>();
  private over = false;
  private running: Promise<void> = Promise.resolve();
  private failure: unknown = null;

  constructor(private readonly world: World) {}

  start(): void {
    this.over = false;
    this.running = this.run();
  }

  /** Throws what a look threw. */
  async stop(): Promise<void> {
    this.over = true;
    await this.running;
    this.assertWell();
  }

  assertWell(): void {
    if (this.failure !== null) {
      throw this.failure as Error;
    }
  }

  get transfers(): readonly Transfer[] {
    return this.list;
  }

  get asking(): readonly (Transfer & { readonly question: Question })[] {
    return this.list.flatMap(transfer =>
      transfer.question === null ? [] : [{ ...transfer, question: transfer.question }]
    );
  }

  get isBusy(): boolean {
    return this.list.some(({ state }) => state === 'planning' || state === 'running');
  }

  isUnderWay(id: string): boolean {
    const state = this.list.find(transfer => transfer.id === id)?.state;
    return state === 'planning' || state === 'running';
  }

  private async run(): Promise<void> {
    while (!this.over) {
      try {
        await this.look();
      } catch (error) {
        this.failure = error;
        return;
      }
      await sleep(PAUSE_MS);
    }
  }

  /** One look; the list as it is. */
  async look(): Promise<readonly Transfer[]> {
    const { world } = this;
    const sentAt = world.history.now();
    const asker = String(world.childPid);
    const answer = await world.call('GET /transfers');
    if (answer?.status !== 200) {
      return this.list;
    }
    this.list = answer.body;
    for (const transfer of answer.body) {
      const now = world.history.now();
      const { questions } = world.model;
      if (questions.saw(transfer.id, asker, transfer.question, now, this.lookedAt)) {
        world.history.note('question', describe(transfer.id, transfer.question));
      }
      world.model.saw(transfer.id, transfer.state, now);
      this.noteState(transfer);
    }
    this.lookedAt = sentAt;
    return answer.body;
  }

  private noteState({ id, kind, state, files, problems }: Transfer): void {
    if (this.states.get(id) !== state) {
      this.states.set(id, state);
      const { total, done, skipped, failed } = files;
      const said = problems
        .slice(0, 4)
        .map(({ item, code }) => `${item}: ${code}`)
        .join('; ');
      this.world.history.note(
        'transfer',
        `${kind} ${id} is ${state}: ${done}+${skipped}+${failed} of ${total} ${said}`
      );
    }
  }
}

function describe(id: string, question: Question | null): string {
  if (question?.kind !== 'conflicts') {
    return `${id}: ${question?.kind ?? ''}`;
  }
  const paths = question.conflicts.map(
    ({ path, changed }) => `${path}${changed ? ' (changed)' : ''}`
  );
  return `${id}: ${paths.join(', ')}`;
}
