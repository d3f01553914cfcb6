import { describe, expect, it } from '@jest/globals';
import { COMMAND_NAMES, COMMANDS } from './argumentTable';
import { interpret, type Invocation, type Known } from './interpret';

const KNOWN: Known = {
  version: '1.2.3',
  defaults: { json: null, conflicts: 'ask', yes: false },
  traits: ['endpoint', 'max_connections'],
  allOptions: 'GDrive(Configurable) options'
};
const OPTIONS = { json: null, conflicts: 'ask', yes: false } as const;

/** As typed, words parted by blanks; 'a b' can't be a name here. */
function typed(line: string, known: Partial<Known> = {}): Invocation {
  return interpret(line === '' ? [] : line.split(' '), { ...KNOWN, ...known });
}

function sentence(invocation: Invocation): string {
  return invocation.kind === 'misuse' ? invocation.sentence : `not a misuse: ${invocation.kind}`;
}

function text(invocation: Invocation): string {
  return invocation.kind === 'print' ? invocation.text : `nothing to print: ${invocation.kind}`;
}

describe('a command', () => {
  it.each([
    ['ls', [], {}],
    ['ls My', ['My'], {}],
    ['ls -', ['-'], {}],
    ['ls --json', [], { json: true }],
    ['ls --text x', ['x'], { json: false }],
    ['ls --text --json', [], { json: true }],
    ['ls --json --text', [], { json: false }],
    ['ls --debug', [], {}],
    ['ls --config c.py x', ['x'], {}],
    ['ls --config=c.py x', ['x'], {}],
    ['ls --GDrive.endpoint=http://x y', ['y'], {}],
    ['ls --GDrive.endpoint http://x y', ['y'], {}],
    ['ls y --Application.log_level=10', ['y'], {}],
    ['ls -- --json', ['--json'], {}],
    ['ls -- --', ['--'], {}],
    ['ls -- -h', ['-h'], {}],
    ['copy --conflicts skip a .', ['a', '.'], { conflicts: 'skip' }],
    ['copy a --conflicts skip .', ['a', '.'], { conflicts: 'skip' }],
    ['copy a . --conflicts=keep-both --yes', ['a', '.'], { conflicts: 'keep-both', yes: true }],
    ['copy --conflicts skip --conflicts replace a .', ['a', '.'], { conflicts: 'replace' }],
    ['copy a b c --yes -- -x', ['a', 'b', 'c', '-x'], { yes: true }],
    ['upload -- -x My', ['-x', 'My'], {}],
    ['resume', [], {}],
    ['status --json', [], { json: true }]
  ])('%s', (line, names, options) => {
    expect(typed(line)).toEqual({
      ...{ kind: 'run', command: line.split(' ')[0], names },
      options: { ...OPTIONS, ...options }
    });
  });

  it('takes from the configuration what is not typed', () => {
    const defaults = { json: true, conflicts: 'skip', yes: true };
    const options = ['copy a .', 'copy --text --conflicts ask a .'].map(line => {
      const invocation = typed(line, { defaults });
      return invocation.kind === 'run' ? invocation.options : invocation;
    });
    expect(options).toEqual([
      { json: true, conflicts: 'skip', yes: true },
      { json: false, conflicts: 'ask', yes: true }
    ]);
  });
});

describe('what was not understood', () => {
  it.each([
    ['ls a b', 'Usage: jupyter gdrive ls [options] [PATH]'],
    ['copy a', 'Usage: jupyter gdrive copy [options] SRC... DEST'],
    ['upload', 'Usage: jupyter gdrive upload [options] LOCAL... FOLDER'],
    ['status x', 'Usage: jupyter gdrive status [options]'],
    ['resume x', 'Usage: jupyter gdrive resume [options]'],
    ['ls --bogus a', 'There is no option --bogus. --help names those that there are.'],
    ['ls --bogus=1', 'There is no option --bogus. --help names those that there are.'],
    ['ls --jso', 'There is no option --jso. --help names those that there are.'],
    ['ls -l', 'There is no option -l. --help names those that there are.'],
    ['ls --yes', 'There is no option --yes. --help names those that there are.'],
    [
      'ls --GDrive.bogus=1',
      'There is no option --GDrive.bogus. --help-all names those that there are.'
    ],
    [
      'ls --GDrive.NAME=1',
      'There is no option --GDrive.NAME. --help-all names those that there are.'
    ],
    ['ls --GDrive.endpoint', '--GDrive.endpoint needs a value.'],
    ['ls --config', '--config needs a value.'],
    ['copy --yes=no a .', '--yes takes no value.'],
    ['ls --help=1', '--help takes no value.'],
    ['copy --conflicts', '--conflicts needs a value.'],
    [
      'copy --conflicts merge a .',
      '--conflicts takes replace, keep-both, skip or ask, not “merge”.'
    ],
    [
      'copy --conflicts toString a .',
      '--conflicts takes replace, keep-both, skip or ask, not “toString”.'
    ],
    ['--json ls', 'Name the command first: jupyter gdrive ls …'],
    ['move', 'There is no command “move”. --help names those that there are.'],
    ['constructor a', 'There is no command “constructor”. --help names those that there are.'],
    ['--bogus', 'There is no option --bogus. --help names those that there are.']
  ])('%s', (line, expected) => {
    expect(sentence(typed(line))).toBe(expected);
  });

  it('is the configured choice, too', () => {
    const defaults = { ...KNOWN.defaults, conflicts: 'merge' };
    expect(sentence(typed('copy a .', { defaults }))).toMatch(/^--conflicts takes .* “merge”/);
  });
});

describe('help', () => {
  it.each(COMMAND_NAMES)('of %s names usage, options and examples, in 90 columns', name => {
    const shown = text(typed(`${name} a b c --help`));
    const usage = `Usage: jupyter gdrive ${name} [options] ${COMMANDS[name].names}`.trimEnd();
    expect(shown.split('\n').slice(0, 2)).toEqual([usage, '']);
    expect(Math.max(...shown.split('\n').map(line => line.length))).toBeLessThanOrEqual(90);
    expect(COMMANDS[name].examples.filter(example => !shown.includes(`\n  ${example}\n`))).toEqual(
      []
    );
    expect(shown.includes('  --conflicts CHOICE   What to do')).toBe(COMMANDS[name].transfers);
    expect(shown).toContain('  --GDrive.NAME=VALUE  Any option of the server, as c.GDrive.NAME.\n');
    expect(shown).not.toMatch(/[<>]/);
  });

  it('names the commands where none is named', () => {
    const shown = text(typed('--help'));
    expect(shown).toMatch(/^Usage: jupyter gdrive COMMAND …\n\nGoogle Drive from the command line/);
    expect(shown).toContain(`\nCommands:\n  ls      ${COMMANDS.ls.summary}\n`);
    expect(typed('')).toEqual({ kind: 'print', text: shown, isMisuse: true });
    expect(text(typed('-h'))).toBe(shown);
  });

  it('holds all options of all classes where they are asked for', () => {
    expect(text(typed('ls --help-all'))).toMatch(/^Usage: [^]*\nGDrive\(Configurable\) options\n$/);
  });

  it.each(['--version', '-V', 'ls --version', 'copy -V'])('%s prints the version', line => {
    expect(typed(line)).toEqual({ kind: 'print', text: '1.2.3\n', isMisuse: false });
  });
});
