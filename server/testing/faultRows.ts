/** What the tables of docs/reliability.md are made of. */
import type { ErrorCode } from '../../protocol';
import type { FaultAction } from '../../emulator/client';

export const OPERATIONS = [
  'list',
  'small copy',
  'large copy',
  'export',
  'small upload',
  'resumable upload',
  'update',
  'folder copy'
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** `done`: everything right; a code: nothing half, and this is said; a sentence: why it can't occur. */
export type EndState =
  | { readonly end: 'done' }
  | { readonly end: 'failed'; readonly code: ErrorCode }
  | { readonly end: 'impossible'; readonly why: string };

export type FaultRow = {
  readonly name: string;
  /** What the emulator does; null where the obstacle is on our side. */
  readonly action: FaultAction | null;
  /** Once, or every time. */
  readonly lasts: boolean;
  readonly ends: (operation: Operation) => EndState;
};

export const done: EndState = { end: 'done' };
export const failed = (code: ErrorCode): EndState => ({ end: 'failed', code });
export const impossible = (why: string): EndState => ({ end: 'impossible', why });
