/** How the state of a file (workspace/fileState.ts) stands in journals and in the ledger. */
import * as v from 'valibot';

/** Integers that are too large for a number: JSON has no others. */
const digits = v.pipe(v.string(), v.digits());

export const fileState = v.object({
  device: digits,
  inode: digits,
  /** Bytes. */
  size: v.number(),
  /** Nanoseconds since 1970; before that negative. */
  mtimeNs: v.pipe(v.string(), v.regex(/^-?\d+$/)),
  ctimeNs: v.pipe(v.string(), v.regex(/^-?\d+$/))
});
