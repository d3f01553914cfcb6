import { driveMd5, expect, google, md5, test, workspaceBytes, workspaceHas } from './drive';

const THREE = ['analysis.ipynb', 'README.md', 'stations.csv'] as const;

test('three files dragged onto the blank area arrive with the right bytes', async ({
  page,
  drive,
  tmpPath
}) => {
  await drive.enter('My Drive', 'Climate study');
  await drive.select(...THREE);
  await drive.carry(drive.row(THREE[0]), drive.workspace, { x: 100, y: 200 });
  await expect(drive.workspace).toHaveClass(/jp-GDrive-mod-dropTarget/);
  await page.mouse.up();

  for (const name of THREE) {
    await expect(drive.workspaceRow(name)).toBeVisible();
  }
  await expect(drive.workspace).not.toHaveClass(/jp-GDrive-mod-dropTarget/);
  await expect(page.getByText('Copied analysis.ipynb and 2 more')).toBeVisible();
  const arrived = THREE.map(name => [name, md5(workspaceBytes(`${tmpPath}/${name}`))]);
  expect(Object.fromEntries(arrived)).toEqual(await driveMd5(...THREE));
});

test('a drop on a folder goes into it, one on a crumb to its folder', async ({
  page,
  drive,
  tmpPath
}) => {
  await page.contents.createDirectory(`${tmpPath}/inner`);
  await drive.refreshWorkspace();
  await drive.enter('My Drive', 'Climate study');

  await drive.carry(drive.row('README.md'), drive.workspaceRow('inner'));
  await expect(drive.workspaceRow('inner')).toHaveClass(/jp-mod-dropTarget/);
  await page.mouse.up();
  await expect.poll(() => workspaceHas(`${tmpPath}/inner/README.md`)).toBe(true);

  await drive.workspaceRow('inner').dblclick();
  await expect(drive.workspaceRow('README.md')).toBeVisible();
  const crumb = drive.workspaceCrumbs.locator(`[data-path$="${tmpPath}"]`);
  await drive.drag(drive.row('stations.csv'), crumb);
  await expect.poll(() => workspaceHas(`${tmpPath}/stations.csv`)).toBe(true);
});

test('the toolbar, the menu and the palette copy, too', async ({ page, drive, tmpPath }) => {
  await drive.enter('My Drive', 'Climate study');
  await expect(drive.tool('Copy to Workspace')).toBeDisabled();
  await drive.select('README.md');
  await drive.tool('Copy to Workspace').click();
  await expect(drive.workspaceRow('README.md')).toBeVisible();
  await drive.choose('stations.csv', 'Copy to Workspace');
  await expect(drive.workspaceRow('stations.csv')).toBeVisible();
  await drive.select('analysis.ipynb');
  await page.evaluate(() => window.jupyterapp.commands.execute('gdrive:copy-to-workspace'));
  await expect(drive.workspaceRow('analysis.ipynb')).toBeVisible();
  expect(workspaceHas(`${tmpPath}/analysis.ipynb`)).toBe(true);
});

test('copies with Ctrl+C and Ctrl+V', async ({ page, drive, tmpPath }) => {
  await page.contents.uploadContent('x', 'text', `${tmpPath}/here.txt`);
  await drive.refreshWorkspace();
  await drive.enter('My Drive', 'Climate study');
  await drive.select('README.md');
  await page.keyboard.press('ControlOrMeta+c');
  await drive.workspaceRow('here.txt').click();
  await page.keyboard.press('ControlOrMeta+v');
  await expect(drive.workspaceRow('README.md')).toBeVisible();
});

for (const [answer, outcome] of [
  ['Replace', { csv: 'new', copies: 0 }],
  ['Keep Both', { csv: 'old', copies: 1 }],
  ['Skip', { csv: 'old', copies: 0 }]
] as const) {
  test(`a name that exists asks: ${answer}`, async ({ page, drive, tmpPath }) => {
    await page.contents.uploadContent('old', 'text', `${tmpPath}/stations.csv`);
    await page.contents.uploadContent('old', 'text', `${tmpPath}/README.md`);
    await drive.refreshWorkspace();
    await drive.enter('My Drive', 'Climate study');
    await drive.select('README.md', 'stations.csv');
    await drive.tool('Copy to Workspace').click();

    await expect(drive.dialog).toContainText('exists already');
    await expect(drive.dialog).toContainText('3 B');
    await drive.dialog.getByText('Do this for all 2 names that exist').click();
    await drive.dialog.getByRole('button', { name: answer }).click();
    await expect(drive.dialog).toBeHidden();
    await expect(page.getByText(/^(Copied|Nothing was copied)/)).toBeVisible();

    const wanted = await driveMd5('stations.csv');
    const kept = outcome.csv === 'old' ? md5(Buffer.from('old')) : wanted['stations.csv'];
    expect(md5(workspaceBytes(`${tmpPath}/stations.csv`))).toBe(kept);
    await expect(
      drive.workspace.locator('.jp-DirListing-item').filter({ hasText: /^stations.+\.csv/ })
    ).toHaveCount(outcome.copies);
  });
}

test('a transfer is watched, and cancelled, and leaves nothing half-written', async ({
  page,
  drive,
  tmpPath
}) => {
  const stall = await google.addFault({
    match: { query: 'alt=media' },
    do: { stall: 3_000_000 }
  });
  try {
    await drive.enter('My Drive');
    await drive.select('embeddings.bin');
    await drive.tool('Copy to Workspace').click();
    await expect(drive.transfer('running')).toContainText('0 of 1 file');
    await expect(drive.transfer('running')).toContainText(/of 200 MB/);
    await expect(page.locator('#jp-main-statusbar')).toContainText('Google Drive: copying 0 of 1');
    await drive.transfer('running').getByRole('button', { name: 'Cancel' }).click();
    await expect(drive.transfer('cancelled')).toBeVisible();
    await expect(page.locator('#jp-main-statusbar')).not.toContainText('Google Drive: copying');
    expect(workspaceHas(`${tmpPath}/embeddings.bin`)).toBe(false);
    await drive.transfer('cancelled').getByRole('button', { name: 'Remove from the list' }).click();
    await expect(drive.transfer('cancelled')).toHaveCount(0);
  } finally {
    await google.removeFault(stall);
  }
});

test('what Google flags is asked about file by file, and arrives only where it is taken', async ({
  drive,
  tmpPath
}) => {
  const owner = 'ada@example.org';
  const folder = await google.addFolder(`Flagged ${tmpPath}`, { owner });
  const flagged = { owner, parents: [folder.id], abusive: true };
  await google.addFile({ ...flagged, name: 'keygen.exe', content: 'key' });
  await google.addFile({ ...flagged, name: 'setup.exe', content: 'setup' });
  await drive.enter('My Drive', `Flagged ${tmpPath}`);
  await drive.select('keygen.exe', 'setup.exe');
  await drive.tool('Copy to Workspace').click();
  const leaveOut = drive.dialog.getByRole('button', { name: 'Leave Out' });
  await expect(drive.dialog).toContainText('Google takes "keygen.exe" for malware or spam');
  await expect(leaveOut).toBeFocused();
  await leaveOut.click();
  await expect(drive.dialog).toContainText('Google takes "setup.exe" for malware or spam');
  await drive.dialog.getByRole('button', { name: 'Copy Anyway' }).click();
  await expect(drive.workspaceRow('setup.exe')).toBeVisible();
  await expect(drive.dialog).toBeHidden();
  expect([workspaceHas(`${tmpPath}/keygen.exe`), workspaceHas(`${tmpPath}/setup.exe`)]).toEqual([
    false,
    true
  ]);
});

test('a hostile name becomes a harmless one', async ({ page, drive, tmpPath }) => {
  await drive.enter('My Drive', 'Difficult names');
  const row = drive.rows.filter({ hasText: 'bashrc' });
  await expect(row).toHaveAttribute('title', /^\.\.\/\.\.\/\.bashrc\n/);
  await expect(row.locator('.jp-DirListing-itemText')).not.toContainText('/');
  await row.click();
  await drive.tool('Copy to Workspace').click();
  await expect(page.getByText(/^Copied .*bashrc/)).toBeVisible();
  await expect(
    drive.workspace.locator('.jp-DirListing-item').filter({ hasText: 'bashrc' })
  ).toBeVisible();
  expect([workspaceHas('.bashrc'), workspaceHas(`${tmpPath}/.bashrc`)]).toEqual([false, false]);
});
