/**
 * `make live`: the contract of drive.contract.ts, against a real account. Makes one folder, hands it to
 * the suite, and removes it whatever happens. Run as a bundle, from the checkout.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LiveAccount, type LiveOptions } from './openDrive';

const HELP = `make live runs the contract of server/drive/drive.contract.ts against a real Google account. Say which:

  JUPYTERLAB_GDRIVE_LIVE_KEY_FILE   path of a service-account key, or of the JSON that gcloud writes (needed)
  JUPYTERLAB_GDRIVE_LIVE_SUBJECT    on whose behalf the service account acts (optional)
  JUPYTERLAB_GDRIVE_LIVE_PARENT     id of the folder to work in; "root" (My Drive) by default. A service
                                    account without a subject needs a folder of a shared drive
  JUPYTERLAB_GDRIVE_LIVE_ENDPOINT   address of an emulator on loopback, instead of Google (optional)
`;

function optionsFrom(env: NodeJS.ProcessEnv): LiveOptions | null {
  const variable = (name: string): string => env[`JUPYTERLAB_GDRIVE_LIVE_${name}`] ?? '';
  const keyFile = variable('KEY_FILE');
  return keyFile === ''
    ? null
    : {
        keyFile,
        subject: variable('SUBJECT'),
        parent: variable('PARENT') === '' ? 'root' : variable('PARENT'),
        endpoint: variable('ENDPOINT')
      };
}

async function main(options: LiveOptions): Promise<number> {
  const account = await LiveAccount.open(options);
  const { email } = await account.drive.about({
    priority: 'panel',
    signal: new AbortController().signal
  });
  const name = `JupyterLab Google Drive contract ${new Date().toISOString()}`;
  const stop = heedSignals();
  say(
    `live: as ${email}, in ${options.parent === 'root' ? 'My Drive' : options.parent}: makes the folder “${name}”, puts about 15 small folders, 15 files (60 MB) and one document into it, and removes it at the end.`
  );
  const folder = await account.createFolder(name, options.parent);
  try {
    const document = await account.createDocument('a document', folder);
    return stop.aborted ? 1 : await runSuite({ ...options, folder, document });
  } finally {
    say(`live: the folder is ${await account.remove(folder)}`);
    await account.close();
  }
}

/** From here on, whatever was made is removed before the process ends. */
function heedSignals(): AbortSignal {
  const abort = new AbortController();
  const stop = (): void => {
    say('live: stopping; the folder is removed first');
    abort.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return abort.signal;
}

/** Ctrl-C ends the suite, which has the terminal. */
async function runSuite(given: Readonly<Record<string, string>>): Promise<number> {
  const jest = ['node_modules/jest/bin/jest.js', '--selectProjects', 'live', '--runInBand'];
  const child = spawn(process.execPath, jest, {
    stdio: 'inherit',
    env: { ...process.env, JUPYTERLAB_GDRIVE_LIVE_SUITE: JSON.stringify(given) }
  });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const ended: unknown[] = await once(child, 'exit');
  return typeof ended[0] === 'number' ? ended[0] : 1; // else a signal ended it
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const options = optionsFrom(process.env);
if (options === null) {
  process.stderr.write(HELP);
  process.exitCode = 2;
} else {
  main(options).then(
    code => (process.exitCode = code),
    (error: unknown) => {
      process.stderr.write(`live: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  );
}
