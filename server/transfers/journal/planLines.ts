/** Writes a plan into the journal as it grows: what is in the transfer and was not written yet. */
import type { WalkedFolder } from '../copy/walked';
import type { Transfer } from '../transfer';
import { ITEMS_A_LINE, type Journal } from './journal';
import type { JournalLine } from './lines';

export class PlanLines {
  private items: number;
  private walked: number;
  private folders: number;

  /** What the transfer has now is written already. */
  constructor(
    private readonly transfer: Transfer,
    private readonly journal: Journal
  ) {
    this.items = transfer.items.length;
    this.walked = transfer.walked.folders.length;
    this.folders = transfer.folders.length;
  }

  /** A new plan, of which a part may be proven already; resolves when it is on disk. */
  async begin(): Promise<void> {
    const { walked } = this.transfer;
    this.append();
    const proven = walked.folders.filter(folder => walked.isProven(folder)).map(({ n }) => n);
    for (const part of inParts(proven)) {
      this.journal.append({ t: 'proven', folders: part });
    }
    await this.conclude();
  }

  /** All that is in the folder is in the plan. What was added stands in the journal before that does. */
  proven({ n }: WalkedFolder): void {
    const hasNewFolders = this.transfer.folders.length > this.folders;
    this.append();
    if (hasNewFolders) {
      this.journal.append(this.summary());
    }
    this.journal.append({ t: 'proven', folders: [n] });
  }

  /** While that adds to the plan; resolves when all of it is on disk. What ends it early is told. */
  async until(whole: Promise<void>): Promise<void> {
    try {
      await whole;
    } catch (error) {
      this.append();
      this.journal.append({ ...this.summary(), lacks: true });
      throw error;
    }
    await this.conclude();
  }

  private async conclude(): Promise<void> {
    this.append();
    await this.journal.commit(this.summary());
  }

  private append(): void {
    const { items, walked, folders } = this.transfer;
    for (const part of inParts(walked.folders.slice(this.walked))) {
      this.journal.append({ t: 'walk', folders: part });
    }
    for (const part of inParts(items.slice(this.items))) {
      this.journal.append({ t: 'plan', entries: part });
    }
    this.walked = walked.folders.length;
    this.items = items.length;
    this.folders = folders.length;
  }

  private summary(): Extract<JournalLine, { t: 'planned' }> {
    const { folders, failures: leftOut, unprovenFolders } = this.transfer;
    const driveFolders = this.transfer.driveFolders.all;
    return { t: 'planned', folders, driveFolders, leftOut, unprovenFolders };
  }
}

function inParts<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < all.length; at += ITEMS_A_LINE) {
    parts.push(all.slice(at, at + ITEMS_A_LINE));
  }
  return parts;
}
