/** Runs one command on a proxy of its own, and turns its end into an exit status. */
import { DriveError, type Transfer } from '../../protocol';
import type { IClock } from '../clock';
import { COMMANDS, type CommandName } from './argumentTable';
import { Client } from './client';
import type { Command } from './command';
import { copy } from './copy';
import type { IDisplay } from './display';
import type { IDoor } from './door';
import { FAILED, INTERRUPTED, OK } from './exitStatus';
import { finish } from './finish';
import { Interruption } from './interruption';
import type { Options } from './interpret';
import { list } from './list';
import type { Output } from './output';
import type { IPerson } from './person';
import { Questions } from './questions';
import { resume } from './resume';
import { status } from './status';
import { upload } from './upload';

/** What each command of argumentTable.ts does. */
const ACTIONS: Readonly<Record<CommandName, Command>> = {
  ls: list,
  ...{ copy, upload, resume, status }
};

export type RunParts = {
  readonly command: CommandName;
  readonly names: readonly string[];
  readonly options: Options;
  readonly door: IDoor;
  readonly output: Output;
  readonly person: IPerson;
  readonly createDisplay: () => IDisplay;
  readonly workspace: string;
  readonly clock: IClock;
  readonly signal: AbortSignal;
};

export async function run(parts: RunParts): Promise<number> {
  const { command, names, options, door, output, person, workspace, clock, signal } = parts;
  const client = new Client(door, signal);
  const follow = (begun: Transfer): Promise<number> => {
    const questions = new Questions({ person, output, signal, proceeds: options.yes });
    const display = parts.createDisplay();
    return finish(begun, { client, display, questions, clock, signal, output, options });
  };
  try {
    return await ACTIONS[command](names, { client, output, options, workspace, finish: follow });
  } catch (error) {
    if (error instanceof Interruption) {
      return endOf(error, command, output);
    }
    if (!(error instanceof DriveError)) {
      throw error;
    }
    output.fail(error);
    return FAILED;
  } finally {
    person.close();
    await door.stop();
  }
}

function endOf({ kind }: Interruption, command: CommandName, output: Output): number {
  switch (kind) {
    case 'keyboard':
      return INTERRUPTED;
    case 'readerGone':
      if (!COMMANDS[command].transfers) {
        return OK; // the reader, such as `head`, has seen enough
      }
      output.tell(
        'Nobody reads the output any more, so this was interrupted. “jupyter gdrive resume” goes on with it.'
      );
      return FAILED;
    case 'outputFailed':
    case 'parentGone':
      return FAILED;
  }
}
