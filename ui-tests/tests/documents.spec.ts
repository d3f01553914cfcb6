import { expect, test } from './drive';

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
});
