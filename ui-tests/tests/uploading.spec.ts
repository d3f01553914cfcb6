import { expect, google, test } from './drive';

test('files go into the folder shown, by drag and by menu', async ({ page, drive, tmpPath }) => {
  const folder = await google.addFolder('Inbox', { owner: 'ada@example.org' });
  await page.contents.uploadContent('one', 'text', `${tmpPath}/one.txt`);
  await page.contents.uploadContent('two', 'text', `${tmpPath}/two.txt`);
  await page.filebrowser.refresh();
  await drive.enter('My Drive');
  await drive.tool('Refresh').click();
  await drive.enter('Inbox');
  await expect(drive.message).toHaveText('This folder is empty.');

  await drive.drag(drive.workspaceRow('one.txt'), drive.panel.locator('.jp-DirListing'));
  await expect(drive.row('one.txt')).toBeVisible();

  await drive.workspaceRow('two.txt').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Upload to Google Drive…' }).click();
  await expect(drive.dialog).toContainText('Upload 1 item to "My Drive/Inbox"');
  await drive.dialog.getByRole('button', { name: 'Upload' }).click();
  await expect(drive.row('two.txt')).toBeVisible();

  const items = await google.snapshot();
  const inside = items.filter(item => item.parents.includes(folder.id)).map(item => item.name);
  expect(inside.sort()).toEqual(['one.txt', 'two.txt']);
});

test.describe('a server that may only read', () => {
  test.use({ baseURL: process.env.GDRIVE_UI_BARE_URL });

  test('says so where something is dragged onto Drive', async ({ page, drive, tmpPath }) => {
    await page.contents.uploadContent('one', 'text', `${tmpPath}/one.txt`);
    await page.filebrowser.refresh();
    await drive.connect(google.keyFile);
    await drive.enter('Shared with me', 'Shared project');
    await drive.carry(drive.workspaceRow('one.txt'), drive.panel.locator('.jp-DirListing'));
    await expect(drive.panel.locator('.jp-DirListing')).toHaveAttribute(
      'data-refusal',
      /^Uploading is switched off/
    );
    await page.mouse.up();
    await expect(drive.transfer('running')).toHaveCount(0);
    await drive.connect('');
  });
});
