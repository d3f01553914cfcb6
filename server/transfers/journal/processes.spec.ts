import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { askPs, systemProcesses } from './processes';

let child: ChildProcess;

function start(): number {
  child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore']
  });
  return child.pid ?? 0;
}

async function end(): Promise<void> {
  if (child.exitCode === null) {
    const ended = once(child, 'exit');
    child.stdin?.end();
    await ended;
  }
}

afterEach(end);

describe('processes', () => {
  it('live until they end, and are told from later ones of the same number', async () => {
    const mark = await systemProcesses.mark(start());
    expect(await systemProcesses.lives(mark)).toBe(true);
    expect(await systemProcesses.lives({ ...mark, born: '7' })).toBe(mark.born === null);
    await end();
    expect(await systemProcesses.lives(mark)).toBe(false);
  });

  it('live where their start is unknown, or was noted as a sentence by an earlier version', async () => {
    const pid = start();
    expect(await systemProcesses.lives({ pid, born: null })).toBe(true);
    const sentence = 'Sam 28 Nov 03:09:12 2026';
    expect(await systemProcesses.lives({ pid, born: sentence })).toBe(true);
  });

  it.each([
    ['LC_ALL', 'de_DE.UTF-8'],
    ['TZ', 'Pacific/Auckland']
  ])('have one start time for `ps`, whatever %s is', async (name, value) => {
    const pid = start();
    const plain = await askPs(pid);
    expect(plain).toEqual({ born: expect.stringMatching(/^\d{13}$/), isZombie: false });
    const before = process.env[name];
    process.env[name] = value;
    try {
      expect(await askPs(pid)).toEqual(plain);
    } finally {
      if (before === undefined) {
        Reflect.deleteProperty(process.env, name);
      } else {
        process.env[name] = before;
      }
    }
  });

  it('of a machine know it by its start, not by the name that a network gives it', async () => {
    const machine = await systemProcesses.machine();
    expect(machine).toBe(await systemProcesses.machine());
    if (process.platform === 'linux') {
      expect(machine).toMatch(/^[0-9a-f-]{36} pid:\[\d+\]$/);
    }
  });
});
