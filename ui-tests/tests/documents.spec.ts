import { expect, google, screen, test } from './drive';

test('a notebook that claims to be trusted runs nothing', async ({ page, drive }) => {
  await drive.enter('My Drive');
  await drive.row('trusted claims.ipynb').dblclick();
  await expect(page.getByRole('tab', { name: 'trusted claims.ipynb' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Shared by a stranger' })).toBeVisible();
  const trusted = await page.evaluate(() => {
    const widget = window.jupyterapp.shell.currentWidget as unknown as {
      content: { widgets: { model: { trusted: boolean } }[] };
    };
    return widget.content.widgets.map(cell => cell.model.trusted);
  });
  expect(trusted).toEqual([false, false]);
  expect(await page.evaluate(() => 'strangersScriptRan' in window)).toBe(false);
  expect(await page.title()).not.toContain('stranger');
});

test('a text file opens for reading, a large one is offered for copying', async ({
  page,
  drive
}) => {
  await drive.enter('My Drive');
  await drive.row('embeddings.bin').dblclick();
  await expect(drive.dialog).toContainText('200 MB is too much to open here.');
  await page.keyboard.press('Escape');
  await drive.enter('Climate study');
  await drive.row('README.md').dblclick();
  await expect(page.locator('.jp-FileEditor')).toContainText('# Climate study');
});

test('a file that is no text is offered for copying, a notebook opens whatever its name', async ({
  page,
  drive,
  tmpPath
}) => {
  const owner = 'ada@example.org';
  const folder = await google.addFolder(`Kinds ${tmpPath}`, { owner });
  const inside = { owner, parents: [folder.id] };
  const pickle = Buffer.from([0x80, 4, 0x95, 10, 0, 0, 0]).toString('base64');
  await google.addFile({ ...inside, name: 'model.pkl', base64: pickle });
  await google.addFile({
    ...inside,
    name: 'Untitled',
    mimeType: 'application/vnd.google.colaboratory',
    content: JSON.stringify({
      nbformat: 4,
      nbformat_minor: 0,
      metadata: {},
      cells: [{ cell_type: 'markdown', metadata: {}, source: '# From Colab' }]
    })
  });
  await drive.enter('My Drive');
  await drive.tool('Refresh').click();
  await drive.enter(folder.name);
  await drive.row('model.pkl').dblclick();
  await expect(drive.dialog).toContainText('"model.pkl" is no text in UTF-8.');
  await page.screenshot({ path: screen('no-text') });
  await drive.dialog.getByRole('button', { name: 'Copy to Workspace' }).click();
  await expect(drive.workspaceRow('model.pkl')).toBeVisible();
  await expect(page.locator('.jp-FileEditor')).toHaveCount(0);
  await drive.row('Untitled').dblclick();
  await expect(page.locator('.jp-Notebook').getByRole('heading')).toContainText('From Colab');
});

test('code that reads the copied file is put into the active cell', async ({
  page,
  drive,
  tmpPath
}) => {
  await page.notebook.createNew('work.ipynb');
  await drive.enter('My Drive', 'Climate study');
  await drive.choose('stations.csv', 'Copy and Insert Code');
  await expect(page.locator('.jp-Notebook .jp-CodeCell').first()).toContainText(
    'df = pd.read_csv("stations.csv")'
  );
  expect(await page.contents.fileExists(`${tmpPath}/stations.csv`)).toBe(true);
  await page.notebook.setCell(0, 'code', '');
  await drive.choose('stations.csv', 'Copy and Insert Code'); // the file is there, unchanged
  await expect(page.locator('.jp-Notebook .jp-CodeCell').first()).toContainText(
    'df = pd.read_csv("stations.csv")'
  );
  await expect(page.getByText('Already up to date: stations.csv')).toBeVisible();
});
