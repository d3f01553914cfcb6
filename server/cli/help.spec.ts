import { describe, expect, it } from '@jest/globals';
import { COMMAND_NAMES, COMMANDS, optionsOf } from './argumentTable';
import { helpText, usageLine } from './help';

describe('the help of a command', () => {
  it.each(COMMAND_NAMES)('%s has usage, all options and all examples', command => {
    const text = helpText(command);
    const lines = text.split('\n');
    expect(lines[0]).toBe(usageLine(command));
    expect(lines[0]).toBe(
      `Usage: jupyter gdrive ${command} [options] ${COMMANDS[command].names}`.trimEnd()
    );
    const flags = optionsOf(command).map(option => option.flags.replaceAll(/[<>]/g, ''));
    expect(flags.filter(flag => !text.includes(`  ${flag}`))).toEqual([]);
    expect(text).not.toMatch(/[<>]/); // commander's way to write what an option takes
    const { examples } = COMMANDS[command];
    expect(lines.filter(line => line.startsWith('  jupyter gdrive'))).toEqual(
      examples.map(example => `  ${example}`)
    );
  });

  it('without a command lists them all, and has no examples', () => {
    const text = helpText(undefined);
    const missing = COMMAND_NAMES.filter(
      name => !new RegExp(`^  ${name} +${COMMANDS[name].summary}$`, 'm').test(text)
    );
    expect([missing, text.includes('Examples:')]).toEqual([[], false]);
  });

  it.each([undefined, ...COMMAND_NAMES])('of %s fits into a terminal', command => {
    const wide = helpText(command)
      .split('\n')
      .filter(line => line.length > 80 && !line.startsWith('  jupyter gdrive'));
    expect(wide).toEqual([]);
  });
});
