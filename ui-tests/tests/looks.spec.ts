/** Screenshots of what a person meets, for a look by eye; nothing may stick out sideways. */
import { join } from 'node:path';
import {
  expect,
  google,
  test,
  type DriveSection,
  withoutCredentials,
  writeSettingsFile
} from './drive';

const SCREENS = join(__dirname, '..', 'test-results', 'screens');
const THEMES = { light: 'JupyterLab Light', dark: 'JupyterLab Dark' } as const;

/** Width of the side bar in pixels. */
const WIDTHS = { narrow: 200, wide: 420 } as const;

for (const theme of ['light', 'dark'] as const) {
  for (const width of ['narrow', 'wide'] as const) {
    test(`looks right: ${theme}, ${width}`, async ({ page, drive }) => {
      const shot = async (name: string): Promise<void> => {
        await expectNothingSticksOut(drive);
        await page.screenshot({ path: join(SCREENS, `${theme}-${width}-${name}.png`) });
      };
      await page.theme.setTheme(THEMES[theme]);
      await drive.open();
      await page.sidebar.setWidth(WIDTHS[width], 'left');
      await expect(drive.rows).toHaveCount(6);
      await shot('views');
      await drive.enter('My Drive');
      await shot('folder');
      await drive.enter('Difficult names');
      await shot('names');
      await drive.panel.locator('.jp-BreadCrumbs-home').click();
      await drive.enter('My Drive', 'Papers');
      await shot('documents');
      await drive.panel.locator('.jp-BreadCrumbs-home').click();
      await drive.enter('My Drive', 'Sensor readings');
      await drive.tool('Filter by Name').click();
      await shot('many');
      await page.keyboard.type('nothing like this');
      await expect(drive.message).toContainText('Google Drive knows no name in this folder');
      await shot('no-hits');
      await drive.panel.locator('.jp-BreadCrumbs-home').click();
      await drive.enter('My Drive', 'Climate study');
      await copySome(drive, 'README.md', 'stations.csv');
      await shot('transfers');
    });
  }
}

test('looks right: a conflict', async ({ page, drive, tmpPath }) => {
  await page.contents.uploadContent('old', 'text', `${tmpPath}/stations.csv`);
  await page.contents.uploadContent('old', 'text', `${tmpPath}/README.md`);
  await drive.refreshWorkspace();
  await drive.enter('My Drive', 'Climate study');
  await drive.select('stations.csv', 'README.md');
  await drive.tool('Copy to Workspace').click();
  await expect(drive.dialog).toContainText('exists already');
  await page.screenshot({ path: join(SCREENS, 'conflict.png') });
  await drive.dialog.getByRole('button', { name: 'Cancel Transfer' }).click();
  await drive.select('stations.csv');
  await drive.choose('stations.csv', 'Details');
  await page.screenshot({ path: join(SCREENS, 'details.png') });
  await page.keyboard.press('Escape');
  await drive.row('stations.csv').click({ button: 'right' });
  await page.screenshot({ path: join(SCREENS, 'menu.png') });
});

withoutCredentials('a server with a warning', () => {
  test('rows have room beside everything else, in a low window, too', async ({
    page,
    drive,
    tmpPath
  }) => {
    const owner = 'ada@example.org';
    const folder = await google.addFolder(`Room ${tmpPath}`, { owner });
    await google.share(folder.id, google.email, 'reader');
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f'].map(letter => `${letter}.txt`)) {
      await google.addFile({ name, owner, parents: [folder.id], content: name });
    }
    const right = { keyFile: google.keyFile, credentials: 'keyFile' };
    writeSettingsFile({ ...right, askAboveFiles: 'many', exportDocuments: 'odt' });
    for (const [width, height, least] of [
      [1280, 900, 4],
      [640, 450, 1]
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.goto('?reset');
      await drive.enter('Shared with me', folder.name);
      await expect(drive.wrongSettings.getByRole('listitem')).toHaveCount(2);
      await page.screenshot({ path: join(SCREENS, `room-${width}.png`) });
      await copySome(drive, 'a.txt', 'b.txt');
      await page.screenshot({ path: join(SCREENS, `room-${width}-all.png`) });
      expect(await drive.wholeRows()).toBeGreaterThanOrEqual(least);
    }
  });
});

withoutCredentials('a bare server', () => {
  test('looks right: not connected', async ({ page, drive }) => {
    await drive.open();
    await expect(drive.message).toContainText('Connect Google Drive');
    await page.screenshot({ path: join(SCREENS, 'not-configured.png') });
    await drive.connect('/nowhere/key.json');
    await expect(drive.message).toContainText('There is no key file');
    await page.screenshot({ path: join(SCREENS, 'key-file-missing.png') });
    await drive.connect(google.keyFile);
    await drive.enter('My Drive');
    await expect(drive.message).toContainText('share a folder');
    await page.screenshot({ path: join(SCREENS, 'nothing-shared.png') });
  });
});

async function expectNothingSticksOut(drive: DriveSection): Promise<void> {
  expect(await drive.overhang()).toBeLessThanOrEqual(0);
}

/** One transfer that fails, and one that is done, of files of the folder shown. */
async function copySome(drive: DriveSection, first: string, second: string): Promise<void> {
  const refused = await google.addFault({
    match: { query: 'alt=media', times: 1 },
    do: { status: 403, reason: 'cannotDownloadFile', message: 'No.' }
  });
  await drive.select(first);
  await drive.tool('Copy to Workspace').click();
  await drive.showTransfers();
  await expect(drive.transfer('failed').first()).toBeVisible();
  await google.removeFault(refused);
  await drive.select(second);
  await drive.tool('Copy to Workspace').click();
  await expect(drive.transfer('done').first()).toBeVisible();
}
