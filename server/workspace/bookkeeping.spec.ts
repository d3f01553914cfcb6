import { expect, it } from '@jest/globals';
import { temporaryName } from './writing/temporaryNames';
import { isBookkeeping } from './bookkeeping';

it.each([
  ['.ipynb_checkpoints', true],
  ['.virtual_documents', true],
  ['.~notebook.ipynb', true],
  ['.~with\na line end', true],
  [temporaryName('abc', 3), true],
  ['.jupyter_ystore.db', true],
  ['.jupyter_ystore.db-wal', true],
  ['.jupyter_ystore.db-journal', true],
  ['.jupyter_ystore.db.txt', false],
  ['.env', false],
  ['a.ipynb', false],
  ['~a', false],
  ['ipynb_checkpoints', false]
])('%j is left out without a word: %s', (name, isLeftOut) => {
  expect(isBookkeeping(name)).toBe(isLeftOut);
});
