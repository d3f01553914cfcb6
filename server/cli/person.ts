/** The person at the terminal, who is asked midway. */
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { IText } from './output';
import { untilAborted } from '../untilAborted';

export interface IPerson {
  /** False where nobody would see a question, or could answer it. */
  readonly mayBeAsked: boolean;
  /** A line from the terminal. Ctrl-C and Ctrl-D stop the command: then it rejects. */
  ask(prompt: string, signal: AbortSignal): Promise<string>;
  /** Reads no more from the terminal. */
  close(): void;
}

export type PersonParts = {
  readonly mayBeAsked: boolean;
  /** Where the person types; opened by the first question. */
  readonly open: () => Readable;
  readonly err: IText;
  /** What Ctrl-D does, as Ctrl-C would. */
  readonly interrupt: () => void;
};

export class Person implements IPerson {
  private reader: Interface | null = null;
  private lines: AsyncIterator<string> | null = null;

  constructor(private readonly parts: PersonParts) {}

  get mayBeAsked(): boolean {
    return this.parts.mayBeAsked;
  }

  async ask(prompt: string, signal: AbortSignal): Promise<string> {
    this.parts.err.write(prompt);
    try {
      return await untilAborted(this.next(), signal);
    } catch (error) {
      this.parts.err.write('\n'); // what follows begins a line
      throw error;
    }
  }

  /** Lines that were typed ahead answer the questions to come, as with any program that reads lines. */
  private async next(): Promise<string> {
    // Not a "terminal" to readline: editing stays the system's, and so does Ctrl-C.
    this.reader ??= createInterface({ input: this.parts.open(), terminal: false });
    this.lines ??= this.reader[Symbol.asyncIterator]();
    const line = await this.lines.next();
    if (line.done === true) {
      this.parts.interrupt();
      return '';
    }
    return line.value.trim();
  }

  close(): void {
    this.reader?.close();
  }
}
