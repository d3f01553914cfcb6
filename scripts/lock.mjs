/**
 * Renews the lock file of a package: `node scripts/lock.mjs [--from-scratch] [FOLDER]`.
 *
 * The newest versions of JupyterLab's packages are no set that fits together at every moment; the one
 * that does is named in @jupyterlab/core-meta. Here, and only while npm resolves, each of them is
 * overridden with the version of that set. Afterwards the lock file alone says what is installed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const { resolutions } = createRequire(import.meta.url)('@jupyterlab/core-meta/core.package.json');
/** React comes with JupyterLab too: a second one beside it breaks the hooks of both. */
const SET = /^(@jupyterlab\/.+|react|react-dom)$/;

const words = process.argv.slice(2);
const folder = path.resolve(words.find(word => !word.startsWith('-')) ?? '.');
const file = path.join(folder, 'package.json');
const written = readFileSync(file, 'utf8');

const lock = () =>
  spawnSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32'
  }).status;

if (words.includes('--from-scratch')) {
  rmSync(path.join(folder, 'package-lock.json'), { force: true });
}
writeFileSync(file, JSON.stringify(pinned(JSON.parse(written)), null, 2));
let status;
try {
  status = lock();
} finally {
  writeFileSync(file, written);
}
// Once more, so that the lock file repeats the ranges of package.json instead of the exact versions.
process.exit(status === 0 ? lock() : status);

/** The package with exact versions: npm wants an override of a dependency to repeat its range. */
function pinned(manifest) {
  const versions = Object.entries(resolutions)
    .filter(([name]) => SET.test(name))
    .map(([name, range]) => [name, range.replace('~', '')]);
  const exact = Object.fromEntries(versions);
  const own = group =>
    Object.fromEntries(
      Object.entries(group ?? {}).map(([name, range]) => [name, exact[name] ?? range])
    );
  return {
    ...manifest,
    dependencies: own(manifest.dependencies),
    devDependencies: own(manifest.devDependencies),
    overrides: exact
  };
}
