/** What `--help` prints: how a command is called, what it does, its options, examples. Pure. */
import { Help } from 'commander';
import {
  COMMAND_NAMES,
  COMMANDS,
  optionsOf,
  ROOT_DESCRIPTION,
  type CommandName
} from './argumentTable';

const WIDTH = 80;

type Row = readonly [term: string, text: string];

export function usageLine(command: CommandName | undefined): string {
  return command === undefined
    ? 'Usage: jupyter gdrive COMMAND …'
    : `Usage: jupyter gdrive ${command} [options] ${COMMANDS[command].names}`.trimEnd();
}

export function helpText(command: CommandName | undefined): string {
  const help = new Help();
  help.helpWidth = WIDTH;
  const description = command === undefined ? ROOT_DESCRIPTION : COMMANDS[command].description;
  const options = optionsOf(command).map(({ flags, text }): Row => [withoutBrackets(flags), text]);
  const commands = COMMAND_NAMES.map((name): Row => [name, COMMANDS[name].summary]);
  const examples = command === undefined ? [] : COMMANDS[command].examples;
  return [
    usageLine(command),
    '',
    help.boxWrap(description, WIDTH),
    '',
    ...(command === undefined ? table('Commands:', commands, help) : []),
    ...table('Options:', options, help),
    ...(examples.length === 0 ? [] : ['Examples:', ...examples.map(line => `  ${line}`), ''])
  ].join('\n');
}

/** Two columns below a title, and an empty line. */
function table(title: string, rows: readonly Row[], help: Help): string[] {
  const width = Math.max(...rows.map(([term]) => term.length));
  const items = rows.map(([term, text]) => help.formatItem(term, width, text, help));
  return help.formatItemList(title, items, help);
}

/** `--config <FILE>`, as commander reads it, is `--config FILE` to a person. */
function withoutBrackets(flags: string): string {
  return flags.replaceAll(/[<>]/g, '');
}
