/**
 * Writes the tables of docs/reliability.md, from what server/integration/reliability tests. What stands from
 * the heading "Kinds" on is written by hand, and stays.
 */
import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';

async function load(file) {
  const { outputFiles } = await build({
    ...{ entryPoints: [file], bundle: true, platform: 'node', format: 'esm', write: false }
  });
  const source = Buffer.from(outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${source}`);
}

const { toMarkdown } = await load('server/testing/faultTable.ts');
const { movesToMarkdown, targetMovesToMarkdown } = await load('server/testing/localMoves.ts');

const page = 'docs/reliability.md';
const byHand = readFileSync(page, 'utf8').match(/^## Kinds$[^]*/m)?.[0] ?? '';
const text = `# Reliability: faults × operations

Each cell is a test of \`server/integration/reliability/faults.spec.ts\`: the fault happens on the wire between the real proxy and
the emulator (or on the disk), and afterwards workspace and Drive are compared byte for byte with the
promised end. **done** means that everything is right in spite of the fault; a code means that nothing is
half, nothing is left behind, and the panel says the sentence of that code; – means that the cell can’t
occur, for the reason below the table.

Up to the heading “Kinds” this page is written by \`node scripts/reliability.mjs\`; a test compares it with what is tested.

${toMarkdown()}
## The local side moves while a file is uploaded

Each cell is a test of \`server/integration/reliability/movingSource.spec.ts\`: a small file changes after
it was planned and before it is read (it is read whole before it is sent), a large one while a Google that
does not read holds its bytes back. **done** means that Drive has what is there then, once and whole; a code
means that nothing was made, and that a revision which was to be replaced is still the latest.

${movesToMarkdown()}
## The local side moves while a file is copied

Each cell is a test of \`server/integration/reliability/movingTarget.spec.ts\`: a file that was copied before, and
changed in Drive since, is moved here while its new bytes come (of the large one, when a part is here already).
**asks** means that what is here then stays as it is, byte for byte, until a person decides, and for good if that is
to skip it; **done** means that nothing stands in the way, that the new version gets the name, and that a file which
was renamed has its bytes. Where nothing was copied before there is nothing to move: what may appear under a name
that was free is in \`editsHere.spec.ts\`.

${targetMovesToMarkdown()}`;
writeFileSync(page, byHand === '' ? text : `${text}\n${byHand}`);
