/** What a round found wrong. */

export const FINDING_KINDS = [
  /** A version that only the user had is nowhere, and nobody said that it may go. */
  'lost',
  /** A file in Drive was replaced without an answer for what it held. */
  'replaced in Drive',
  /** A file that is no version that ever existed: half, mixed, torn. */
  'not a version',
  /** A whole version, under a name that nothing of it ever had. */
  'wrong place',
  /** Something stands twice that was moved once. */
  'twice',
  /** What a link points to was written through it. */
  'written through',
  /** A file of ours that no transfer will use. */
  'left over',
  /** A process that does not end. */
  'stays alive',
  /** A descriptor that is not given back. */
  'descriptor',
  /** A lock or a journal that is left. */
  'lock',
  /** The list of transfers tells something untrue. */
  'untrue list',
  /** A transfer is not on the list, or not any more. */
  'forgotten',
  /** `done`, and something is missing. */
  'not whole',
  /** A failure without a cause that a person understands. */
  'internal',
  /** Something does not come to its end. */
  'hangs'
] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

export type Finding = { readonly kind: FindingKind; readonly text: string };

/** Ends a round at once: it could only wait in vain from here on. */
export class Broken extends Error {
  constructor(readonly finding: Finding) {
    super(finding.text);
    this.name = 'Broken';
  }
}
