/** Who asks Google for something, and where the bytes of the answer go. */

/** Decides who goes first. Calls with one `fairnessKey` take turns with those of another. */
export type Caller = {
  readonly priority: 'panel' | 'transfer' | 'background';
  readonly fairnessKey?: string;
  readonly signal: AbortSignal;
};

/** Takes bytes that are good only until it returns; a promise makes the sender wait for it. */
export type Sink = (bytes: Buffer) => Promise<void> | null;

/** Bytes under way. `offset` is where the first byte belongs: the one asked for, or 0. */
export type Download = {
  /**
   * Hands over all bytes in order; to be called once, and soon. Rejects if the body breaks, and with
   * what `sink` throws or rejects with.
   */
  readonly pipeTo: (sink: Sink) => Promise<void>;
  readonly offset: number;
  /** Bytes of the whole content, if the answer said so. */
  readonly total: number | null;
  readonly contentType: string;
};
