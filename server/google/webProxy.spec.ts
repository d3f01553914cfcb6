import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { webProxyFor } from './webProxy';

const NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'];
const GOOGLE = 'https://www.googleapis.com/';
let before: NodeJS.ProcessEnv;

beforeEach(() => {
  before = process.env;
  const others = Object.entries(before).filter(([name]) => !NAMES.includes(name.toUpperCase()));
  process.env = Object.fromEntries(others);
});
afterEach(() => {
  process.env = before;
});

describe('the web proxy on the way to Google', () => {
  it.each([
    ['HTTPS_PROXY', 'http://proxy.example:3128', 'http://proxy.example:3128/'],
    ['HTTPS_PROXY', 'https://proxy.example', 'https://proxy.example/'],
    ['HTTPS_PROXY', 'proxy.example:3128', 'http://proxy.example:3128/'],
    ['https_proxy', '10.0.0.1:8080', 'http://10.0.0.1:8080/'],
    ['ALL_PROXY', 'ada:secret@proxy.example:3128', 'http://ada:secret@proxy.example:3128/'],
    ['HTTPS_PROXY', 'http://ada:a%23b@proxy.example', 'http://ada:a%23b@proxy.example/']
  ])('by %s=%s is %s', (name, value, address) => {
    process.env[name] = value;
    const proxy = webProxyFor(GOOGLE);
    expect([proxy?.url.href, proxy?.fault]).toEqual([address, null]);
  });

  it.each([
    ['http://ada:se#cret@proxy.example:3128', /is no address.*%23/],
    ['http://ada:12#x@proxy.example:3128', /is no address.*%23/],
    ['http://ada:se%cret@proxy.example:3128', /is no address.*%25/],
    ['http://ada:se/cret@proxy.example', /is no address/],
    ['socks5://proxy.example:1080', /neither http:\/\/ nor https:/],
    ['http://', /is no address/]
  ])('%s is none, and its password is in no sentence', (value, fault) => {
    process.env.HTTPS_PROXY = value;
    const found = webProxyFor(GOOGLE)?.fault ?? '';
    expect(found).toMatch(fault);
    expect(found).not.toMatch(/cret|ada|12#/);
  });

  it('is none where NO_PROXY names the host, or nothing is set', () => {
    expect(webProxyFor(GOOGLE)).toBeNull();
    process.env.HTTPS_PROXY = 'http://proxy.example';
    process.env.NO_PROXY = 'www.googleapis.com';
    expect(webProxyFor(GOOGLE)).toBeNull();
  });
});
