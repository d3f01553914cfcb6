import { expect, google, test, withoutCredentials } from './drive';

test('files go into the folder shown, by drag and by menu', async ({ page, drive, tmpPath }) => {
  const name = `Inbox of ${tmpPath}`;
  const folder = await google.addFolder(name, { owner: 'ada@example.org' });
  await page.contents.uploadContent('one', 'text', `${tmpPath}/one.txt`);
  await page.contents.uploadContent('two', 'text', `${tmpPath}/two.txt`);
  await page.filebrowser.refresh();
  await drive.enter('My Drive');
  await drive.tool('Refresh').click();
  await drive.enter(name);
  await expect(drive.message).toHaveText('This folder is empty.');

  await drive.drag(drive.workspaceRow('one.txt'), drive.panel.locator('.jp-DirListing'));
  await expect(drive.row('one.txt')).toBeVisible();

  await drive.workspaceRow('two.txt').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Upload to Google Drive…' }).click();
  await expect(drive.dialog).toContainText(`Upload 1 item to "My Drive/${name}`);
  await drive.dialog.getByRole('button', { name: 'Upload' }).click();
  await expect(drive.row('two.txt')).toBeVisible();

  const items = await google.snapshot();
  const inside = items.filter(item => item.parents.includes(folder.id)).map(item => item.name);
  expect(inside.sort()).toEqual(['one.txt', 'two.txt']);
});

withoutCredentials('a server that may only read', () => {
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
  });
});
