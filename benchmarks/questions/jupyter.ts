/** A real Jupyter server with the extension: what a copy of 1 GiB through it costs its memory. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, type DriveItem, type Transfer } from '../../protocol';
import { assertDone } from '../copying';
import { residentBytesOf } from '../processes';
import { NotHere, type IQuestion, type Row } from '../question';
import type { Google, Stage } from '../stage';
import { MEBI, megabytes } from '../statistics';

const SIZE = 1024 * MEBI;
const MOST_GROWTH_BYTES = 20e6;
const TOKEN = 'a-token-for-benchmarks-only';
const START_MS = 60_000;
const LOOK_MS = 200;

export const jupyter: IQuestion = {
  name: 'jupyter',
  mostRuns: 1,
  title: 'A Jupyter server while one file of 1 GiB is copied through it',
  ask
};

async function ask(stage: Stage): Promise<readonly Row[]> {
  const google = await stage.google();
  await google.addFile({ name: 'large.bin', size: SIZE });
  const server = await startJupyter(google, stage);
  const item = await server.call<DriveItem>('GET', '/item?path=My%20Drive%2Flarge.bin');
  const before = residentBytesOf(server.pid);
  let most = before;
  const items = [{ id: item.id, path: 'My Drive/large.bin' }];
  const { id } = await server.call<Transfer>('POST', '/copies', { items, destination: '' });
  for (;;) {
    const transfers = await server.call<readonly Transfer[]>('GET', '/transfers');
    const transfer = transfers.find(each => each.id === id);
    most = Math.max(most, residentBytesOf(server.pid));
    if (transfer !== undefined && hasEnded(transfer.state)) {
      assertDone(transfer);
      break;
    }
    await sleep(LOOK_MS);
  }
  const growth = most - before;
  return [
    {
      what: 'growth of its memory, looked at five times a second',
      ours: megabytes(growth),
      must: '≤ 20 MB',
      holds: growth <= MOST_GROWTH_BYTES,
      beside: `before the copy ${megabytes(before)}`
    }
  ];
}

type Server = {
  readonly pid: number;
  call<T>(method: string, target: string, body?: object): Promise<T>;
};

async function startJupyter(google: Google, stage: Stage): Promise<Server> {
  const program = path.resolve('.venv/bin/jupyter');
  if (!existsSync(program)) {
    throw new NotHere('There is no .venv: `make setup` makes it.');
  }
  const folder = stage.folder();
  const workspace = path.join(folder, 'workspace');
  mkdirSync(workspace);
  const port = await freePort();
  const options = {
    'ServerApp.ip': '127.0.0.1',
    'ServerApp.port': port,
    'ServerApp.root_dir': workspace,
    'ServerApp.allow_root': 'True',
    'ServerApp.jpserver_extensions': '{"jupyterlab_gdrive": True}',
    'IdentityProvider.token': TOKEN,
    'GDrive.endpoint': google.url,
    'GDrive.service_account_file': google.keyFile,
    'GDrive.subject': google.subject
  };
  const child = spawn(
    program,
    ['server', ...Object.entries(options).map(([name, value]) => `--${name}=${value}`)],
    {
      stdio: 'ignore',
      env: {
        ...process.env,
        PYTHONPATH: process.cwd(),
        JUPYTER_CONFIG_DIR: path.join(folder, 'config'),
        JUPYTER_DATA_DIR: path.join(folder, 'data'),
        JUPYTER_RUNTIME_DIR: path.join(folder, 'runtime')
      }
    }
  );
  const ended = once(child, 'exit');
  stage.atEnd(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const call = callerOf(`http://127.0.0.1:${port}/gdrive/api`);
  await answers(call);
  return { pid: child.pid ?? 0, call };
}

function callerOf(api: string): Server['call'] {
  return async <T>(method: string, target: string, body?: object): Promise<T> => {
    const answer = await fetch(`${api}${target}`, {
      method,
      headers: { authorization: `token ${TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    });
    if (!answer.ok) {
      throw new Error(`${method} ${target}: ${answer.status} ${await answer.text()}`);
    }
    return (await answer.json()) as T;
  };
}

async function answers(call: Server['call']): Promise<void> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    try {
      await call('GET', '/status');
      return;
    } catch (error) {
      if (performance.now() > deadline) {
        throw error;
      }
      await sleep(LOOK_MS);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
