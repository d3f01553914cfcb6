import { describe, expect, it } from '@jest/globals';
import { DriveError, ERROR_CODES, HTTP_STATUS, isErrorCode } from './errors';
import { isView, VIEWS } from './items';
import { choiceFor, hasEnded, TRANSFER_STATES, type ConflictChoice } from './transfers';

describe('the protocol', () => {
  it('gives every error code a status that says "failed"', () => {
    expect(ERROR_CODES.filter(code => HTTP_STATUS[code] < 400)).toEqual([]);
  });

  it('knows its own codes and no others', () => {
    expect([isErrorCode('notFound'), isErrorCode('toString'), isErrorCode(7)]).toEqual([
      true,
      false,
      false
    ]);
  });

  it('keeps the cause and the details of an error', () => {
    const cause = new Error('below');
    const error = new DriveError('notFound', 'It is gone.', { details: { name: 'a' }, cause });
    expect({ ...error.details, cause: error.cause, code: error.code }).toEqual({
      name: 'a',
      cause,
      code: 'notFound'
    });
  });

  it('takes only the fixed names for views', () => {
    expect([VIEWS.every(isView), isView('my drive')]).toEqual([true, false]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'a/b.csv'])(
    'takes no name of JavaScript for a choice, and loses none: %s',
    name => {
      const decision = (choices: string): Parameters<typeof choiceFor>[0] => ({
        kind: 'conflicts',
        choices: JSON.parse(choices) as Record<string, ConflictChoice>,
        others: 'skip'
      });
      expect(choiceFor(decision('{}'), name)).toBe('skip');
      expect(choiceFor(decision(`{${JSON.stringify(name)}:"replace"}`), name)).toBe('replace');
    }
  );

  it('counts three states as ended', () => {
    expect(TRANSFER_STATES.filter(hasEnded)).toEqual(['done', 'failed', 'cancelled']);
  });
});
