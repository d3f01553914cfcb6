/** The way to the proxy, wherever it runs: in this process or in a child. */

export type DoorRequest = {
  readonly method: string;
  /** Path and query, below `/api`. */
  readonly target: string;
  readonly body?: unknown;
};

/** `body` is null where the answer is not JSON. */
export type DoorReply = { readonly status: number; readonly body: unknown };

export interface IDoor {
  /**
   * Starts the proxy with the first question. Rejects with a DriveError where no answer comes, or with
   * the signal's reason.
   */
  ask(request: DoorRequest, signal?: AbortSignal): Promise<DoorReply>;
  /** Ends the proxy; what it was moving can be resumed. */
  stop(): Promise<void>;
}

export function parsedBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
