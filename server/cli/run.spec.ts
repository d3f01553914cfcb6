import { expect, it } from '@jest/globals';
import { tmpdir } from 'node:os';
import { PassThrough } from 'node:stream';
import { systemClock } from '../clock';
import { ChildDoor } from './childDoor';
import { NoDisplay } from './display';
import { INTERRUPTED } from './exitStatus';
import { Interruption } from './interruption';
import { Output } from './output';
import { Person } from './person';
import { ProxyChild } from './proxyChild';
import { run } from './run';

function atTerminal() {
  const keyboard = new PassThrough();
  const abort = new AbortController();
  const shown: string[] = [];
  const log: string[] = [];
  const err = { write: (text: string) => shown.push(text) };
  const interrupt = (): void => abort.abort(new Interruption('keyboard'));
  const person = new Person({ mayBeAsked: true, open: () => keyboard, err, interrupt });
  // A proxy that never starts: whoever tries writes that into the log.
  const child = new ProxyChild({
    ...{ configuration: {}, pid: process.pid, environment: {}, startMs: 20_000 },
    ...{ command: ['/nowhere/node'], temporaryFolder: tmpdir(), isWindows: false },
    log: line => log.push(line)
  });
  const door = new ChildDoor(child);
  const end = (): Promise<number> =>
    run({
      ...{ command: 'status', names: [], options: { json: null, conflicts: 'ask', yes: false } },
      ...{ door, person, output: new Output(err, err, false), signal: abort.signal },
      ...{ createDisplay: () => new NoDisplay(), workspace: process.cwd(), clock: systemClock }
    });
  return { keyboard, person, log, interrupt, end, signal: abort.signal };
}

it('lets go of the terminal at its end', async () => {
  const { keyboard, person, log, end, signal } = atTerminal();
  keyboard.write('y\n');
  expect(await person.ask('Go on? ', signal)).toBe('y');
  expect(keyboard.isPaused()).toBe(false);
  expect(await end()).toBe(1);
  expect(log).toHaveLength(1);
  expect(keyboard.isPaused()).toBe(true);
});

it('starts nothing after Ctrl-C', async () => {
  const { log, interrupt, end } = atTerminal();
  interrupt();
  expect(await end()).toBe(INTERRUPTED);
  expect(log).toEqual([]);
});
