import { expect, it } from '@jest/globals';
import { parseHandover } from './handover';

const HANDED = {
  proxy: { workspace: { root: '/' } },
  problem: null,
  defaults: { json: null, conflicts: 'ask', yes: false },
  traits: ['endpoint'],
  allOptions: '',
  logLevel: 50,
  startMs: 20_000,
  ignoredSignals: ['SIGHUP'],
  isTerminal: true
};

it('is taken as Python wrote it', () => {
  expect(parseHandover(JSON.stringify(HANDED))).toEqual(HANDED);
});

it.each([
  ['', /JSON/],
  ['[]', /expected/i],
  [JSON.stringify({ ...HANDED, ignoredSignals: ['SIGKILL'] }), /SIGKILL/],
  [JSON.stringify({ ...HANDED, startMs: '20' }), /expected number/i]
])('is refused where it is something else: %#', (text, message) => {
  expect(() => parseHandover(text)).toThrow(message);
});
