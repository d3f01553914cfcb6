import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drivePath, workspaceFolder, workspacePath } from './paths';

let home = '';
let root = '';

beforeAll(() => {
  home = realpathSync(mkdtempSync(path.join(tmpdir(), 'gdrive paths')));
  root = path.join(home, "it's here");
  mkdirSync(path.join(root, 'in', 'deep'), { recursive: true });
  writeFileSync(path.join(root, 'file'), '');
  symlinkSync(root, path.join(home, 'link'));
  symlinkSync('loop', path.join(home, 'loop'));
});
afterAll(() => rmSync(home, { recursive: true }));

describe('a place in the workspace', () => {
  it.each([
    ['.', ''],
    ['', ''],
    ['in', 'in'],
    ['./in/', 'in'],
    ['in/../in//deep', 'in/deep'],
    ['..hidden', '..hidden'],
    ['not there/yet', 'not there/yet'],
    ["../it's here/in", 'in'],
    ['../link/in', 'in'],
    ['../link/new', 'new']
  ])('%p is %p', (typed, expected) => {
    expect(workspacePath(typed, root)).toBe(expected);
    expect(workspacePath(path.join(root, typed), root)).toBe(expected);
  });

  it.each(['..', '../elsewhere', '/', '/etc', '../loop/x', "../it's here too"])(
    'is not %p',
    typed => {
      expect(() => workspacePath(typed, root)).toThrow(
        expect.objectContaining({ code: 'workspaceRefused', details: { path: typed } })
      );
    }
  );

  it('must be a folder to copy to', () => {
    expect(workspaceFolder('in/deep', root)).toBe('in/deep');
    for (const typed of ['file', 'nowhere', 'in/nowhere']) {
      expect(() => workspaceFolder(typed, root)).toThrow(
        expect.objectContaining({ code: 'workspaceMissing', details: { path: typed } })
      );
    }
  });

  it('may be everything', () => {
    expect([workspacePath('/etc', '/'), workspacePath('.', '/')]).toEqual(['etc', '']);
  });
});

it('a path of Drive loses what JupyterLab puts before it, once', () => {
  expect(['GDrive:My Drive', 'My Drive', 'GDrive:GDrive:a', 'id:x', ''].map(drivePath)).toEqual([
    'My Drive',
    'My Drive',
    'GDrive:a',
    'id:x',
    ''
  ]);
});
