/** What can be typed: commands, their arguments, options and examples. Data, for `interpret` and help. */

export const COMMAND_NAMES = ['ls', 'copy', 'upload', 'resume', 'status'] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

export type CommandEntry = {
  /** In the list of commands. */
  readonly summary: string;
  /** Above its own options. */
  readonly description: string;
  /** Behind "[options]" in the line of usage. */
  readonly names: string;
  /** How many names there must be at least, and may be at most. */
  readonly fewest: number;
  readonly most: number;
  /** Whether it moves files: such a command has progress to report, and questions. */
  readonly transfers: boolean;
  readonly examples: readonly string[];
};

export const COMMANDS: Readonly<Record<CommandName, CommandEntry>> = {
  ls: {
    summary: 'List a folder of Google Drive.',
    description: `List a folder of Google Drive: type, size, modified, name.

PATH is a path as the panel shows it ("My Drive/data"), id: and the id of an item, or a link to one. \
Without PATH the views are listed.`,
    names: '[PATH]',
    fewest: 0,
    most: 1,
    transfers: false,
    examples: ['jupyter gdrive ls', "jupyter gdrive ls 'My Drive/data'"]
  },
  copy: {
    summary: 'Copy from Google Drive into the working directory.',
    description: `Copy files from Google Drive into a folder here.

SRC is a path as the panel shows it ("My Drive/data/a.csv"), id: and the id of an item, or a link to one. \
DEST is a folder, relative to the working directory; . is that directory itself.`,
    names: 'SRC... DEST',
    fewest: 2,
    most: Infinity,
    transfers: true,
    examples: [
      "jupyter gdrive copy 'My Drive/data/a.csv' .",
      "jupyter gdrive copy --conflicts skip 'My Drive/data/a.csv' 'My Drive/data/b.csv' data",
      'jupyter gdrive copy https://drive.google.com/file/d/0B7.../view data'
    ]
  },
  upload: {
    summary: 'Upload from the working directory to Google Drive.',
    description: `Upload files from here to a folder of Google Drive.

LOCAL is relative to the working directory and inside it. FOLDER is a path as the panel shows it \
("My Drive/data"), id: and the id of a folder, or a link to one.`,
    names: 'LOCAL... FOLDER',
    fewest: 2,
    most: Infinity,
    transfers: true,
    examples: [
      "jupyter gdrive upload results.csv 'My Drive/data'",
      'jupyter gdrive upload --conflicts replace figures id:0B7...'
    ]
  },
  resume: {
    summary: 'Go on with what was interrupted in this directory.',
    description: 'Go on with what was interrupted in this directory: here, or in JupyterLab.',
    names: '',
    fewest: 0,
    most: 0,
    transfers: true,
    examples: []
  },
  status: {
    summary: 'Say whose Drive this is and what can be done with it.',
    description:
      'Say whose Google Drive this is, with which credentials, and what can be done with it.',
    names: '',
    fewest: 0,
    most: 0,
    transfers: false,
    examples: []
  }
};

export const ROOT_DESCRIPTION =
  'Google Drive from the command line, on the same engine as the panel in JupyterLab.';

/** What can be said in advance about names that exist already, and what the protocol calls it. */
export const CONFLICTS = {
  replace: 'replace',
  'keep-both': 'keepBoth',
  skip: 'skip',
  ask: null
} as const;

export type OptionEntry = {
  /** As commander reads them: a name in angle brackets stands for a value. */
  readonly flags: string;
  readonly text: string;
  /** True for what stands for many options, and is none itself. */
  readonly isPlaceholder?: boolean;
};

const JSON_OPTION: OptionEntry = { flags: '--json', text: 'Print JSON, one object a line.' };
const JSON_OF_TRANSFERS: OptionEntry = {
  flags: '--json',
  text: 'Print JSON, one object a line; the default where stdout is not a terminal.'
};
const CONFLICTS_OPTION: OptionEntry = {
  flags: '--conflicts <CHOICE>',
  text:
    'What to do with names that exist already: replace, keep-both, skip or ask. “ask” asks on a ' +
    'terminal; elsewhere it leaves them out, names them, and ends with status 1.'
};
const YES: OptionEntry = { flags: '--yes', text: 'Do not ask before very large transfers.' };
const SHARED: readonly OptionEntry[] = [
  { flags: '--text', text: 'Print for people, even where stdout is not a terminal.' },
  { flags: '--config <FILE>', text: 'Read this configuration and no other.' },
  { flags: '--debug', text: 'Print the whole log on stderr.' },
  {
    flags: '--GDrive.NAME=VALUE',
    text: 'Any option of the server, as c.GDrive.NAME.',
    isPlaceholder: true
  },
  { flags: '-h, --help', text: 'Print this.' },
  { flags: '--help-all', text: 'Print this and all options of the server.' },
  { flags: '-V, --version', text: 'Print the version.' }
];

/** In the order in which help shows them. */
export function optionsOf(command: CommandName | undefined): readonly OptionEntry[] {
  return command !== undefined && COMMANDS[command].transfers
    ? [CONFLICTS_OPTION, YES, JSON_OF_TRANSFERS, ...SHARED]
    : [JSON_OPTION, ...SHARED];
}
