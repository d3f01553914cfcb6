/** By what way requests go out. */
import type http from 'node:http';

export type ConnectionOptions = {
  readonly agent: http.Agent;
  /** A body that brings no bytes for this long counts as broken. Milliseconds. */
  readonly idleMs: number;
};

/** The code that the operating system gives only after minutes: the other side can't be reached. */
export const NO_WAY = Object.freeze({ code: 'ETIMEDOUT' });
