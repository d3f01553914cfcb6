/**
 * Files that Google takes for malware or spam. They are left aside while the others move; then the person is asked
 * about each, and only what they want all the same is asked for once more, in words that Google accepts from its
 * owner alone. The answer is good for this run: who tries again is asked again.
 */
import { DriveError, type Decision, type Question } from '../../protocol';
import { isFlagged } from '../google/toDriveError';
import { targetPath, type TransferItem } from './item';

/** How many are asked about at once. */
const ASKED_AT_ONCE = 100;

export class Flagged {
  private readonly aside = new Set<TransferItem>();
  private readonly accepted = new Set<TransferItem>();

  /** True if this failure leaves the item aside: nobody was asked about it yet. */
  leavesAside(item: TransferItem, error: unknown): boolean {
    const isNew = item.kind === 'copy' && item.exportAs === null && !this.accepted.has(item);
    if (!isNew || !isFlagged(error)) {
      return false;
    }
    this.aside.add(item);
    return true;
  }

  isAccepted(item: TransferItem): boolean {
    return this.accepted.has(item);
  }

  /** Null if there is nothing to ask. */
  question(): Extract<Question, { kind: 'flagged' }> | null {
    const files = this.asked().map(item => ({ path: targetPath(item), size: item.size }));
    return files.length === 0 ? null : { kind: 'flagged', files };
  }

  /** Returns those of the question that nobody wants. */
  decide(answer: Extract<Decision, { kind: 'flagged' }>): readonly TransferItem[] {
    const wanted = new Set(answer.take);
    const asked = this.asked();
    for (const item of asked) {
      this.aside.delete(item);
      if (wanted.has(targetPath(item))) {
        this.accepted.add(item);
      }
    }
    return asked.filter(item => !this.accepted.has(item));
  }

  private asked(): readonly TransferItem[] {
    return [...this.aside].sort((a, b) => a.n - b.n).slice(0, ASKED_AT_ONCE);
  }
}

export function leftOut({ title }: TransferItem): DriveError {
  return new DriveError(
    'downloadRefused',
    `Google takes “${title}” for malware or spam, and it was left out, as nobody wanted it all the same. Copy it once more to be asked again.`,
    { details: { name: title, reason: 'leftOut' } }
  );
}
