/** Compiles every part on its own, without output: the compiler keeps DOM and Node apart. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const projects = [
  'protocol/tsconfig.json',
  'tsconfig.json',
  'server/tsconfig.json',
  'emulator/tsconfig.json',
  'benchmarks/tsconfig.json',
  'conformance/tsconfig.json',
  'tsconfig.specs.json'
];

let failed = 0;
for (const project of projects.filter(path => existsSync(path))) {
  const args = [
    'node_modules/typescript/bin/tsc',
    '-p',
    project,
    '--noEmit',
    '--incremental',
    'false'
  ];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`types: ${project} failed`);
    failed += 1;
  }
}
process.exit(failed === 0 ? 0 : 1);
