/** What was typed → what is to be done. Pure: nothing is printed, nothing ends. */
import { Command, CommanderError, Option } from 'commander';
import { COMMAND_NAMES, COMMANDS, CONFLICTS, optionsOf, type CommandName } from './argumentTable';
import { helpText, usageLine } from './help';

export type Options = {
  /** Whether results are JSON; null where nobody said. */
  readonly json: boolean | null;
  readonly conflicts: keyof typeof CONFLICTS;
  readonly yes: boolean;
};

export type Invocation =
  | { readonly kind: 'print'; readonly text: string; readonly isMisuse: boolean }
  | { readonly kind: 'misuse'; readonly sentence: string }
  | {
      readonly kind: 'run';
      readonly command: CommandName;
      readonly names: readonly string[];
      readonly options: Options;
    };

export type Known = {
  readonly version: string;
  /** What Jupyter's configuration says of options that are not typed. */
  readonly defaults: {
    readonly json: boolean | null;
    readonly conflicts: string;
    readonly yes: boolean;
  };
  /** Names that `c.GDrive` has. */
  readonly traits: readonly string[];
  /** All options of all classes, for --help-all. */
  readonly allOptions: string;
};

/** `--Class.name`: these are Jupyter's, which read them already. */
const CLASS_OPTION = /^--([A-Za-z_]\w*)\.(\w+)/;

export function interpret(words: readonly string[], known: Known): Invocation {
  const [first = '', ...rest] = words;
  const command = COMMAND_NAMES.find(name => name === first);
  const typed = command === undefined ? words : rest;
  const parser = parserOf(command, classOptions(typed, known.traits));
  let json: boolean | null = known.defaults.json;
  parser.on('option:json', () => (json = true)).on('option:text', () => (json = false));
  let operands: readonly string[];
  try {
    const parsed = parser.parseOptions([...typed]);
    const [wrong] = parsed.unknown;
    if (wrong !== undefined) {
      return misuse(wrongOption(wrong, parser));
    }
    operands = parsed.operands;
  } catch (error) {
    return misuse(missingValue(error));
  }
  const chosen = parser.opts<{
    help?: boolean;
    helpAll?: boolean;
    version?: boolean;
    conflicts?: string;
    yes?: boolean;
  }>();
  if (chosen.helpAll === true || chosen.help === true) {
    const all = chosen.helpAll === true ? `\n${known.allOptions}\n` : '';
    return { kind: 'print', text: helpText(command) + all, isMisuse: false };
  }
  if (chosen.version === true) {
    return { kind: 'print', text: `${known.version}\n`, isMisuse: false };
  }
  if (command === undefined) {
    return withoutCommand(operands);
  }
  const { fewest, most } = COMMANDS[command];
  const conflicts = chosen.conflicts ?? known.defaults.conflicts;
  if (!isChoice(conflicts)) {
    return misuse(`--conflicts takes replace, keep-both, skip or ask, not “${conflicts}”.`);
  }
  if (operands.length < fewest || operands.length > most) {
    return misuse(usageLine(command));
  }
  const yes = chosen.yes ?? known.defaults.yes;
  return { kind: 'run', command, names: operands, options: { json, conflicts, yes } };
}

function withoutCommand([word]: readonly string[]): Invocation {
  if (word === undefined) {
    return { kind: 'print', text: helpText(undefined), isMisuse: true };
  }
  return misuse(
    COMMAND_NAMES.some(name => name === word)
      ? `Name the command first: jupyter gdrive ${word} …`
      : `There is no command “${word}”. --help names those that there are.`
  );
}

/** Options only: what they mean is decided here, and what a person reads in help.ts. */
function parserOf(command: CommandName | undefined, classes: Iterable<string>): Command {
  const parser = new Command()
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  const flags = optionsOf(command).filter(({ isPlaceholder = false }) => !isPlaceholder);
  for (const option of [...flags.map(entry => entry.flags), ...classes]) {
    parser.addOption(new Option(option));
  }
  return parser;
}

/** Options of classes among the words. Whether `c.GDrive` has one is known here; others are Jupyter's to judge. */
function classOptions(words: readonly string[], traits: readonly string[]): Set<string> {
  const found = words.flatMap(word => {
    const [flags = '', owner = '', trait = ''] = CLASS_OPTION.exec(word) ?? [];
    const exists = owner !== 'GDrive' || traits.includes(trait);
    return flags !== '' && exists ? [`${flags} <VALUE>`] : [];
  });
  return new Set(found);
}

function wrongOption(word: string, parser: Command): string {
  const [flag = ''] = word.split('=');
  if (parser.options.some(option => option.long === flag || option.short === flag)) {
    return `${flag} takes no value.`;
  }
  const help = CLASS_OPTION.test(flag) ? '--help-all' : '--help';
  return `There is no option ${flag}. ${help} names those that there are.`;
}

function missingValue(error: unknown): string {
  if (error instanceof CommanderError && error.code === 'commander.optionMissingArgument') {
    const [flag = 'The last option'] = /--[\w.-]+/.exec(error.message) ?? [];
    return `${flag} needs a value.`;
  }
  throw error;
}

function isChoice(text: string): text is keyof typeof CONFLICTS {
  return Object.hasOwn(CONFLICTS, text);
}

function misuse(sentence: string): Invocation {
  return { kind: 'misuse', sentence };
}
