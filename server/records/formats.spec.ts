import { describe, expect, it } from '@jest/globals';
import { isNewerFormat, isOfNewerFormat } from './formats';

describe('a file on disk', () => {
  it.each<[string, string, boolean]>([
    ['without a word about it', '{"t":"begin","id":"a"}\n{"t":"start"}', false],
    ['of version 1', '{"t":"begin","format":1}', false],
    ['of version 2', '{"t":"begin","format":2}\n{"t":"start"}', true],
    ['of version 2, behind an empty line', '\n{"format":2}\n[1]', true],
    ['with a torn first line', '{"format":2', false],
    ['with lists in its lines', '["view:My Drive","1a","a","a"]', false],
    ['that says it later only', '{"t":"begin"}\n{"format":2}', false],
    ['whose format is no number', '{"format":"2"}', false],
    ['that is empty', '', false]
  ])('%s', (_name, text, isNewer) => {
    expect(isOfNewerFormat(text)).toBe(isNewer);
  });

  it.each([[null], [2], ['format'], [[2]]])(
    'that is no object is of no newer version: %j',
    value => {
      expect(isNewerFormat(value)).toBe(false);
    }
  );
});
