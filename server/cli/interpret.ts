/** What was typed → what is to be done. Pure: nothing is printed, nothing ends. */
import { Command, CommanderError, Option } from 'commander';
import {
  COMMAND_NAMES,
  COMMANDS,
  CONFLICTS,
  JSON_TEXT_OF_TRANSFERS,
  OPTIONS,
  TRANSFER_OPTIONS,
  type CommandName
} from './argumentTable';

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

const WIDTH = 80;
/** `--Class.name`: these are Jupyter's, which read them already. */
const CLASS_OPTION = /^--([A-Za-z_]\w*)\.(\w+)/;

export function interpret(words: readonly string[], known: Known): Invocation {
  const [first = '', ...rest] = words;
  const command = COMMAND_NAMES.find(name => name === first);
  const parser = command === undefined ? rootParser() : commandParser(command);
  const typed = command === undefined ? words : rest;
  for (const flags of classOptions(typed, known.traits)) {
    parser.addOption(new Option(`${flags} <VALUE>`).hideHelp());
  }
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
    return { kind: 'print', text: helpOf(parser, command) + all, isMisuse: false };
  }
  if (chosen.version === true) {
    return { kind: 'print', text: `${known.version}\n`, isMisuse: false };
  }
  if (command === undefined) {
    return withoutCommand(operands, parser);
  }
  const { fewest, most } = COMMANDS[command];
  const conflicts = chosen.conflicts ?? known.defaults.conflicts;
  if (!isChoice(conflicts)) {
    return misuse(`--conflicts takes replace, keep-both, skip or ask, not “${conflicts}”.`);
  }
  if (operands.length < fewest || operands.length > most) {
    return misuse(`Usage: ${parser.name()} ${parser.usage()}`);
  }
  const yes = chosen.yes ?? known.defaults.yes;
  return { kind: 'run', command, names: operands, options: { json, conflicts, yes } };
}

function withoutCommand([word]: readonly string[], parser: Command): Invocation {
  if (word === undefined) {
    return { kind: 'print', text: helpOf(parser), isMisuse: true };
  }
  return misuse(
    COMMAND_NAMES.some(name => name === word)
      ? `Name the command first: jupyter gdrive ${word} …`
      : `There is no command “${word}”. --help names those that there are.`
  );
}

function rootParser(): Command {
  const parser = parserOf(
    'jupyter gdrive',
    'Google Drive from the command line, on the same engine as the panel in JupyterLab.'
  ).usage('COMMAND …');
  for (const name of COMMAND_NAMES) {
    parser.addCommand(new Command(name).summary(COMMANDS[name].summary));
  }
  return withOptions(parser, OPTIONS);
}

function commandParser(name: CommandName): Command {
  const { description, names, transfers } = COMMANDS[name];
  const parser = parserOf(`jupyter gdrive ${name}`, description);
  parser.usage(`[options] ${names}`.trimEnd());
  if (!transfers) {
    return withOptions(parser, OPTIONS);
  }
  return withOptions(parser, [
    ...TRANSFER_OPTIONS,
    ...OPTIONS.map(([flags, text]) => [flags, flags === '--json' ? JSON_TEXT_OF_TRANSFERS : text])
  ]);
}

function helpOf(parser: Command, command?: CommandName): string {
  const examples = command === undefined ? [] : COMMANDS[command].examples;
  const lines = examples.map(example => `  ${example}\n`);
  return parser.helpInformation() + (lines.length > 0 ? `\nExamples:\n${lines.join('')}` : '');
}

function parserOf(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .helpOption(false)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .configureHelp({
      helpWidth: WIDTH,
      subcommandTerm: command => command.name(),
      // `--GDrive.NAME=VALUE` needs its sign, so that nobody takes NAME for the value.
      optionTerm: ({ flags }) =>
        flags.replace('NAME <VALUE>', 'NAME=VALUE').replace(/<(\w+)>/, '$1')
    });
}

function withOptions(parser: Command, options: readonly (readonly string[])[]): Command {
  for (const [flags = '', text = ''] of options) {
    parser.addOption(new Option(flags, text));
  }
  return parser;
}

/** Options of classes among the words. Whether `c.GDrive` has one is known here; others are Jupyter's to judge. */
function classOptions(words: readonly string[], traits: readonly string[]): Set<string> {
  const found = words.flatMap(word => {
    const [flags = '', owner = '', trait = ''] = CLASS_OPTION.exec(word) ?? [];
    return flags !== '' && (owner !== 'GDrive' || traits.includes(trait)) ? [flags] : [];
  });
  return new Set(found);
}

function wrongOption(word: string, parser: Command): string {
  const [flag = ''] = word.split('=');
  return parser.options.some(option => option.long === flag || option.short === flag)
    ? `${flag} takes no value.`
    : `There is no option ${flag}. --help names those that there are.`;
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
