/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { decode, looksBinary, UnreadableError } from './decode';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const PICKLE = Uint8Array.of(0x80, 0x04, 0x95, 0x0a);
const NPY = Uint8Array.of(0x93, ...bytes('NUMPY'));
const LATIN = Uint8Array.of(...bytes('Caf'), 0xe9);
const notebook = { nbformat: 4, metadata: {}, cells: [] };

function reason(work: () => unknown): string {
  try {
    return `read: ${JSON.stringify(work())}`;
  } catch (error) {
    return error instanceof UnreadableError ? error.reason : String(error);
  }
}

describe('the content of a document', () => {
  it.each([
    ['a pickle', PICKLE, 'text', 'notText'],
    ['a numpy array', NPY, 'text', 'notText'],
    ['Latin-1', LATIN, 'text', 'notText'],
    ['a pickle called a notebook', PICKLE, 'json', 'notText'],
    ['an empty notebook', bytes(''), 'json', 'notNotebook'],
    ['a web page called a notebook', bytes('<html>'), 'json', 'notNotebook'],
    ['a list', bytes('[]'), 'json', 'notNotebook'],
    ['a notebook without cells', bytes('{"nbformat": 4}'), 'json', 'notNotebook'],
    ['a notebook of 2014', bytes('{"nbformat": 3, "worksheets": []}'), 'json', 'oldNotebook'],
    ['text', bytes('a∕b'), 'text', 'read: "a∕b"'],
    ['nothing', bytes(''), 'text', 'read: ""'],
    ['a notebook', bytes(JSON.stringify(notebook)), 'json', `read: ${JSON.stringify(notebook)}`],
    ['a pickle as bytes', PICKLE, 'base64', 'read: "gASVCg=="']
  ] as const)('is read, or the reason is known why not: %s', (_, content, format, outcome) => {
    expect(reason(() => decode(content, format))).toBe(outcome);
  });

  it.each([
    ['a pickle', PICKLE, true],
    ['a tar archive', bytes('a.txt\0\0'), true],
    ['Latin-1', LATIN, false], // its end could be that of a character that is cut
    ['text cut within a character', bytes('a∕').subarray(0, 2), false],
    ['nothing', bytes(''), false]
  ] as const)('is told apart by its first bytes: %s', (_, start, isBinary) => {
    expect(looksBinary(start)).toBe(isBinary);
  });
});
