/** How a transfer is shown while it runs: a bar on a terminal, JSON lines, or not at all. */
import type { Transfer } from '../../protocol';
import type { Output } from './output';

export interface IDisplay {
  /** Called with each new state of the transfer. */
  show(transfer: Transfer): void;
  /** Makes room for a question; the next `show` goes on. */
  pause(): void;
  /** Leaves the last state to be seen. Safe twice. */
  end(): void;
}

export class NoDisplay implements IDisplay {
  show(): void {}
  pause(): void {}
  end(): void {}
}

/** Each state that differs from the one before. */
export class JsonLines implements IDisplay {
  private last = '';

  constructor(private readonly output: Output) {}

  show(transfer: Transfer): void {
    const text = JSON.stringify(transfer);
    if (text !== this.last) {
      this.last = text;
      this.output.printJson('transfer', transfer);
    }
  }

  pause(): void {}
  end(): void {}
}
