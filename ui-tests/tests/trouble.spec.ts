/** What a person sees when the network, Google or a server goes away, and comes back. */
import type { BrowserContext } from '@playwright/test';
import {
  DriveSection,
  driveMd5,
  expect,
  google,
  md5,
  screen,
  steer,
  test,
  workspaceBytes,
  workspaceHas
} from './drive';

/** Bytes of embeddings.bin after which its first download stands still. */
const HALF = 100_000_000;
const stallOnce = () =>
  google.addFault({ match: { query: 'alt=media', times: 1 }, do: { stall: HALF } });

test.afterEach(async () => {
  await steer('google/back');
  await google.clearFaults();
});

test('without Google the panel says so, and goes on when Google is back', async ({
  page,
  drive
}) => {
  await drive.enter('My Drive');
  await page.clock.install();
  await steer('google/gone');
  await drive.tool('Refresh').click();
  await expect(drive.message).toContainText('Google Drive cannot be reached.');
  await expect(drive.note('offline')).toHaveText('Offline: Google Drive cannot be reached.');
  await page.screenshot({ path: screen('offline') });

  await steer('google/back');
  await expect(async () => {
    await page.clock.fastForward('00:16'); // it looks again by itself
    await expect(drive.message).toBeHidden({ timeout: 1_000 });
  }).toPass();
  await expect(drive.row('Climate study')).toBeVisible();
  await expect(drive.note('offline')).toHaveCount(0);
});

test('a folder that waits because Google asks to slow down says so, until it is there', async ({
  page,
  drive,
  tmpPath
}) => {
  const owner = 'ada@example.org';
  // One that nobody has opened: what was listed a moment ago needs no Google.
  const slow = await google.addFolder(`Slow ${tmpPath}`, { owner });
  await google.addFile({ name: 'late.txt', content: 'late', owner, parents: [slow.id] });
  await drive.enter('My Drive');
  await drive.tool('Refresh').click();
  await expect(drive.row(slow.name)).toBeVisible();
  await google.addFault({
    match: { path: '/drive/v3/files$' },
    do: { status: 429, retryAfter: 8 }
  });
  await drive.row(slow.name).dblclick();
  await expect(drive.note('rateLimited')).toHaveText('Google Drive asks to slow down.');
  await google.clearFaults();
  await page.screenshot({ path: screen('rate-limited') });
  await expect(drive.row('late.txt')).toBeVisible();
  await expect(drive.note('rateLimited')).toHaveCount(0);
});

test('a copy goes on by itself when the proxy dies', async ({ drive, tmpPath }) => {
  await stallOnce();
  await drive.enter('My Drive');
  await drive.select('embeddings.bin');
  await drive.tool('Copy to Workspace').click();
  await expect(drive.transfer('running')).toContainText(/[1-9]\d* MB of 2\d\d MB/);
  await steer('proxy/kill');
  await expect(drive.transfer('done').filter({ hasText: tmpPath })).toContainText('1 file copied');
  await expect(drive.transfer('interrupted')).toHaveCount(0);
  await expectArrived(`${tmpPath}/embeddings.bin`);
});

test('a copy that the end of Jupyter interrupted is continued from the panel', async ({
  page,
  drive,
  tmpPath,
  baseURL
}) => {
  await stallOnce();
  await drive.enter('My Drive');
  await drive.select('embeddings.bin');
  await drive.tool('Copy to Workspace').click();
  await expect(drive.transfer('running')).toContainText(/[1-9]\d* MB of 2\d\d MB/);
  const context = page.context();
  await page.close();
  await steer('lab/kill');
  const later = await openTab(context, baseURL);
  await later.enter('My Drive');
  await later.showTransfers();
  await expect(later.transfer('interrupted')).toContainText('Interrupted');
  await later.page.screenshot({ path: screen('interrupted') });
  expect(workspaceHas(`${tmpPath}/embeddings.bin`)).toBe(false);
  await later.transfer('interrupted').getByRole('button', { name: 'Continue' }).click();
  await expect(later.transfer('done').filter({ hasText: tmpPath })).toContainText('1 file copied');
  await expectArrived(`${tmpPath}/embeddings.bin`);
});

test('a reload finds what is running, and shows it', async ({ page, drive }) => {
  const stall = await google.addFault({
    match: { query: 'alt=media' },
    do: { stall: 3_000_000 }
  });
  await drive.enter('My Drive');
  await drive.select('embeddings.bin');
  await drive.tool('Copy to Workspace').click();
  await expect(drive.transfer('running')).toBeVisible();
  await page.reload();
  await expect(drive.transfer('running')).toBeVisible();
  const item = page
    .locator('#jp-main-statusbar')
    .getByRole('button', { name: /^Google Drive: copying/ });
  await expect(item).toHaveAccessibleName(/% done$/);
  await drive.transfer('running').getByRole('button', { name: 'Cancel' }).click();
  await expect(drive.transfer('cancelled').first()).toBeVisible();
  await google.removeFault(stall);
});

test('what failed is tried again, and nothing else', async ({ page, drive, tmpPath }) => {
  await drive.enter('My Drive', 'Climate study');
  const { id } = (await google.snapshot()).find(({ name }) => name === 'stations.csv') ?? {};
  const broken = await google.addFault({
    match: { path: `${id}$`, query: 'alt=media' },
    do: { wrongBytes: true }
  });
  await drive.select('README.md', 'stations.csv');
  await drive.tool('Copy to Workspace').click();
  await drive.showTransfers();
  const failed = drive.transfer('failed').first();
  await expect(failed).toContainText('1 file failed · 1 file copied');
  await page.screenshot({ path: screen('failed') });
  await google.removeFault(broken);
  await google.clearRequests();
  await failed.getByRole('button', { name: 'Retry' }).click();
  await expect(drive.transfer('done').first()).toContainText('2 files copied');
  await expectArrived(`${tmpPath}/stations.csv`);
  const downloads = (await google.requests()).filter(({ query }) => query.includes('alt=media'));
  expect(downloads.map(({ path }) => path.endsWith(id ?? '?'))).toEqual([true]);
});

test('two tabs show the same transfers', async ({ page, drive, baseURL, tmpPath }) => {
  await stallOnce();
  const second = await openTab(page.context(), baseURL);
  await second.enter('My Drive');
  await second.showTransfers();
  await drive.enter('My Drive');
  await drive.select('embeddings.bin');
  await drive.tool('Copy to Workspace').click();
  await expect(drive.transfer('running')).toContainText('0 of 1 file');

  await expect(second.transfer('running')).toContainText('embeddings.bin');
  await second.transfer('running').getByRole('button', { name: 'Cancel' }).click();
  await expect(drive.transfer('running')).toHaveCount(0);
  await expect(drive.transfer('cancelled').filter({ hasText: tmpPath })).toBeVisible();
});

test('a copy of many folders that ends too early says what nothing proves', async ({
  page,
  drive,
  tmpPath
}) => {
  const owner = 'ada@example.org';
  const top = await google.addFolder(`Tree ${tmpPath}`, { owner });
  for (let n = 1; n <= 15; n += 1) {
    const { id } = await google.addFolder(`part ${n}`, { owner, parents: [top.id] });
    await google.addFile({ name: 'a.txt', content: 'a', owner, parents: [id] });
    const alone = `q=%27${id}%27(\\+|%20)in(\\+|%20)parents(\\+|%20)and`;
    await google.addFault({ match: { query: alone }, do: { status: 401, reason: 'authError' } });
  }
  await drive.enter('My Drive');
  await drive.tool('Refresh').click();
  await drive.select(top.name);
  await drive.tool('Copy to Workspace').click();
  await drive.showTransfers();
  const failed = drive.transfer('failed').filter({ hasText: 'Tree ' });
  await expect(failed).toContainText('15 folders were only listed together');
  await expect(failed.getByRole('button', { name: 'Retry' })).toBeVisible();
  await page.screenshot({ path: screen('unproven') });
  await page.theme.setTheme('JupyterLab Dark');
  await page.screenshot({ path: screen('unproven-dark') });
});

/** A tab beside those of Galata, as a person opens it. */
async function openTab(context: BrowserContext, baseURL = ''): Promise<DriveSection> {
  const tab = await context.newPage();
  await tab.goto(`${baseURL}/lab`);
  return new DriveSection(tab);
}

async function expectArrived(path: string): Promise<void> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  expect({ [name]: md5(workspaceBytes(path)) }).toEqual(await driveMd5(name));
}
