/**
 * The process of `jupyter gdrive`. Python reads Jupyter's configuration, puts it into a file without a
 * name, and becomes this process; the first word says which descriptor that file has. Where a process
 * can't become another (Windows), the word is `stdin`: the first line of a pipe, whose end means "gone".
 */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ReadStream } from 'node:tty';
import { systemClock } from '../clock';
import { endProcess } from '../endProcess';
import { codeOf } from '../fsErrors';
import { ChildDoor } from './childDoor';
import { JsonLines, NoDisplay, type IDisplay } from './display';
import type { IDoor } from './door';
import { Engine } from './engine';
import { FAILED, INTERRUPTED, MISUSED } from './exitStatus';
import { parseHandover, type Handover } from './handover';
import { COMMANDS } from './argumentTable';
import { Interruption, type InterruptionKind } from './interruption';
import { interpret, type Invocation } from './interpret';
import { logText } from './logText';
import { Output } from './output';
import { Person } from './person';
import { ProgressBar } from './progressBar';
import { ProxyChild } from './proxyChild';
import { run } from './run';

type Run = Extract<Invocation, { kind: 'run' }>;

const VERSION = process.env.GDRIVE_VERSION ?? '0.0.0';
const STDIN = 'stdin';
/** The keyboard, where stdin is a pipe of Python's. */
const KEYBOARD = process.platform === 'win32' ? '\\\\.\\CONIN$' : '/dev/tty';

const { stdin, stdout, stderr } = process;
const abort = new AbortController();

function interrupt(kind: InterruptionKind): void {
  abort.abort(new Interruption(kind));
}

async function main([way = '', ...words]: readonly string[]): Promise<number> {
  const handover = parseHandover(await readHandover(way));
  heedSignals(handover);
  const invocation = interpret(words, { ...handover, version: VERSION });
  switch (invocation.kind) {
    case 'print':
      stdout.write(invocation.text);
      return invocation.isMisuse ? MISUSED : 0;
    case 'misuse':
      new Output(stdout, stderr, false).tell(invocation.sentence);
      return MISUSED;
    case 'run':
      return runCommand(invocation, handover, way === STDIN);
  }
}

function readHandover(way: string): Promise<string> {
  if (way !== STDIN) {
    const descriptor = Number(way);
    const text = readFileSync(descriptor, 'utf8');
    closeSync(descriptor); // a child must not inherit it
    return Promise.resolve(text);
  }
  const lines = createInterface({ input: stdin });
  return new Promise((resolve, reject) => {
    lines.once('line', resolve);
    lines.once('close', () => {
      interrupt('parentGone');
      reject(new Error('nothing was handed over')); // without effect after the line
    });
  });
}

/** Node forgets what was ignored when it starts; `nohup` and jobs in the background rely on it. */
function heedSignals({ ignoredSignals }: Handover): void {
  ignoredSignals.forEach(name => process.on(name, () => undefined));
  if (!ignoredSignals.includes('SIGINT')) {
    process.on('SIGINT', () => {
      if (abort.signal.aborted) {
        process.exit(INTERRUPTED); // asked twice: not even a polite end
      }
      interrupt('keyboard');
    });
  }
  stdout.once('error', outputFailed).on('error', () => undefined);
  stderr.on('error', () => undefined);
}

function outputFailed(error: Error): void {
  if (codeOf(error) === 'EPIPE') {
    interrupt('readerGone');
    return;
  }
  interrupt('outputFailed');
  new Output(stdout, stderr, false).tell(
    `The output can’t be written (${error.message}). Make room for it or send it elsewhere, then run the \
command again; “jupyter gdrive resume” goes on with a transfer that was interrupted.`
  );
}

/** Output that could not be written is a failure, whatever the command came to. */
function lastStatus(status: number): number {
  const reason: unknown = abort.signal.reason;
  return reason instanceof Interruption && reason.kind === 'outputFailed' ? FAILED : status;
}

function runCommand(
  { command, names, options }: Run,
  handover: Handover,
  isPiped: boolean
): Promise<number> {
  const { problem, proxy } = handover;
  const { transfers } = COMMANDS[command];
  const asJson = options.json ?? (transfers && !stdout.isTTY);
  const output = new Output(stdout, stderr, asJson);
  if (problem !== null || proxy === null) {
    output.tell(problem?.sentence ?? 'There is no configuration.');
    return Promise.resolve(problem?.status ?? FAILED);
  }
  const person = new Person({
    mayBeAsked: handover.isTerminal && stderr.isTTY,
    open: () => (isPiped ? new ReadStream(openSync(KEYBOARD, 'r+')) : stdin),
    err: stderr,
    interrupt: () => interrupt('keyboard')
  });
  const door = createDoor(transfers, proxy, handover);
  const createDisplay = (): IDisplay =>
    asJson ? new JsonLines(output) : stderr.isTTY ? new ProgressBar(stderr) : new NoDisplay();
  const { signal } = abort;
  const workspace = process.cwd();
  return run({
    ...{ command, names, options, door, output, person, createDisplay, workspace, signal },
    clock: systemClock
  });
}

/** What moves files does it in a child, whose death is survived; all else would only wait for one. */
function createDoor(
  transfers: boolean,
  configuration: NonNullable<Handover['proxy']>,
  { logLevel, startMs }: Handover
): IDoor {
  const log = (line: string): void => {
    const text = logText(line, logLevel);
    if (text !== null) {
      stderr.write(`${text}\n`);
    }
  };
  const { pid } = process;
  if (!transfers) {
    return new Engine({ configuration, pid, version: VERSION, log });
  }
  return new ChildDoor(
    new ProxyChild({
      ...{ configuration, pid, log, startMs },
      command: [process.execPath, ...process.execArgv, path.join(__dirname, 'server.cjs')],
      environment: process.env,
      temporaryFolder: tmpdir(),
      isWindows: process.platform === 'win32'
    })
  );
}

main(process.argv.slice(2))
  .catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    stderr.write(
      `Something went wrong inside jupyter gdrive: ${text}. Please report it as a bug.\n`
    );
    return FAILED;
  })
  // What went wrong with stdout is told just after this callback.
  .then(status => stdout.write('', () => setImmediate(() => void endProcess(lastStatus(status)))))
  .catch(() => process.exit(FAILED));
