import { expect, it } from '@jest/globals';
import { logText } from './logText';

const line = (level: number, more: object = {}): string =>
  JSON.stringify({ level, time: '2026-01-02', v: 1, ...more });

it.each([
  [line(50, { msg: 'broken' }), '[gdrive] ERROR | broken'],
  [line(60, { msg: 'broken' }), '[gdrive] ERROR | broken'],
  [line(40, { msg: 'odd', code: 'offline' }), '[gdrive] WARNING | odd (code=offline)'],
  [line(30, { msg: 'fine', n: 2, cause: { a: 1 } }), '[gdrive] fine (n=2 cause={"a":1})'],
  [line(20), '[gdrive] '],
  ['no JSON \u001b[2J', '[gdrive] WARNING | no JSON \ufffd[2J'],
  ['[1]', '[gdrive] WARNING | [1]'],
  ['null', '[gdrive] WARNING | null'],
  ['{"level": "high"}', '[gdrive] WARNING | {"level": "high"}']
])('%s', (told, shown) => {
  expect(logText(told, 0)).toBe(shown);
});

it('leaves out what is less grave', () => {
  const told = [line(50), line(40), line(30), 'no JSON'].map(text => logText(text, 50) !== null);
  expect(told).toEqual([true, false, false, false]);
});
