/** What every command gets, and what it is. */
import type { Transfer } from '../../protocol';
import type { Client } from './client';
import type { Options } from './interpret';
import type { Output } from './output';

export type CommandParts = {
  readonly client: Client;
  readonly output: Output;
  readonly options: Options;
  /** The working directory, as an absolute path. */
  readonly workspace: string;
  /** Follows a transfer that has begun, and says how it ended. Returns the exit status. */
  readonly finish: (begun: Transfer) => Promise<number>;
};

/** Does what the command is for; returns the exit status. Rejects with a DriveError, or interrupted. */
export type Command = (names: readonly string[], parts: CommandParts) => Promise<number>;
