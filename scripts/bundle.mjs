/**
 * Bundles Node parts: `node scripts/bundle.mjs [PART]… [--watch]`, PART being
 * `server`, `emulator`, `emulatorClient`, `live`, `benchmarks` or `torture`.
 *
 * `server` stands for every bundle that ships in the wheel; server/bundles.json names them, and
 * hatch_build.py reads the same list.
 */
import { build, context } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';

const read = file => JSON.parse(readFileSync(file, 'utf8'));
/** What matches `filter` is not bundled again but loaded from a bundle that stands in the same folder. */
const besideIt = (filter, bundle) => ({
  name: 'beside it',
  setup: ({ onResolve }) => onResolve({ filter }, () => ({ path: bundle, external: true }))
});
const common = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  logLevel: 'warning',
  outExtension: { '.js': '.cjs' },
  define: { 'process.env.GDRIVE_VERSION': JSON.stringify(read('package.json').version) }
};
const PARTS = {
  /**
   * Small; which packages are in it goes to scripts/licences.mjs. The command line loads the bundle of the
   * proxy only where it runs the engine itself.
   */
  server: {
    entryPoints: read('server/bundles.json'),
    outdir: 'jupyterlab_gdrive',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    plugins: [besideIt(/^\.\.\/entry$/, './server.cjs')]
  },
  emulator: {
    entryPoints: { emulator: 'emulator/main.ts' },
    outdir: 'build',
    sourcemap: 'inline'
  },
  /** The contract of drive.contract.ts against a real account. */
  live: {
    entryPoints: { live: 'server/testing/live.ts' },
    outdir: 'build',
    sourcemap: 'inline'
  },
  /** What starts and steers it, for scripts that are plain JavaScript. */
  emulatorClient: {
    entryPoints: { emulatorClient: 'emulator/client.ts' },
    outdir: 'build',
    format: 'esm',
    outExtension: { '.js': '.mjs' }
  },
  benchmarks: {
    entryPoints: { benchmarks: 'benchmarks/main.ts' },
    outdir: 'build',
    sourcemap: 'inline'
  },
  torture: {
    entryPoints: { torture: 'torture/main.ts' },
    outdir: 'build',
    sourcemap: 'inline'
  }
};

const words = process.argv.slice(2);
const names = words.filter(word => !word.startsWith('-'));
for (const name of names.length > 0 ? names : Object.keys(PARTS)) {
  const part = PARTS[name];
  if (part === undefined || !Object.values(part.entryPoints).every(existsSync)) {
    console.error(`bundle: there is no part called ${name}`);
    process.exit(2);
  }
  const options = { ...common, ...part };
  if (words.includes('--watch')) {
    await (await context({ ...options, logLevel: 'info' })).watch();
    continue;
  }
  const { metafile } = await build(options);
  if (metafile !== undefined) {
    mkdirSync('build', { recursive: true });
    writeFileSync(`build/${name}.metafile.json`, JSON.stringify(metafile));
  }
  const ending = options.outExtension['.js'];
  for (const entry of Object.keys(part.entryPoints)) {
    const file = `${part.outdir}/${entry}${ending}`;
    console.log(`${file}  ${(statSync(file).size / 1e6).toFixed(2)} MB`);
  }
}
