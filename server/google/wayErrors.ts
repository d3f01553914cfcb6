/** What stands between this server and Google, in words: who answered or did not, and what to do next. */
import { DriveError } from '../../protocol';
import type {
  BrokenConnection,
  GoogleApiError,
  UntrustedCertificate,
  WebProxyRefusal
} from './failures';

const PROXY_AUTHENTICATION_REQUIRED = 407;

export function unreached(error: BrokenConnection): DriveError {
  const { webProxy, unreachable } = error;
  if (unreachable && webProxy !== null) {
    return refused(
      webProxy,
      0,
      `The web proxy ${webProxy} can’t be reached, and the way to Google leads through it. Check HTTPS_PROXY and the network of the Jupyter server; it is tried again by itself.`,
      error
    );
  }
  if (unreachable) {
    return new DriveError(
      'offline',
      'Google can’t be reached. Check the network of the Jupyter server; it is tried again by itself.',
      { cause: error }
    );
  }
  const way = webProxy === null ? '' : `, which leads through the web proxy ${webProxy},`;
  return new DriveError(
    'driveUnavailable',
    `The connection to Google${way} broke again and again. Try again in a minute.`,
    { cause: error }
  );
}

export function webProxyRefusal(error: WebProxyRefusal): DriveError {
  const { status, host, fault } = error;
  if (fault !== null) {
    return refused(
      host,
      0,
      `The web proxy that the environment names ${fault}. Correct HTTPS_PROXY, as in http://user:password@proxy.example.com:3128, and start the Jupyter server again.`,
      error
    );
  }
  return refused(host, status ?? 0, refusalWords(status ?? 0, host), error);
}

function refusalWords(status: number, host: string): string {
  if (status === PROXY_AUTHENTICATION_REQUIRED) {
    return `The web proxy ${host} asks for a user and a password, or refused the ones it got (HTTP 407). Write them into HTTPS_PROXY, as in http://user:password@${host}, and start the Jupyter server again.`;
  }
  return status >= 500
    ? `The web proxy ${host} can’t reach Google at the moment (HTTP ${status}). Try again in a minute; if it stays so, ask whoever runs the proxy.`
    : `The web proxy ${host} does not let this server reach Google (HTTP ${status}). Ask whoever runs it to allow www.googleapis.com and oauth2.googleapis.com.`;
}

/** Google itself answers these with a page, or with nothing, now and then. */
const MAY_BE_GOOGLE: ReadonlySet<number> = new Set([401, 408, 416, 429, 500, 502, 503, 504]);
const OUT_OF_DATE = /EXPIRED|NOT_YET_VALID/;

export function untrusted(error: UntrustedCertificate): DriveError {
  const { fault } = error;
  const advice = OUT_OF_DATE.test(fault)
    ? 'Check the clock of the Jupyter server. If it is right, something between it and Google inspects the traffic with a certificate that is out of date: ask your administrator.'
    : 'Most likely your company inspects the traffic: save its root certificate as a PEM file, name that file in NODE_EXTRA_CA_CERTS, and start the Jupyter server again.';
  return new DriveError(
    'certificateUntrusted',
    `The certificate of whoever answered for Google is not trusted (${fault}). ${advice}`,
    { details: { fault }, cause: error }
  );
}

/** null for what Google said itself, and for its own failures, whose pages have no shape. */
export function foreignAnswer(answer: GoogleApiError): DriveError | null {
  const { status, extra } = answer;
  const isProxied = typeof extra.webProxy === 'string';
  const isBroken = answer.reason !== '';
  const mayBeGoogle = MAY_BE_GOOGLE.has(status) && !isBroken;
  if (extra.isForeign !== true || (mayBeGoogle && !isProxied)) {
    return null;
  }
  const what = whatCame(answer);
  return isProxied
    ? refused(
        extra.webProxy ?? '',
        status,
        `${what} The way to Google leads through the web proxy ${extra.webProxy ?? ''}, so most likely that answered. Ask whoever runs it to let www.googleapis.com and oauth2.googleapis.com through unchanged.`,
        answer
      )
    : new DriveError(
        'badAnswer',
        `${what} Try again; if it stays so, something between this server and Google answers in its place, such as a firewall or a sign-in page of the network.`,
        { details: { status }, cause: answer }
      );
}

function whatCame({ status, reason }: GoogleApiError): string {
  switch (reason) {
    case 'answerTooLarge':
      return 'What came for Google’s answer is larger than any answer of Drive.';
    case 'brokenAnswer':
      return 'What came for Google’s answer is none of Drive’s.';
    default:
      return status >= 300 && status < 400
        ? `Instead of Google’s answer came a redirect to another address (HTTP ${status}).`
        : `Instead of Google’s answer came a page or something else that Drive never sends (HTTP ${status}).`;
  }
}

function refused(proxy: string, status: number, message: string, cause: unknown): DriveError {
  return new DriveError('webProxyRefused', message, { details: { proxy, status }, cause });
}
