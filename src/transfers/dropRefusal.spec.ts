import { describe, expect, it } from '@jest/globals';
import { item, status, trans } from '../testing/samples';
import { copyRefusal, dropRefusalText } from './dropRefusal';

describe('a drop that is not taken', () => {
  it.each(['moving', 'desktop', 'unknown', 'otherDrive', 'denied'] as const)(
    'on the panel has a sentence: %s',
    refusal => {
      expect(dropRefusalText(refusal, trans)).toMatch(/^[A-Z].*\.$/);
    }
  );

  const file = item();
  const view = item({ kind: 'view', path: 'My Drive' });
  it.each([
    ['a file', [file], status(), ''],
    ['nothing that is known', [], status(), /^This is no folder/],
    ['a view among files', [file, view], status(), /^This is no folder/],
    [
      'a file, where the workspace is not on disk',
      [file],
      status({ workspaceOnDisk: false }),
      /not on disk/
    ]
  ] as const)('on the workspace has one where it is %s', (_, items, facts, words) => {
    expect(copyRefusal(items, facts, trans)).toMatch(words);
  });
});
