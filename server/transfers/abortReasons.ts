/** Why a transfer was stopped. */

/** By a person: what is unfinished is removed. */
export const CANCELLED = new DOMException('Cancelled', 'AbortError');
/** By the end of the proxy: what is unfinished stays, and its successor continues. */
export const SUSPENDED = new DOMException('Suspended', 'AbortError');
