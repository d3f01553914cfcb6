/**
 * What people’s programs do to a file while it is uploaded, and how the upload ends then: the table of
 * docs/reliability.md. What was sent whole is always one version of the file; nothing outside of it is sent.
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

export type LocalMove = {
  readonly name: string;
  /** `outside` is a file that is not in the workspace. */
  readonly move: (file: string, outside: string) => void;
  /** null: what is there then arrives. A code: nothing does, what Drive had stays, and this is said. */
  readonly code: ErrorCode | null;
};

export const LOCAL_MOVES: readonly LocalMove[] = [
  {
    name: 'edit in place',
    move: file => writeFileSync(file, Buffer.alloc(statSync(file).size, 'edited'), { flag: 'r+' }),
    code: null
  },
  {
    name: 'edit by rename',
    move: file => {
      writeFileSync(`${file}~`, Buffer.alloc(statSync(file).size, 'saved by an editor'));
      renameSync(`${file}~`, file);
    },
    code: null
  },
  { name: 'append', move: file => appendFileSync(file, 'one line more\n'), code: null },
  {
    name: 'truncate',
    move: file => truncateSync(file, Math.floor(statSync(file).size / 3)),
    code: null
  },
  { name: 'delete', move: file => rmSync(file), code: 'workspaceMissing' },
  { name: 'rename', move: file => renameSync(file, `${file}.moved`), code: 'workspaceMissing' },
  {
    name: 'replace by a folder',
    move: file => {
      rmSync(file);
      mkdirSync(file);
    },
    code: 'workspaceRefused'
  },
  {
    name: 'replace by a link',
    move: (file, outside) => {
      rmSync(file);
      symlinkSync(outside, file);
    },
    code: 'workspaceRefused'
  },
  {
    name: 'same size and mtime',
    move: file => {
      const { size, atime, mtime } = statSync(file);
      writeFileSync(file, Buffer.alloc(size, 'as if nothing had been'), { flag: 'r+' });
      utimesSync(file, atime, mtime);
    },
    code: null
  }
];

/** As it stands in docs/reliability.md. */
export function movesToMarkdown(): string {
  const lines = [
    ['the local side moves', ...UPLOAD_OPERATIONS],
    ['---', ...UPLOAD_OPERATIONS.map(() => '---')],
    ...LOCAL_MOVES.map(({ name, code }) => [
      name,
      ...UPLOAD_OPERATIONS.map(() => (code === null ? 'done' : `\`${code}\``))
    ])
  ];
  return `${lines.map(line => `| ${line.join(' | ')} |`).join('\n')}\n`;
}
