/**
 * The proxy's process. stdin: one JSON line of configuration, and its end means "stop", so that the
 * proxy never outlives its Jupyter server. stdout: JSON lines for the parent. stderr: the log.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { createApplication, type Application } from './app';
import { parseConfig } from './config';
import { listen, type Listening } from './http/server';
import { createLog } from './log';
import { endProcess } from './endProcess';
import { isOverWithin } from './untilAborted';

/**
 * Garbage is collected once the heap has grown by this much: by default it may double, which for ten
 * thousand files is 30 MB more. A version of Node that does not know the flag goes on without it.
 */
setFlagsFromString('--heap-growing-percent=30');

/** How often the parent is looked for: another process may hold the other end of our stdin as well. */
const PARENT_MS = 1_000;
/** A start that takes longer hangs. */
const START_MS = 5_000;

const VERSION = process.env.GDRIVE_VERSION ?? '0.0.0';

function tellParent(message: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

type Started = { readonly application: Application; readonly listening: Listening };

async function start(line: string): Promise<void> {
  const config = parseConfig(line);
  const log = createLog(config.logLevel, text => process.stderr.write(text));
  const application = createApplication(config, VERSION, log, busy => tellParent({ busy }));
  const listening = await listen(application.app, config.listen);
  started = { application, listening };
  tellParent(listening.address);
  application.resume().catch((error: unknown) => log.warn('transfers of before wait', { error }));
}

const lines = createInterface({ input: process.stdin });
let running: Promise<void> | null = null;
let started: Started | null = null;
let stopping = false;

async function stop(): Promise<void> {
  if (stopping) {
    return;
  }
  stopping = true;
  await isOverWithin(START_MS, running ?? Promise.resolve());
  if (started !== null) {
    started.listening.close();
    await started.application.stop();
    const { address } = started.listening;
    if ('socket' in address) {
      rmSync(path.dirname(address.socket), { recursive: true, force: true });
    }
  }
  await endProcess(0);
}

lines.once('line', line => {
  running = start(line);
  running.catch((error: unknown) => {
    const log = createLog('info', text => process.stderr.write(text));
    log.error('the Google Drive proxy did not start', { error });
    void endProcess(1);
  });
});
lines.once('close', () => void stop());
process.once('SIGTERM', () => void stop()); // the second one ends it at once, by the system's own rule
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) {
    void stop();
  }
}, PARENT_MS).unref();
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => undefined); // nobody reads any more: the end of stdin says so too
}
process.on('SIGINT', () => undefined); // Ctrl-C in the terminal is Jupyter's question
