import { describe, expect, it } from '@jest/globals';
import { hasText } from './nameFilter';

describe('a name', () => {
  it.each([
    ['stations.csv', 'ations', true],
    ['Stations.CSV', 'sTAT', true],
    ['Cafe\u0301.txt', 'café', true],
    ['stations.csv', '', true],
    ['stations.csv', 'station s', false]
  ])('%j contains %j: %s', (name, text, found) => {
    expect(hasText(name, text)).toBe(found);
  });
});
