import { pdf } from '../contents/pdf';
import { picture } from '../contents/picture';
import type { Item } from '../drive/items';
import { COLAB } from '../drive/items';
import { permissionFor } from '../drive/store';
import { ANALYSIS, CLAIMS_TRUST } from './notebooks';
import { PARQUET } from './parquet';
import type { Place, World } from './planting';
import { Planter } from './planting';

export const ADA = 'ada@example.org';
const GRACE = 'grace@example.org';
const ALAN = 'alan@example.org';
const DAY = 24 * 3600 * 1000;
const LARGE_BYTES = 200 * 1024 * 1024;
const MANY = 3000;

/** The Drive of a person who works with data: what `make demo` shows. */
export function plantSample(google: World, serviceAccount: string): void {
  google.accounts.addUser(ADA, 'Ada Lovelace');
  google.accounts.addUser(GRACE, 'Grace Hopper');
  google.accounts.addUser(ALAN, 'Alan Turing');
  const planter = new Planter(google.store);
  const top: Place = { owner: ADA };
  const climate = plantClimate(planter, top);
  plantNames(planter, top);
  plantMany(planter, top);
  plantDocuments(planter, top);
  plantLoose(planter, top, climate);
  plantShared(planter, google, serviceAccount);
  spreadTimes(google);
}

function plantClimate(planter: Planter, top: Place): Item {
  const climate = planter.folder(top, 'Climate study');
  const inside: Place = { owner: ADA, parents: [climate.id] };
  planter.file(inside, 'stations.csv', stationsCsv(600));
  planter.file(inside, 'analysis.ipynb', ANALYSIS);
  planter.file(inside, 'stations.parquet', PARQUET);
  planter.file(
    inside,
    'README.md',
    '# Climate study\n\nRaw data is in `raw`, figures in `figures`.\n'
  );
  const raw = planter.folder(inside, 'raw');
  for (const year of [2022, 2023, 2024, 2025]) {
    const ofYear = planter.folder({ owner: ADA, parents: [raw.id] }, String(year));
    for (let month = 1; month <= 12; month += 1) {
      const name = `${year}-${String(month).padStart(2, '0')}.csv`;
      planter.file({ owner: ADA, parents: [ofYear.id] }, name, stationsCsv(40, year * 12 + month));
    }
  }
  const figures = planter.folder(inside, 'figures');
  const inFigures = { owner: ADA, parents: [figures.id] };
  planter.file(inFigures, 'temperature.png', picture(480, 320, 0.4));
  planter.file(inFigures, 'rainfall.png', picture(480, 320, 2.2));
  planter.file(inFigures, 'wind.png', picture(320, 320, 4));
  return climate;
}

/** Names that file systems find hard. */
function plantNames(planter: Planter, top: Place): void {
  const folder = planter.folder(top, 'Difficult names');
  const inside: Place = { owner: ADA, parents: [folder.id] };
  const names = [
    'budget 2025/2026.csv',
    'party 🎉 list.txt',
    `Ada's "best" notes.md`,
    'report.txt',
    'report.txt',
    'Report.txt',
    'naïve café.txt',
    'naïve café.txt',
    '../../.bashrc',
    '.hidden',
    'CON.txt',
    'tab\there.txt',
    '数据.csv',
    `${'long '.repeat(60)}name.txt`
  ];
  names.forEach((name, at) => {
    planter.file(inside, name, `Number ${at} of the difficult names.\n`);
  });
  planter.folder(inside, 'twins');
  planter.folder(inside, 'twins');
}

function plantMany(planter: Planter, top: Place): void {
  const many = planter.folder(top, 'Sensor readings');
  const inside: Place = { owner: ADA, parents: [many.id] };
  for (let at = 1; at <= MANY; at += 1) {
    const name = `reading-${String(at).padStart(4, '0')}.csv`;
    planter.file(inside, name, { seed: at, size: 2048 });
  }
}

function plantDocuments(planter: Planter, top: Place): void {
  const papers = planter.folder(top, 'Papers');
  const inside: Place = { owner: ADA, parents: [papers.id] };
  planter.document(inside, 'document', 'Project proposal', {
    text: 'Project proposal\n\nWe want to know whether the summers have become longer.\n\nData: 40 stations, 1960 to 2025.'
  });
  planter.document(inside, 'spreadsheet', 'Station list', {
    rows: [
      ['station', 'height', 'comment'],
      ['Kew', '6', 'moved in 1981'],
      ['Ben Nevis', '1345', 'closed, "historic"']
    ]
  });
  planter.document(inside, 'presentation', 'Results', {
    text: 'Results\nLonger summers\nThank you'
  });
  planter.document(inside, 'drawing', 'Map of stations', { text: 'Map of stations' });
  planter.document(inside, 'form', 'Feedback', { text: 'Feedback' });
  planter.file(
    inside,
    'Notes on the Analytical Engine.pdf',
    pdf([
      'Notes on the Analytical Engine',
      '',
      'It can do whatever we know how to order it to perform.'
    ])
  );
  planter.file(inside, 'Explore.ipynb', ANALYSIS, { mimeType: COLAB });
}

function plantLoose(planter: Planter, top: Place, climate: Item): void {
  planter.file(top, 'embeddings.bin', { seed: 1815, size: LARGE_BYTES });
  planter.file(top, 'trusted claims.ipynb', CLAIMS_TRUST);
  planter.file(top, 'empty.txt', '');
  const photo = planter.file(top, 'sunset.png', picture(640, 400, 1.2));
  planter.shortcut(top, 'Shortcut to Climate study', climate.id);
  planter.shortcut(top, 'Shortcut to sunset.png', photo.id);
  photo.starredBy = new Set([ADA]);
  photo.viewedBy = new Map([[ADA, planter.store.clock.now() - DAY]]);
  planter.store.touch(photo);
  const old = planter.file(top, 'old draft.txt', 'Nobody needs this any more.\n');
  planter.store.setTrashed(old, true);
  planter.store.touch(old);
}

/** What others share with Ada, a shared drive, and what the service account itself may see. */
function plantShared(planter: Planter, google: World, serviceAccount: string): void {
  const compilers = planter.folder({ owner: GRACE }, 'Compilers');
  planter.file({ owner: GRACE, parents: [compilers.id] }, 'A-0.txt', 'The first compiler.\n');
  planter.share(compilers, ADA, 'writer');
  const paper = planter.file(
    { owner: ALAN },
    'Computable numbers.pdf',
    pdf(['On computable numbers', 'with an application to the Entscheidungsproblem'])
  );
  planter.share(paper, ADA, 'reader');

  const project = planter.folder({ owner: ADA }, 'Shared project');
  const inside: Place = { owner: ADA, parents: [project.id] };
  planter.file(inside, 'measurements.csv', stationsCsv(100, 7));
  planter.file(inside, 'model.ipynb', ANALYSIS);
  planter.share(project, serviceAccount, 'writer');

  const now = google.clock.now();
  const drive = google.store.insertDrive('Research team', [
    permissionFor(ADA, 'organizer', now),
    permissionFor(GRACE, 'writer', now),
    permissionFor(serviceAccount, 'fileOrganizer', now)
  ]);
  const inDrive: Place = { owner: ADA, driveId: drive.id };
  planter.file(inDrive, 'team plan.md', '# Plan\n\n1. Measure.\n2. Think.\n');
  const data = planter.folder(inDrive, 'Data');
  planter.file({ ...inDrive, parents: [data.id] }, 'survey.csv', stationsCsv(50, 3));
  planter.file({ ...inDrive, parents: [data.id] }, 'weights.npy', { seed: 4, size: 4_000_000 });
}

/** Real files are not all of one day. */
function spreadTimes(google: World): void {
  const now = google.clock.now();
  for (const item of google.store.all.newestFirst()) {
    const age = ((item.seq * 7919) % 400) * DAY + ((item.seq * 104729) % DAY);
    item.modifiedTime = now - age - DAY;
    item.createdTime = item.modifiedTime - (item.seq % 30) * DAY;
    const [revision] = item.revisions;
    if (revision !== undefined) {
      revision.modifiedTime = item.modifiedTime;
    }
  }
}

function stationsCsv(rows: number, seed = 1): string {
  const lines = ['station,month,temperature,rainfall'];
  for (let at = 0; at < rows; at += 1) {
    const temperature = 9 + 8 * Math.sin((at + seed) / 2) + (at % 7) / 10;
    const rain = 40 + ((at * 37 + seed * 11) % 60);
    lines.push(
      `S${String(at % 40).padStart(2, '0')},${(at % 12) + 1},${temperature.toFixed(1)},${rain}`
    );
  }
  return `${lines.join('\n')}\n`;
}
