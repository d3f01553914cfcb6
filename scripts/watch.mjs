/** `npm run watch`: builds panel and proxy anew whenever a source is saved, until Ctrl-C. */
import { spawn } from 'node:child_process';

const SCRIPTS = ['watch:lib', 'watch:labextension', 'watch:server'];
const windows = process.platform === 'win32';

/** A group each: npm does not hand on every signal to what it started. */
const children = SCRIPTS.map(script =>
  spawn('npm', ['run', '--silent', script], {
    stdio: 'inherit',
    shell: windows,
    detached: !windows
  })
);
for (const [at, child] of children.entries()) {
  child.once('exit', status => {
    if (process.exitCode === undefined) {
      console.error(`watch: ${SCRIPTS[at]} ended; so do the others.`);
      stop(status ?? 1);
    }
  });
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => stop(0));
}

function stop(status) {
  process.exitCode = status;
  for (const child of children.filter(one => one.exitCode === null && one.signalCode === null)) {
    if (windows) {
      child.kill();
    } else {
      process.kill(-child.pid, 'SIGTERM');
    }
  }
}
