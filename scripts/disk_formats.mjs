/**
 * Writes what a build of the proxy leaves on disk, for the spec that later builds can read it:
 *   node scripts/disk_formats.mjs <server.cjs of the build> server/integration/fixtures/<version>
 */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const [bundle, target] = process.argv.slice(2);
if (bundle === undefined || target === undefined) {
  console.error('Usage: node scripts/disk_formats.mjs <server.cjs> <folder>');
  process.exit(2);
}
const folder = mkdtempSync(path.join(tmpdir(), 'gdrive-formats-'));
const outfile = path.join(folder, 'make.cjs');
await build({
  stdin: {
    contents: `import { makeFixtures } from './server/testing/diskFormats';
      makeFixtures(process.argv[2] ?? '', process.argv[3] ?? '');`,
    resolveDir: process.cwd(),
    loader: 'ts'
  },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile
});
const { status } = spawnSync(process.execPath, [outfile, path.resolve(bundle), target], {
  stdio: 'inherit'
});
rmSync(folder, { recursive: true, force: true });
process.exit(status ?? 1);
