import type { UploadSession } from './session';
import type { Step } from './uploadState';
import { keptAfterBreak } from './uploadState';

/**
 * Takes the pieces of one request's body: skips what is there already, drops what is not to be kept, and
 * stores in whole units, so that a break leaves a whole number of them.
 */
export class Intake {
  /** Bytes of the body so far. */
  seen = 0;
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private room: number;

  constructor(
    private readonly session: UploadSession,
    private readonly step: Extract<Step, { kind: 'take' }>
  ) {
    this.room = step.keep;
  }

  async take(piece: Buffer): Promise<void> {
    const from = Math.min(piece.length, Math.max(0, this.step.skip - this.seen));
    this.seen += piece.length;
    const part = piece.subarray(from, from + Math.min(piece.length - from, this.room));
    this.room -= part.length;
    this.waiting.push(part);
    this.waitingBytes += part.length;
    const { received } = this.session.state;
    const whole = keptAfterBreak(received + this.waitingBytes) - received;
    if (whole > 0) {
      await this.store(whole);
    }
  }

  /** Stores the rest: the request came to its proper end. */
  async flush(): Promise<void> {
    await this.store(this.waitingBytes);
  }

  private async store(count: number): Promise<void> {
    const bytes = Buffer.concat(this.waiting);
    this.waiting = [bytes.subarray(count)];
    this.waitingBytes -= count;
    this.session.state.received += count;
    await this.session.writer.append(bytes.subarray(0, count));
  }
}
