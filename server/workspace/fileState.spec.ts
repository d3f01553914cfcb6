import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compareStates, modifiedMsOf, stateOf, stillIs, type FileState } from './fileState';

const LONG_AGO = new Date('2020-01-02T03:04:05.678Z');
let folder: string;
let file: string;
let expected: FileState;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-state-'));
  file = path.join(folder, 'a.csv');
  put('theirs');
  expected = now();
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(text: string, at = file): void {
  writeFileSync(at, text);
  utimesSync(at, LONG_AGO, LONG_AGO);
}
const now = (): FileState => stateOf(lstatSync(file, { bigint: true }));
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

describe('the state of a file', () => {
  it('is exact, and the same after a way through JSON', () => {
    const big = {
      dev: 2n ** 63n,
      ino: 2n ** 64n - 1n,
      size: 7n,
      mtimeNs: -1n,
      ctimeNs: 10n ** 18n
    };
    const state = stateOf(big);
    expect(state.inode).toBe('18446744073709551615');
    const again = JSON.parse(JSON.stringify(state)) as FileState;
    expect(compareStates(again, state)).toBe('same');
  });

  it.each([
    new Date('2026-03-04T05:06:07.891Z'),
    new Date('1969-12-31T23:59:58.250Z'),
    1_772_600_767.123_456_7
  ])('has the time that Node tells otherwise, to the last bit: %s', time => {
    utimesSync(file, time, time);
    expect(modifiedMsOf(lstatSync(file, { bigint: true }))).toBe(lstatSync(file).mtimeMs);
  });

  it('is the same whatever number the device has after a restart', () => {
    expect(compareStates({ ...expected, device: '99' }, expected)).toBe('same');
  });
});

describe('a file that was decided about', () => {
  it('is still the same if nobody touched it, whatever its content is known to be', async () => {
    expect(await stillIs(file, expected, null)).toBe(true);
    expect(await stillIs(file, expected, md5('another'))).toBe(true);
  });

  it.each<[string, () => void]>([
    ['was written to', () => put('longer than before')],
    ['was written to, with as many bytes', () => writeFileSync(file, 'THEIRS')],
    ['was written to, with as many bytes and its old time', () => put('THEIRS')],
    [
      'was replaced by another of the same size and time',
      () => {
        put('THEIRS', `${file}.new`);
        renameSync(`${file}.new`, file);
      }
    ],
    [
      'became a link to what it was',
      () => {
        renameSync(file, `${file}.moved`);
        symlinkSync('a.csv.moved', file);
      }
    ],
    [
      'became a pipe',
      () => {
        unlinkSync(file);
        execFileSync('mkfifo', [file]);
      }
    ],
    ['was removed', () => unlinkSync(file)],
    ['was removed with its folder', () => rmSync(folder, { recursive: true })]
  ])('is another one if it %s', async (_name, act) => {
    act();
    expect(await stillIs(file, expected, md5('theirs'))).toBe(false);
    expect(await stillIs(file, expected, null)).toBe(false);
    execFileSync('mkdir', ['-p', folder]);
  });

  it.each<[string, () => void]>([
    ['its mode changed', () => chmodSync(file, 0o600)],
    ['it was given its time again', () => utimesSync(file, LONG_AGO, LONG_AGO)],
    [
      'it was replaced by a copy of itself',
      () => {
        put('theirs', `${file}.new`);
        renameSync(`${file}.new`, file);
      }
    ]
  ])('is told by its content where only %s', async (_name, act) => {
    act();
    expect(statSync(file).mtimeMs).toBe(LONG_AGO.getTime());
    expect(compareStates(now(), expected)).toBe('ctimeOnly');
    expect(await stillIs(file, expected, md5('theirs'))).toBe(true);
    expect(await stillIs(file, expected, md5('another'))).toBe(false);
    expect(await stillIs(file, expected, null)).toBe(false);
  });
});
