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
  await expect(drive.title).toBeVisible();
  await page.filebrowser.openDirectory(`${tmpPath}/folder`);
  expect(await page.filebrowser.getCurrentDirectory()).toBe(`${tmpPath}/folder`);
  await expect(page.filebrowser.isFileListedInBrowser('a.txt')).resolves.toBe(true);
  await page.filebrowser.openHomeDirectory();
  expect(await page.filebrowser.getCurrentDirectory()).toBe('');
});

test('remembers that it was open, and the folder', async ({ page, drive }) => {
  await page.goto();
  const saved = page.waitForRequest(
    request =>
      request.url().includes('/api/workspaces') &&
      (request.postData() ?? '').includes('My Drive/Climate study')
  );
  await drive.enter('My Drive', 'Climate study');
  await saved;
  await page.reload();
  await expect(drive.row('stations.csv')).toBeVisible();
  await expect(drive.title).toHaveAttribute('aria-expanded', 'true');
});

test('says where it is not Google, and whose Drive it is', async ({ page, drive }) => {
  await page.goto();
  await drive.open();
  await expect(drive.panel.getByText(/^Not Google: an emulator at/)).toBeVisible();
  await expect(drive.panel.getByText('ada@example.org')).toBeVisible();
});
