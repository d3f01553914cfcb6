import { expect, google, md5, screen, test, withoutCredentials } from './drive';

test('files go into the folder shown, by drag and by menu', async ({ page, drive, tmpPath }) => {
  const name = `Inbox of ${tmpPath}`;
  const folder = await google.addFolder(name, { owner: 'ada@example.org' });
  await page.contents.uploadContent('one', 'text', `${tmpPath}/one.txt`);
  await page.contents.uploadContent('two', 'text', `${tmpPath}/two.txt`);
  await drive.refreshWorkspace();
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

test('a drag that rests on the closed section opens it, and goes on into it', async ({
  page,
  drive,
  tmpPath
}) => {
  const folder = await google.addFolder(`Rest ${tmpPath}`, { owner: 'ada@example.org' });
  await page.contents.uploadContent('one', 'text', `${tmpPath}/one.txt`);
  await drive.refreshWorkspace();
  await drive.enter('My Drive');
  await drive.tool('Refresh').click();
  await drive.enter(folder.name);
  await drive.title.click();
  await expect(drive.panel).toBeHidden();

  await drive.carry(drive.workspaceRow('one.txt'), drive.title);
  await expect(drive.panel).toBeVisible();
  await drive.moveTo(drive.panel.locator('.jp-DirListing'));
  await page.mouse.up();
  await expect(drive.row('one.txt')).toBeVisible();
});

withoutCredentials('a server that may only read', () => {
  test('says so where something is dragged onto Drive', async ({ page, drive, tmpPath }) => {
    await page.contents.uploadContent('one', 'text', `${tmpPath}/one.txt`);
    await drive.refreshWorkspace();
    await drive.connect(google.keyFile);
    await drive.enter('Shared with me', 'Shared project');
    await drive.carry(drive.workspaceRow('one.txt'), drive.panel.locator('.jp-DirListing'));
    await expect(drive.panel).toHaveAttribute('data-refusal', /^Uploading is switched off/);
    await page.mouse.up();
    await expect(drive.transfer('running')).toHaveCount(0);
  });
});

withoutCredentials('a service account that may upload', () => {
  test('is stopped where it could own nothing, replaces what others own, fills shared drives', async ({
    page,
    drive,
    tmpPath
  }) => {
    const ada = 'ada@example.org';
    const folder = await google.addFolder(`Open to all ${tmpPath}`, { owner: ada });
    await google.share(folder.id, google.email, 'writer');
    const parents = [folder.id];
    const old = await google.addFile({ name: 'old.txt', owner: ada, parents, content: 'old' });
    const team = await google.addDrive(`Robots ${tmpPath}`, { [google.email]: 'fileOrganizer' });
    await page.contents.uploadContent('mine', 'text', `${tmpPath}/old.txt`);
    await page.contents.uploadContent('new', 'text', `${tmpPath}/new.txt`);
    await drive.refreshWorkspace();
    await drive.open();
    await drive.set({ keyFile: google.keyFile, credentials: 'keyFile', uploads: true });
    await drive.enter('Shared with me', folder.name);
    await expect(drive.row('old.txt')).toBeVisible();
    const list = drive.panel.locator('.jp-DirListing');
    const upload = page.getByRole('menuitem', { name: 'Upload to Google Drive…' });

    await drive.workspaceRow('new.txt').click({ button: 'right' });
    await expect(upload).toHaveText('Upload to Google Drive… (shared drives only)');
    await expect(upload).toHaveAttribute('aria-disabled', 'true');
    await page.screenshot({ path: screen('upload-refused-menu') });
    await page.keyboard.press('Escape');
    await drive.carry(drive.workspaceRow('new.txt'), list);
    await expect(drive.panel).toHaveAttribute('data-refusal', /^A service account has no storage/);
    await page.screenshot({ path: screen('upload-refused-drag') });
    await page.mouse.up();

    await drive.drag(drive.workspaceRow('old.txt'), list);
    await expect(drive.dialog).toContainText('"old.txt" exists already');
    await expect(drive.dialog.getByRole('button')).toHaveText([
      'Cancel Transfer',
      'Skip',
      'Replace'
    ]);
    await drive.dialog.getByRole('button', { name: 'Replace' }).click();
    await expect(page.getByText(/^Uploaded old\.txt/)).toBeVisible();

    await drive.panel.locator('.jp-BreadCrumbs-home').click();
    await drive.enter('Shared drives', `Robots ${tmpPath}`);
    await expect(drive.message).toHaveText('This folder is empty.');
    await drive.workspaceRow('new.txt').click({ button: 'right' });
    await upload.click();
    await drive.dialog.getByRole('button', { name: 'Upload' }).click();
    await expect(drive.row('new.txt')).toBeVisible();

    const items = await google.snapshot();
    const inside = items.filter(item => item.parents.some(id => id === folder.id || id === team));
    expect(inside.map(({ name, id, md5: sum }) => [name, id === old.id, sum])).toEqual([
      ['old.txt', true, md5(Buffer.from('mine'))],
      ['new.txt', false, md5(Buffer.from('new'))]
    ]);
  });
});
