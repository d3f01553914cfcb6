/**
 * Gathers the licences of all packages that are bundled into what ships, from what the bundlers say
 * they took: `node scripts/licences.mjs [METAFILE PANEL_LICENCES RESULT]`.
 *
 * A package without a licence text is an error: it may not be handed on like that.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [
  metafile = 'build/server.metafile.json',
  panel = 'jupyterlab_gdrive/labextension/static/third-party-licenses.json',
  result = 'jupyterlab_gdrive/THIRD-PARTY-LICENSES.txt'
] = process.argv.slice(2);
const HEAD = `The panel and the proxy of jupyterlab-gdrive contain the packages below, in this form or a part
of it. Each of them stands under the licence that follows its name.
`;
/** Shorter ones name a licence, but don't state it. */
const SHORTEST_TEXT = 300;

const read = file => JSON.parse(readFileSync(file, 'utf8'));
const packages = [...proxyPackages(), ...panelPackages()];
const missing = packages.filter(({ text }) => text.length < SHORTEST_TEXT);
for (const { name, version } of missing) {
  console.error(`licences: ${name} ${version} is bundled, but there is no text of its licence.`);
}
if (missing.length > 0) {
  process.exit(1);
}
writeFileSync(result, [HEAD, ...packages.sort(byName).map(section)].join('\n'));
console.log(`${result}  ${packages.length} packages`);

/** The packages of which esbuild took at least a byte. */
function proxyPackages() {
  const outputs = Object.entries(read(metafile).outputs);
  /** Folder of a package → the bundles that contain it. */
  const bundlesOf = new Map();
  for (const [bundle, { inputs }] of outputs) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
      if (folder !== undefined && bytesInOutput > 0) {
        bundlesOf.set(folder, (bundlesOf.get(folder) ?? new Set()).add(path.basename(bundle)));
      }
    }
  }
  return [...bundlesOf].map(([folder, bundles]) => {
    const { name, version, license } = read(path.join(folder, 'package.json'));
    const text = ownText(folder) || textOfSibling(folder, [...bundlesOf.keys()]);
    return { name, version, license, text, notice: notice(folder), where: [...bundles].join(', ') };
  });
}

/** The packages that JupyterLab's builder names; it takes their texts along. */
function panelPackages() {
  return read(panel).packages.map(({ name, versionInfo, licenseId, extractedText }) => ({
    name,
    version: versionInfo,
    license: licenseId,
    text: extractedText.trim(),
    notice: notice(path.join('node_modules', name)),
    where: 'the panel'
  }));
}

function ownText(folder) {
  const files = textsIn(folder, /^(licen[cs]e|copying)/i);
  return files.length > 0 ? files.join('\n\n') : textInReadme(folder);
}

function notice(folder) {
  return textsIn(folder, /^notice/i).join('\n\n');
}

function textsIn(folder, pattern) {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isFile() && pattern.test(entry.name))
    .map(({ name }) => readFileSync(path.join(folder, name), 'utf8').trim());
}

/** Some packages state their licence in the last section of the README only. */
function textInReadme(folder) {
  const readme = textsIn(folder, /^readme/i).join('\n');
  const heading = /^(?:#+ *licen[cs]e.*|licen[cs]e *\n-+) *$/im.exec(readme);
  const text = heading === null ? '' : readme.slice(heading.index + heading[0].length);
  return text.split(/^#+ /m)[0].trim();
}

/** Some packages of a repository are published without its licence file. */
function textOfSibling(folder, folders) {
  const origin = from => {
    const { repository, license, author } = read(path.join(from, 'package.json'));
    return JSON.stringify([repository?.url, license, author]);
  };
  const sibling = folders.find(
    other => other !== folder && origin(other) === origin(folder) && ownText(other) !== ''
  );
  if (sibling === undefined) {
    return '';
  }
  const { name } = read(path.join(sibling, 'package.json'));
  return `(As stated by ${name}, from the same repository and author.)\n\n${ownText(sibling)}`;
}

function section({ name, version, license, text, notice, where }) {
  const title = `${name} ${version} (${license}), in ${where}`;
  const notices = notice === '' ? [] : ['', 'NOTICE', '', notice];
  return ['='.repeat(title.length), title, '='.repeat(title.length), '', text, ...notices, ''].join(
    '\n'
  );
}

function byName(one, other) {
  return one.name < other.name ? -1 : 1;
}
