import { expect, test } from './drive';

test.use({ autoGoto: false });

test('asks nothing and builds no second file browser before the section is opened', async ({
  page,
  drive
}) => {
  const requests: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/gdrive/')) {
      requests.push(request.url());
    }
  });
  await page.goto();
  await expect(drive.title).toBeVisible();
  await expect(drive.title).toHaveAttribute('aria-expanded', 'false');
  await expect(page.locator('.jp-FileBrowser')).toHaveCount(1);
  expect(requests).toEqual([]);

  await drive.open();
  await expect(drive.rows).toHaveCount(6);
  expect(await drive.names()).toEqual([
    'My Drive',
    'Shared drives',
    'Shared with me',
    'Starred',
    'Recent',
    'Trash'
  ]);
  expect(requests.length).toBeGreaterThan(0);
});

test("leaves JupyterLab's own test helpers working", async ({ page, drive, tmpPath }) => {
  await page.goto();
  await page.contents.uploadContent('text', 'text', `${tmpPath}/folder/a.txt`);
  await page.filebrowser.refresh();
  expect(await page.filebrowser.isFileListedInBrowser('folder')).toBe(true);
  expect(await page.filebrowser.openDirectory(`${tmpPath}/folder`)).toBe(true);
  expect(await page.filebrowser.getCurrentDirectory()).toBe(`${tmpPath}/folder`);
  await page.filebrowser.openHomeDirectory();
  await expect(drive.title).toBeVisible();
});

test('remembers that it was open, and the folder', async ({ page, drive }) => {
  await page.goto();
  await drive.enter('My Drive', 'Climate study');
  await page.reload({ waitForIsReady: false });
  await expect(drive.row('stations.csv')).toBeVisible();
  await expect(drive.title).toHaveAttribute('aria-expanded', 'true');
});

test('says where it is not Google, and whose Drive it is', async ({ page, drive }) => {
  await page.goto();
  await drive.open();
  await expect(drive.panel.getByText(/^Not Google: an emulator at/)).toBeVisible();
  await expect(drive.panel.getByText('ada@example.org')).toBeVisible();
});
