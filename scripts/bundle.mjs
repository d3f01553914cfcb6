/** Bundles one of the Node parts into one file: `node scripts/bundle.mjs server|emulator|live|benchmarks`. */
import { build } from 'esbuild';
import { existsSync, readFileSync, statSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
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
    entryPoints: ['server/main.ts'],
    outfile: 'jupyterlab_gdrive/server.cjs',
    format: 'cjs',
    minify: true,
    keepNames: true,
    legalComments: 'linked'
  },
  emulator: {
    entryPoints: ['emulator/main.ts'],
    outfile: 'build/emulator.cjs',
    format: 'cjs',
    sourcemap: 'inline'
  },
  /** The contract of drive.contract.ts against a real account. */
  live: {
    entryPoints: ['server/testing/live.ts'],
    outfile: 'build/live.cjs',
    format: 'cjs',
    sourcemap: 'inline'
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
