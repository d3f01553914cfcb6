/** Why a transfer was stopped. */

/** By a person: what is unfinished is removed. */
export const CANCELLED = new DOMException('Cancelled', 'AbortError');
/** By the end of the proxy, or because another server took over: what is unfinished stays for its successor. */
export const SUSPENDED = new DOMException('Suspended', 'AbortError');
