/** The web proxy that the environment names for the way to Google: a company's, most of the time. */
import type http from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { ownValue } from '../../protocol';
import { NO_WAY } from './connecting';
import { WebProxyRefusal } from './failures';

const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
const ESTABLISHED = 200;

/** null for a direct way; `fault` says in words why what is configured can't be a proxy. */
export function webProxyFor(
  url: string
): { readonly url: URL; readonly fault: string | null } | null {
  const named = getProxyForUrl(url);
  if (named === '') {
    return null;
  }
  // Without a scheme the library takes the one of the URL; all other programs mean http://.
  const isBare = VARIABLES.some(name => `https://${ownValue(process.env, name) ?? ''}` === named);
  const meant = isBare ? named.replace('https:', 'http:') : named;
  const proxy = URL.canParse(meant) ? new URL(meant) : null;
  const fault = proxy === null ? UNREADABLE : faultOf(proxy);
  return { url: proxy === null || fault !== null ? NOWHERE : proxy, fault };
}

/** Takes the place of an address that can't be used: no name ends so. */
const NOWHERE = new URL('http://proxy.invalid');
const UNREADABLE =
  'is no address; in its user and password, # is written %23, % is written %25, / is %2F and @ is %40';

function faultOf({ protocol, hash, search, pathname, username, password }: URL): string | null {
  if (protocol !== 'http:' && protocol !== 'https:') {
    return 'begins with neither http:// nor https://';
  }
  // `http://user:1#2@host` is read as the host `user`: the rest of it is all that gives it away.
  return hash === '' && search === '' && pathname === '/' && canDecode(username + password)
    ? null
    : UNREADABLE;
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

type TunnelOptions = http.AgentOptions & {
  /** Until the tunnel stands and the other side has proven who it is. Milliseconds. */
  readonly connectMs: number;
  readonly fault: string | null;
};

/** An agent whose connections lead through the proxy; what the proxy refuses is told as its word. */
export class TunnelAgent extends HttpsProxyAgent<string> {
  private readonly connectMs: number;
  private readonly fault: string | null;

  constructor(proxy: URL, { connectMs, fault, ...options }: TunnelOptions) {
    super(proxy, options);
    this.connectMs = connectMs;
    this.fault = fault;
  }

  override async connect(
    ...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>
  ): Promise<Socket> {
    if (this.fault !== null) {
      throw new WebProxyRefusal(null, this.proxy.host, this.fault);
    }
    const tooLong = new AbortController();
    const timer = setTimeout(() => tooLong.abort(), this.connectMs);
    try {
      const socket = await this.openTunnel(request, options, tooLong.signal);
      if (socket instanceof TLSSocket) {
        // No await: whoever asked must listen for its errors from the first moment on.
        const late = (): void => void socket.destroy(noWay());
        tooLong.signal.addEventListener('abort', late, { once: true });
        socket.once('secureConnect', () => clearTimeout(timer));
        socket.once('close', () => clearTimeout(timer));
      } else {
        clearTimeout(timer);
      }
      return socket;
    } catch (error) {
      clearTimeout(timer);
      throw tooLong.signal.aborted ? noWay() : error;
    }
  }

  /** By an agent of its own, as only so a single connection can be given up. */
  private async openTunnel(
    ...[request, options, signal]: [...Parameters<HttpsProxyAgent<string>['connect']>, AbortSignal]
  ): Promise<Socket> {
    const single = new HttpsProxyAgent<string>(this.proxy, { keepAlive: true, signal });
    let status = ESTABLISHED;
    single.once('proxyConnect', ({ statusCode }: { statusCode: number }) => (status = statusCode));
    const socket = await single.connect(request, options);
    if (status !== ESTABLISHED) {
      socket.destroy();
      throw new WebProxyRefusal(status, this.proxy.host);
    }
    return socket;
  }
}

/** Of the proxy that an agent goes through, host and port; null for a direct way. */
export function webProxyOf(agent: http.Agent): string | null {
  return agent instanceof TunnelAgent ? agent.proxy.host : null;
}

function noWay(): Error {
  return Object.assign(new Error('connecting took too long'), NO_WAY);
}
