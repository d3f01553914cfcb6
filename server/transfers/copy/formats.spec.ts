import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, EXPORT_CHOICES } from '../../../protocol';
import { documentKind, endCheckOf, exportFormatOf, TAIL_BYTES, withExtension } from './formats';

const GOOGLE = 'application/vnd.google-apps.';
const OFFICE = 'application/vnd.openxmlformats-officedocument.';

describe('the format of a Google document', () => {
  it.each<[string, object, string, string]>([
    ['document', { exportDocuments: 'docx' }, `${OFFICE}wordprocessingml.document`, '.docx'],
    ['document', { exportDocuments: 'md' }, 'text/markdown', '.md'],
    ['document', { exportDocuments: 'pdf' }, 'application/pdf', '.pdf'],
    ['spreadsheet', { exportSpreadsheets: 'xlsx' }, `${OFFICE}spreadsheetml.sheet`, '.xlsx'],
    ['spreadsheet', { exportSpreadsheets: 'csv' }, 'text/csv', '.csv'],
    ['spreadsheet', { exportSpreadsheets: 'pdf' }, 'application/pdf', '.pdf'],
    [
      'presentation',
      { exportPresentations: 'pptx' },
      `${OFFICE}presentationml.presentation`,
      '.pptx'
    ],
    ['presentation', { exportPresentations: 'pdf' }, 'application/pdf', '.pdf'],
    ['drawing', { exportDrawings: 'svg' }, 'image/svg+xml', '.svg'],
    ['drawing', { exportDrawings: 'png' }, 'image/png', '.png'],
    ['drawing', { exportDrawings: 'pdf' }, 'application/pdf', '.pdf'],
    ['script', {}, `${GOOGLE}script+json`, '.json']
  ])('%s, as %j', (kind, choice, mimeType, extension) => {
    const format = exportFormatOf(`${GOOGLE}${kind}`, { ...DEFAULT_SETTINGS, ...choice });
    expect(format).toMatchObject({ mimeType, extension });
    expect(endCheckOf(mimeType)).toBe(format?.end);
  });

  it.each(['form', 'site', 'map', 'folder'])('%s has none', kind => {
    expect(exportFormatOf(`${GOOGLE}${kind}`, DEFAULT_SETTINGS)).toBeNull();
  });

  it('is one for every choice of the settings', () => {
    const kinds = {
      exportDocuments: 'document',
      exportSpreadsheets: 'spreadsheet',
      exportPresentations: 'presentation',
      exportDrawings: 'drawing'
    };
    for (const [key, kind] of Object.entries(kinds)) {
      const choices = Object.entries(EXPORT_CHOICES).find(([name]) => name === key)?.[1] ?? [];
      const extensions = [...choices].map(
        choice =>
          exportFormatOf(`${GOOGLE}${kind}`, { ...DEFAULT_SETTINGS, [key]: choice })?.extension
      );
      expect(extensions).toEqual([...choices].map(choice => `.${choice}`));
    }
  });
});

describe('the file name of an item', () => {
  const pdf = { mimeType: 'application/pdf', extension: '.pdf', end: endCheckOf('') };
  it.each([
    ['a file', 'a.csv', 'text/csv', null, 'a.csv'],
    ['a file without an ending', 'a', 'text/csv', null, 'a'],
    ['a document', 'a', `${GOOGLE}document`, pdf, 'a.pdf'],
    ['a document with another ending', 'a.docx', `${GOOGLE}document`, pdf, 'a.docx.pdf'],
    ['a document that has it', 'a.pdf', `${GOOGLE}document`, pdf, 'a.pdf'],
    ['a document that has it in capitals', 'a.PDF', `${GOOGLE}document`, pdf, 'a.PDF'],
    ['a notebook', 'a', `application/vnd.google.colaboratory`, null, 'a.ipynb'],
    ['a notebook that has it', 'a.ipynb', `application/vnd.google.colaboratory`, null, 'a.ipynb']
  ])('%s', (_, name, mimeType, format, expected) => {
    expect(withExtension(name, mimeType, format)).toBe(expected);
  });
});

describe('what can’t be copied', () => {
  it.each([
    [`${GOOGLE}form`, 'a Google Form'],
    [`${GOOGLE}site`, 'a Google Site'],
    [`${GOOGLE}vid`, 'a Google Vid'],
    [`${GOOGLE}unheard-of`, 'a kind of Google document without a file format'],
    [`${GOOGLE}constructor`, 'a kind of Google document without a file format'],
    ['form', 'a Google Form']
  ])('%s is called %s', (mimeType, words) => {
    expect(documentKind(mimeType)).toBe(words);
  });
});

it('reads as much of a file as the longest comment behind a zip takes', () => {
  const comment = 65_535;
  const end = 22;
  expect(TAIL_BYTES).toBeGreaterThanOrEqual(comment + end);
});
