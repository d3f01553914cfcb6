/** Bundles one of the Node parts into one file: `node scripts/bundle.mjs server|cli|emulator|emulatorClient|benchmarks`. */
import { build } from 'esbuild';
import { existsSync, readFileSync, statSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
/** What matches `filter` is not bundled again but loaded from a bundle that stands in the same folder. */
const besideIt = (filter, bundle) => ({
  name: 'beside it',
  setup: ({ onResolve }) => onResolve({ filter }, () => ({ path: bundle, external: true }))
});
const common = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  logLevel: 'warning',
  define: { 'process.env.GDRIVE_VERSION': JSON.stringify(version) }
};
const PARTS = {
  /** What ships in the wheel: small, with the licences of what it bundles beside it. */
  server: {
    entryPoints: ['server/entry.ts'],
    outfile: 'jupyterlab_gdrive/server.cjs',
    format: 'cjs',
    minify: true,
    keepNames: true,
    legalComments: 'linked'
  },
  /** Started by `jupyter gdrive`. It loads the bundle of the proxy only where it runs the engine itself. */
  cli: {
    entryPoints: ['server/cli/main.ts'],
    outfile: 'jupyterlab_gdrive/cli.cjs',
    format: 'cjs',
    minify: true,
    keepNames: true,
    legalComments: 'linked',
    plugins: [besideIt(/^\.\.\/entry$/, './server.cjs')]
  },
  emulator: {
    entryPoints: ['emulator/main.ts'],
    outfile: 'build/emulator.cjs',
    format: 'cjs',
    sourcemap: 'inline'
  },
  /** What starts and steers it, for scripts that are plain JavaScript. */
  emulatorClient: {
    entryPoints: ['emulator/client.ts'],
    outfile: 'build/emulatorClient.mjs',
    format: 'esm'
  },
  benchmarks: {
    entryPoints: ['benchmarks/main.ts'],
    outfile: 'build/benchmarks.cjs',
    format: 'cjs',
    sourcemap: 'inline'
  }
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS);
for (const name of names) {
  const part = PARTS[name];
  if (part === undefined || !existsSync(part.entryPoints[0])) {
    console.error(`bundle: there is no part called ${name}`);
    process.exit(2);
  }
  await build({ ...common, ...part });
  console.log(`${part.outfile}  ${(statSync(part.outfile).size / 1e6).toFixed(2)} MB`);
}
