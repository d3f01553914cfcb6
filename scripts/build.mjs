/**
 * Builds what is out of date: `node scripts/build.mjs [panel|proxy|licences|emulator|benchmarks|torture]…`.
 *
 * A part is out of date if a product is missing, or something that it is made from is newer than the
 * beginning of its last build. Each part is made by scripts of package.json.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';

const LABEXTENSION = 'jupyterlab_gdrive/labextension';
const PARTS = {
  panel: {
    from: [
      'src',
      'protocol',
      'style',
      'schema',
      'package.json',
      'tsconfig.json',
      'tsconfig.base.json'
    ],
    scripts: ['build:lib', 'build:labextension'],
    // The licences are written for production only: a panel of `npm run watch` is made again.
    products: [`${LABEXTENSION}/package.json`, `${LABEXTENSION}/static/third-party-licenses.json`],
    note: 'half a minute'
  },
  proxy: {
    from: ['server', 'protocol', 'scripts/bundle.mjs', 'package.json'],
    scripts: ['build:server'],
    products: [...bundles(), 'build/server.metafile.json']
  },
  licences: {
    from: [
      'build/server.metafile.json',
      `${LABEXTENSION}/static/third-party-licenses.json`,
      'scripts/licences.mjs'
    ],
    scripts: ['build:licences'],
    products: ['jupyterlab_gdrive/THIRD-PARTY-LICENSES.txt']
  },
  emulator: {
    from: ['emulator', 'scripts/bundle.mjs', 'package.json'],
    scripts: ['build:emulator'],
    products: ['build/emulator.cjs', 'build/emulatorClient.mjs']
  },
  benchmarks: {
    from: ['benchmarks', 'emulator', 'protocol', 'scripts/bundle.mjs'],
    scripts: ['build:benchmarks'],
    products: ['build/benchmarks.cjs']
  },
  torture: {
    from: ['torture', 'emulator', 'protocol', 'server/testing', 'scripts/bundle.mjs'],
    scripts: ['build:torture'],
    products: ['build/torture.cjs']
  }
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS);
for (const name of names) {
  const part = PARTS[name];
  if (part === undefined) {
    console.error(`build: there is no part called ${name}`);
    process.exit(2);
  }
  if (isOutOfDate(name, part)) {
    build(name, part);
  }
}

/** The bundles that ship, by the list that bundle.mjs works off. */
function bundles() {
  const listed = JSON.parse(readFileSync('server/bundles.json', 'utf8'));
  return Object.keys(listed).map(name => `jupyterlab_gdrive/${name}.cjs`);
}

function isOutOfDate(name, { from, products }) {
  const stamp = `build/.${name}`;
  if (![stamp, ...products].every(existsSync)) {
    return true;
  }
  const since = statSync(stamp).mtimeMs;
  return from.some(source => isNewer(source, since));
}

function isNewer(file, since) {
  const status = statSync(file);
  if (status.isDirectory()) {
    return readdirSync(file).some(name => isNewer(path.join(file, name), since));
  }
  return status.mtimeMs > since && !/\.spec\.tsx?$/.test(file);
}

function build(name, { scripts, note }) {
  const begun = new Date();
  if (note !== undefined) {
    console.log(`build: the ${name} (${note}) …`);
  }
  for (const script of scripts) {
    const { status } = spawnSync('npm', ['run', '--silent', script], {
      stdio: 'inherit',
      shell: process.platform === 'win32'
    });
    if (status !== 0) {
      console.error(`build: the ${name} could not be built: npm run ${script} failed.`);
      process.exit(1);
    }
  }
  mkdirSync('build', { recursive: true });
  writeFileSync(`build/.${name}`, '');
  utimesSync(`build/.${name}`, begun, begun);
}
