/** A folder of Drive that a spec uploads into: what one does there, and what lies there then. For specs. */
import { beforeEach } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { ConflictChoice, Transfer } from '../../protocol';
import { driveTree, md5 } from './driveTree';
import type { Stage } from './withProxy';

export class UploadTarget {
  private id = '';

  constructor(private readonly stage: Stage) {}

  get folder(): string {
    return this.id;
  }

  async make(): Promise<void> {
    this.id = (await this.stage.emulator.addFolder('target')).id;
  }

  /** Starts an upload of paths in the workspace; resolves with the id of the transfer. */
  readonly start = async (...paths: string[]): Promise<string> => {
    const folder = { id: this.id, path: 'My Drive/target' };
    return (await this.stage.proxy.call('POST /uploads', { body: { paths, folder } })).body.id;
  };

  /** Starts an upload and kills its proxy at a request; the next server does not go on by itself. */
  readonly killedAt = async (
    match: object,
    paths: readonly string[],
    phase: 'arrival' | 'whole' | 'answer' = 'arrival'
  ): Promise<string> => {
    const hold = await this.stage.emulator.holdAt({ match, phase });
    const id = await this.start(...paths);
    await hold.held();
    await this.stage.proxy.kill();
    await hold.release();
    await this.stage.startNext({ config: { serverId: 'another' } });
    return id;
  };

  readonly goOn = async (id: string): Promise<Transfer> => {
    await this.stage.proxy.call('POST /transfers/:id/retry', { id });
    return this.stage.proxy.ended(id);
  };

  /** Resolves with the paths that a person is asked about, once it is so. */
  readonly asked = async (id: string): Promise<string[]> => {
    const { question } = await this.stage.proxy.until(id, ({ state }) => state === 'asking');
    return question?.kind === 'conflicts' ? question.conflicts.map(({ path }) => path) : [];
  };

  readonly answer = async (id: string, others: ConflictChoice): Promise<void> => {
    const body = { kind: 'conflicts', choices: {}, others } as const;
    await this.stage.proxy.call('POST /transfers/:id/answer', { id, body });
  };

  /** Paths below the folder, with checksums of files. */
  readonly below = (): Promise<string[]> => driveTree(this.stage.emulator, this.id);
}

/** For the specs of the file that calls it: each of them finds the folder empty. */
export function withUploadTarget(stage: Stage): UploadTarget {
  const target = new UploadTarget(stage);
  beforeEach(() => target.make());
  return target;
}

/** A folder with a file, and one with another in it, for each spec of the file that calls it. */
export function withTop(stage: Stage): void {
  beforeEach(() => {
    mkdirSync(stage.at('top', 'deep'), { recursive: true });
    writeFileSync(stage.at('top', 'a.txt'), 'a');
    writeFileSync(stage.at('top', 'deep', 'b.txt'), 'b');
  });
}

/** What is there in Drive once that was uploaded. */
export const WHOLE_TOP: readonly string[] = [
  '/top',
  `/top/a.txt ${md5('a')}`,
  '/top/deep',
  `/top/deep/b.txt ${md5('b')}`
];
export const MAKES_FOLDER = { method: 'POST', path: '^/drive/v3/files$' };
export const SENDS_FILE = { method: 'POST', path: '^/upload/' };
