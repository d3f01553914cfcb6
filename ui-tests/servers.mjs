/**
 * Starts the emulator, then JupyterLab twice: at PORT with the emulator's key, at PORT + 1 with none.
 * Ends all three when told to, and does to them what a test asks for (steering.mjs). Everything they
 * write is below GDRIVE_UI_RUN.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmulator } from '../build/emulatorClient.mjs';
import { createWay, killChildren, listenForSteering } from './steering.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const run = process.env.GDRIVE_UI_RUN;
const port = Number(process.argv[2]);
const children = [];
let stopping = false;
let google;

rmSync(run, { recursive: true, force: true });
mkdirSync(run, { recursive: true });
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

google = await startEmulator({
  seed: 'sample',
  stateFolder: join(run, 'emulator'),
  bundle: join(root, 'build/emulator.cjs')
});
writeFileSync(join(run, 'emulator.json'), JSON.stringify(google));
const way = await createWay(google.url);
const startMain = () =>
  startLab('lab', port, {
    endpoint: way.url,
    service_account_file: google.keyFile,
    subject: google.subject,
    allow_uploads: true
  });
let lab = await startMain();
const url = await listenForSteering({
  'google/gone': way.cut,
  'google/back': way.mend,
  'proxy/kill': () => killChildren(lab.pid),
  'lab/kill': async () => {
    lab.removeAllListeners('exit');
    const ended = once(lab, 'exit');
    lab.kill('SIGKILL');
    await ended;
    lab = await startMain();
  }
});
writeFileSync(join(run, 'steering.json'), JSON.stringify({ url }));
await startLab('bare', port + 1, { endpoint: google.url });

async function startLab(name, labPort, options) {
  const home = join(run, name);
  mkdirSync(join(home, 'workspace'), { recursive: true });
  const config = join(home, 'jupyter_server_config.py');
  writeFileSync(
    config,
    [
      'from jupyterlab.galata import configure_jupyter_server',
      'configure_jupyter_server(c)',
      `c.ServerApp.port = ${labPort}`,
      'c.ServerApp.ip = "127.0.0.1"',
      'c.ServerApp.allow_root = True',
      'c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"',
      'c.LabApp.news_url = None',
      ...Object.entries(options).map(
        ([key, value]) => `c.GDrive.${key} = ${value === true ? 'True' : JSON.stringify(value)}`
      )
    ].join('\n')
  );
  const log = openSync(join(home, 'jupyter.log'), 'a');
  const child = spawn(join(root, '.venv/bin/jupyter'), ['lab', '--config', config], {
    cwd: home,
    stdio: ['ignore', log, log],
    env: {
      ...withoutCredentials(process.env),
      JUPYTERLAB_GALATA_ROOT_DIR: join(home, 'workspace'),
      JUPYTER_CONFIG_DIR: join(home, 'config'),
      JUPYTER_DATA_DIR: join(home, 'data'),
      JUPYTER_RUNTIME_DIR: join(home, 'runtime'),
      JUPYTERLAB_SETTINGS_DIR: join(home, 'settings')
    }
  });
  children.push(child);
  child.once('exit', code => {
    if (!stopping) {
      console.error(`JupyterLab (${name}) ended with ${code}; see ${home}/jupyter.log`);
      void stop();
    }
  });
  await answers(`http://127.0.0.1:${labPort}/api`);
  return child;
}

/** The machine's own credentials must not leak into what is tested. */
function withoutCredentials(environment) {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([key]) => !/^(JUPYTERLAB_GDRIVE_.*|DRIVE-SA|GOOGLE_APPLICATION_CREDENTIALS)$/.test(key)
    )
  );
}

async function answers(url) {
  while (!stopping) {
    const ok = await fetch(url).then(
      response => response.ok,
      () => false
    );
    if (ok) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

async function stop() {
  if (!stopping) {
    stopping = true;
    for (const child of children.reverse()) {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
    }
    await google?.stop();
    process.exit(0);
  }
}
