/** Bytes and files on stderr, so that stdout stays clean. */
import { SingleBar } from 'cli-progress';
import type { WriteStream } from 'node:tty';
import type { Transfer } from '../../protocol';
import { barLine } from './barLine';
import type { IDisplay } from './display';

/** Where a terminal claims to have no size. */
const USUAL_COLUMNS = 80;

export class ProgressBar implements IDisplay {
  private bar: SingleBar | null = null;
  private shown: Transfer | null = null;

  constructor(private readonly terminal: WriteStream) {}

  show(transfer: Transfer): void {
    const isBeginning = transfer.state === 'planning' || transfer.state === 'asking';
    if (isBeginning && transfer.bytes.total === 0) {
      return;
    }
    this.shown = transfer;
    this.bar ??= this.draw(true);
    this.bar.setTotal(transfer.bytes.total);
    this.bar.update(transfer.bytes.done);
    if (transfer.endedAt !== null) {
      this.end();
    }
  }

  pause(): void {
    this.bar?.stop();
    this.bar = null;
  }

  end(): void {
    if (this.bar !== null) {
      this.pause();
      this.draw(false).stop();
    }
  }

  /** A bar that is drawn over until it is stopped; then it goes, or stays to be read. */
  private draw(goes: boolean): SingleBar {
    const bar = new SingleBar({
      format: () => this.line(),
      stream: this.terminal,
      clearOnComplete: goes,
      linewrap: true, // `line` keeps to the width: a killed command must not leave a terminal that cuts
      gracefulExit: false // Ctrl-C cancels the transfer first
    });
    bar.start(this.shown?.bytes.total ?? 0, this.shown?.bytes.done ?? 0);
    return bar;
  }

  private line(): string {
    const columns = this.terminal.columns || USUAL_COLUMNS;
    return this.shown === null ? '' : barLine(this.shown, columns - 1);
  }
}
