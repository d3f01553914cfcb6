/**
 * What people’s programs do to a file while it is uploaded, or replaced by a copy, and what comes of it then: the
 * tables of docs/reliability.md. What was sent whole is always one version of the file; nothing outside of it is
 * sent, or written to.
 */
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import type { ErrorCode } from '../../protocol';

export const UPLOAD_OPERATIONS = ['small upload', 'resumable upload', 'update'] as const;
export type UploadOperation = (typeof UPLOAD_OPERATIONS)[number];

/** Each replaces an earlier copy, of what changed in Drive since: nothing else can be moved. */
export const COPY_OPERATIONS = ['small copy', 'large copy', 'export'] as const;
export type CopyOperation = (typeof COPY_OPERATIONS)[number];

export type LocalMove = {
  readonly name: string;
  /** `outside` is a file that is not in the workspace. */
  readonly move: (file: string, outside: string) => void;
  /** Of uploads. null: what is there then arrives. A code: nothing does, what Drive had stays, and this is said. */
  readonly code: ErrorCode | null;
  /** Of copies. `asks`: what is there then stays until a person decides. `done`: nothing stands in the way. */
  readonly copy: 'asks' | 'done';
};

export const LOCAL_MOVES: readonly LocalMove[] = [
  {
    name: 'edit in place',
    move: file => writeFileSync(file, Buffer.alloc(statSync(file).size, 'edited'), { flag: 'r+' }),
    code: null,
    copy: 'asks'
  },
  {
    name: 'edit by rename',
    move: file => {
      writeFileSync(`${file}~`, Buffer.alloc(statSync(file).size, 'saved by an editor'));
      renameSync(`${file}~`, file);
    },
    code: null,
    copy: 'asks'
  },
  {
    name: 'append',
    move: file => appendFileSync(file, 'one line more\n'),
    code: null,
    copy: 'asks'
  },
  {
    name: 'truncate',
    move: file => truncateSync(file, Math.floor(statSync(file).size / 3)),
    code: null,
    copy: 'asks'
  },
  { name: 'delete', move: file => rmSync(file), code: 'workspaceMissing', copy: 'done' },
  {
    name: 'rename',
    move: file => renameSync(file, `${file}.moved`),
    code: 'workspaceMissing',
    copy: 'done'
  },
  {
    name: 'replace by a folder',
    move: file => {
      rmSync(file);
      mkdirSync(file);
    },
    code: 'workspaceRefused',
    copy: 'asks'
  },
  {
    name: 'replace by a link',
    move: (file, outside) => {
      rmSync(file);
      symlinkSync(outside, file);
    },
    code: 'workspaceRefused',
    copy: 'asks'
  },
  {
    name: 'same size and mtime',
    move: file => {
      const { size, atime, mtime } = statSync(file);
      writeFileSync(file, Buffer.alloc(size, 'as if nothing had been'), { flag: 'r+' });
      utimesSync(file, atime, mtime);
    },
    code: null,
    copy: 'asks'
  },
  {
    name: 'another file of same size and mtime',
    move: file => {
      const { size, atime, mtime } = statSync(file);
      writeFileSync(`${file}~`, Buffer.alloc(size, 'as if nothing had been'));
      utimesSync(`${file}~`, atime, mtime);
      renameSync(`${file}~`, file);
    },
    code: null,
    copy: 'asks'
  }
];

/** As they stand in docs/reliability.md. */
export const movesToMarkdown = (): string =>
  tableOf(UPLOAD_OPERATIONS, ({ code }) => (code === null ? 'done' : `\`${code}\``));

export const targetMovesToMarkdown = (): string => tableOf(COPY_OPERATIONS, ({ copy }) => copy);

function tableOf(operations: readonly string[], cell: (move: LocalMove) => string): string {
  const lines = [
    ['the local side moves', ...operations],
    ['---', ...operations.map(() => '---')],
    ...LOCAL_MOVES.map(move => [move.name, ...operations.map(() => cell(move))])
  ];
  return `${lines.map(line => `| ${line.join(' | ')} |`).join('\n')}\n`;
}
