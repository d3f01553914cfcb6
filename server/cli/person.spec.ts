import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { Interruption } from './interruption';
import { Person } from './person';

function atTerminal() {
  const keyboard = new PassThrough();
  const abort = new AbortController();
  const shown: string[] = [];
  const interrupt = (): void => abort.abort(new Interruption('keyboard'));
  const person = new Person({
    ...{ mayBeAsked: true, open: () => keyboard, interrupt },
    err: { write: text => shown.push(text) }
  });
  return { keyboard, person, shown, interrupt, signal: abort.signal };
}

describe('a person', () => {
  it('answers line by line, ahead of the questions too', async () => {
    const { keyboard, person, shown, signal } = atTerminal();
    keyboard.write('r\n  S  \nx');
    expect(await person.ask('One? ', signal)).toBe('r');
    expect(await person.ask('Two? ', signal)).toBe('S');
    keyboard.write('yz\n');
    expect(await person.ask('Three? ', signal)).toBe('xyz');
    expect(shown).toEqual(['One? ', 'Two? ', 'Three? ']);
    person.close();
  });

  it('stops the command with Ctrl-C, on a line of its own', async () => {
    const { person, shown, interrupt, signal } = atTerminal();
    const answer = person.ask('One? ', signal);
    interrupt();
    await expect(answer).rejects.toEqual(new Interruption('keyboard'));
    expect(shown).toEqual(['One? ', '\n']);
    person.close();
  });

  it('stops the command with Ctrl-D', async () => {
    const { keyboard, person, signal } = atTerminal();
    keyboard.end();
    await expect(person.ask('One? ', signal)).rejects.toEqual(new Interruption('keyboard'));
  });
});
