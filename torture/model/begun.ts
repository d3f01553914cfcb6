/** The transfers that were begun, what they were to move, and what they were told in advance. Pure. */
import type { ConflictChoice, TransferKind, TransferState } from '../../protocol';
import type { Span } from './mine';

export type Source = {
  /** Of an item in Drive; of a file in the workspace its path. */
  readonly what: string;
  readonly md5: string;
};

export type Begun = {
  readonly kind: TransferKind;
  readonly sources: readonly Source[];
  readonly inAdvance: ConflictChoice | null;
  /** Names that “replace” in advance is about; of a copy the beginnings of workspace paths. */
  readonly names: readonly string[];
  /** When it was asked for. */
  readonly from: number;
};

const UNDECIDED: readonly TransferState[] = ['planning', 'asking', 'interrupted'];

export class BegunTransfers {
  private readonly known = new Map<string, Begun>();
  /** Told in advance to replace, and not seen beyond the moment when it looked what to replace. */
  private readonly pending = new Map<string, Begun>();
  /** The answer to their beginning was lost: they may be there or not. */
  private unseen: Begun[] = [];
  private readonly removed = new Set<string>();

  add(id: string | null, begun: Begun): void {
    if (id === null) {
      this.unseen.push(begun);
      return;
    }
    this.known.set(id, begun);
    if (begun.inAdvance === 'replace') {
      this.pending.set(id, begun);
    }
  }

  /** It was taken off the list, or may have been. */
  remove(id: string): void {
    this.removed.add(id);
  }

  /** What a transfer may replace, once it is seen to have looked; null before, and if it was not told to. */
  saw(id: string, state: TransferState, at: number): { begun: Begun; span: Span } | null {
    const begun = this.pending.get(id);
    if (begun === undefined || UNDECIDED.includes(state)) {
      return null;
    }
    this.pending.delete(id);
    return { begun, span: { from: begun.from, to: at } };
  }

  /** What nobody saw looking may have replaced anything by now. */
  undecided(): readonly Begun[] {
    return [...this.pending.values(), ...this.unseen].filter(
      ({ inAdvance }) => inAdvance === 'replace'
    );
  }

  /** Ids that the list must show. */
  get listed(): readonly string[] {
    return [...this.known.keys()].filter(id => !this.removed.has(id));
  }

  get(id: string): Begun | undefined {
    return this.known.get(id);
  }
}
