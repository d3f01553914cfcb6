/** What can go wrong on the way to Google and back, as data; toDriveError.ts has the words. */

/** An answer that is not a success, whoever gave it. */
export class GoogleApiError extends Error {
  constructor(
    /** HTTP status. */
    readonly status: number,
    /** `errors[0].reason`, or `error` of the token endpoint; '' where the body has none. */
    readonly reason: string,
    message: string,
    readonly extra: {
      /** `details[].reason`, such as ACCESS_TOKEN_SCOPE_INSUFFICIENT. */
      readonly detail?: string;
      readonly retryAfterMs?: number | null;
      /** The Date header, to tell a wrong clock by. */
      readonly date?: string | null;
      /** True if the body has not the shape of Google's errors: something else may have answered. */
      readonly isForeign?: boolean;
      /** Host of the web proxy that it came through; null for a direct way. */
      readonly webProxy?: string | null;
    } = {}
  ) {
    super(message);
    this.name = 'GoogleApiError';
  }
}

/** A connection that broke: before an answer, or in the middle of a body. */
export class BrokenConnection extends Error {
  constructor(
    /** True if nothing was reached at all: no network, no such host, or nothing that listens. */
    readonly unreachable: boolean,
    message: string,
    cause?: unknown,
    /** Host of the web proxy on the way; null for a direct one. */
    readonly webProxy: string | null = null
  ) {
    super(message, { cause });
    this.name = 'BrokenConnection';
  }
}

/** The web proxy does not lead to Google. */
export class WebProxyRefusal extends Error {
  constructor(
    /** What it answered; null if it was not asked, as its address is none. */
    readonly status: number | null,
    /** Host and port. */
    readonly host: string,
    /** What is wrong with its address, in words. */
    readonly fault: string | null = null
  ) {
    super(`proxy: ${fault ?? `HTTP ${status ?? 0}`}`);
    this.name = 'WebProxyRefusal';
  }
}

/** Whoever answers can't prove to be Google: on company networks most likely an inspecting firewall. */
export class UntrustedCertificate extends Error {
  constructor(
    /** As OpenSSL or Node name the fault. */
    readonly fault: string,
    cause: unknown
  ) {
    super(fault, { cause });
    this.name = 'UntrustedCertificate';
  }
}

export type WayFailure = GoogleApiError | BrokenConnection | WebProxyRefusal | UntrustedCertificate;

export function isWayFailure(error: unknown): error is WayFailure {
  return (
    error instanceof GoogleApiError ||
    error instanceof BrokenConnection ||
    error instanceof WebProxyRefusal ||
    error instanceof UntrustedCertificate
  );
}

/** A success whose body is not what was asked for. Another try may get the right one. */
export function brokenAnswer(message: string, webProxy: string | null = null): GoogleApiError {
  return new GoogleApiError(502, 'brokenAnswer', message, { isForeign: true, webProxy });
}
