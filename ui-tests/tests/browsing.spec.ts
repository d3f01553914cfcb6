import { expect, google, test } from './drive';

test('a folder of 3,000 files shows 200, more when asked, sorted and filtered by Drive', async ({
  page,
  drive
}) => {
  await drive.enter('My Drive', 'Sensor readings');
  await expect(drive.rows).toHaveCount(200);
  await expect(drive.message).toContainText('The first 200 are shown.');
  await drive.message.getByRole('button', { name: 'Show 200 More' }).click();
  await expect(drive.rows).toHaveCount(400);

  await drive.panel.locator('.jp-DirListing-header').getByText('Name').click();
  await expect(drive.rows.first()).toContainText('reading-3000.csv');

  await drive.tool('Filter by Name').click();
  await page.keyboard.type('reading-123');
  await expect(drive.rows).toHaveCount(10);
  await expect(drive.rows.first()).toContainText('reading-1239.csv');
  await page.keyboard.type('x');
  await expect(drive.message).toContainText('with a word that begins with "reading-123x".');
  await drive.message.getByRole('button', { name: 'Clear Filter' }).click();
  await expect(drive.rows).toHaveCount(200);
});

test('of 3,000 files 2,000 can be shown, and the rest is not kept quiet about', async ({
  drive
}) => {
  await drive.enter('My Drive', 'Sensor readings');
  for (let shown = 200; shown < 2_000; shown += 200) {
    const count = shown.toLocaleString('en');
    await expect(drive.message).toContainText(`The first ${count} are shown.`);
    await drive.message.getByRole('button', { name: 'Show 200 More' }).click();
  }
  await expect(drive.message).toHaveText(
    'The first 2,000 are shown. Filter by name to find the others.'
  );
  await expect(drive.rows).toHaveCount(2_000);
  await drive.tool('Filter by Name').click();
  await drive.page.keyboard.type('reading-3000');
  await expect(drive.row('reading-3000.csv')).toBeVisible();
});

test('a folder deleted meanwhile is left for the one above it, with a word', async ({
  page,
  drive
}) => {
  const folder = await google.addFolder('Soon gone', { owner: 'ada@example.org' });
  await google.addFile({
    name: 'in it.txt',
    content: 'x',
    parents: [folder.id],
    owner: 'ada@example.org'
  });
  await drive.enter('My Drive');
  await drive.tool('Refresh').click();
  await drive.enter('Soon gone');
  await expect(drive.row('in it.txt')).toBeVisible();
  await google.remove(folder.id);
  await drive.tool('Refresh').click();
  await expect(page.getByText('is no longer in Google Drive')).toBeVisible();
  await expect(drive.row('Climate study')).toBeVisible();
  await expect(drive.row('Soon gone')).toHaveCount(0);
});

test('the filter finds text inside of names, without a request, where the whole folder is here', async ({
  page,
  drive
}) => {
  await drive.enter('My Drive', 'Climate study');
  await expect(drive.row('stations.csv')).toBeVisible();
  const asked: string[] = [];
  page.on('request', request => {
    if (request.url().includes('search=')) {
      asked.push(request.url());
    }
  });
  await drive.tool('Filter by Name').click();
  await page.keyboard.type('ATIONS.C');
  await expect(drive.rows).toHaveText([/stations\.csv/]);
  await page.keyboard.type('x');
  await expect(drive.message).toContainText('No name in this folder contains "ATIONS.Cx".');
  await drive.message.getByRole('button', { name: 'Clear Filter' }).click();
  await expect(drive.row('README.md')).toBeVisible();
  expect(asked).toEqual([]);
});

test('what was clicked last is shown, however late folders arrive', async ({ page, drive }) => {
  const held = new Map<string, () => void>();
  await drive.enter('My Drive');
  await page.route(/gdrive\/api\/folder/, async route => {
    const path = new URL(route.request().url()).searchParams.get('path') ?? '';
    await new Promise<void>(resolve => held.set(path, resolve));
    await route.continue();
  });
  const arrives = async (path: string): Promise<void> => {
    await expect.poll(() => held.has(path)).toBe(true);
    held.get(path)?.();
  };
  const home = drive.panel.locator('.jp-BreadCrumbs-home');
  await drive.row('Climate study').dblclick();
  await drive.row('Papers').dblclick();
  await home.click();
  await arrives('My Drive/Climate study');
  await arrives('');
  await expect(drive.row('Shared drives')).toBeVisible();
  expect([...held.keys()]).toEqual(['My Drive/Climate study', '']); // nobody waits for the other

  await drive.row('My Drive').dblclick();
  await home.hover();
  await page.mouse.down();
  await arrives('My Drive'); // draws the crumbs anew
  await expect(drive.row('Climate study')).toBeVisible();
  held.delete('');
  await page.mouse.up();
  await arrives('');
  await expect(drive.row('Shared drives')).toBeVisible();
});

test('an empty folder says so', async ({ drive }) => {
  await google.addFolder('Nothing in it', { owner: 'ada@example.org' });
  await drive.enter('My Drive');
  await drive.tool('Refresh').click();
  await drive.enter('Nothing in it');
  await expect(drive.message).toHaveText('This folder is empty.');
});

test('shared drives, shortcuts and Google documents have their own icons and ways', async ({
  page,
  drive
}) => {
  await drive.enter('Shared drives', 'Research team', 'Data');
  await expect(drive.row('survey.csv')).toBeVisible();
  await drive.panel.locator('.jp-BreadCrumbs-home').click();
  await drive.enter('My Drive', 'Shortcut to Climate study');
  await expect(drive.row('stations.csv')).toBeVisible();
  await drive.panel.locator('.jp-BreadCrumbs-home').click();
  await drive.enter('My Drive', 'Papers');
  await drive.row('Project proposal').dblclick();
  await expect(drive.dialog).toContainText('This is a Google document.');
  await expect(drive.dialog.getByRole('button', { name: 'Open in Google Drive' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drive.dialog).toBeHidden();
});

test('works by keyboard alone', async ({ page, drive }) => {
  // JupyterLab ends its start by giving the focus to the Launcher: ours comes after.
  await expect(page.locator('.jp-Launcher')).toBeFocused();
  await drive.title.focus();
  await page.keyboard.press('Enter');
  // No list of the File Browser is shown, or takes the focus, before the workspace's folder is restored.
  await expect(drive.row('My Drive')).toBeVisible();
  await page.evaluate(() => window.jupyterapp.commands.execute('gdrive:show-panel'));
  await expect(page.locator('#jp-gdrive-browser :focus')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(drive.row('Climate study')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(drive.row('stations.csv')).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(drive.row('Papers')).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(drive.row('Shared drives')).toBeVisible();
});

test('its own menu offers what works, and nothing of the workspace', async ({ page, drive }) => {
  await drive.enter('My Drive', 'Climate study');
  await drive.row('stations.csv').click({ button: 'right' });
  const entries = page.locator('.lm-Menu-item[data-type="command"]:visible .lm-Menu-itemLabel');
  await expect(entries).toHaveText([
    'Open',
    'Open in Google Drive',
    'Copy to Workspace',
    'Copy to Folder…',
    'Copy and Insert Code',
    'Copy Drive Link',
    'Copy Path',
    'Details'
  ]);
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await expect(drive.dialog).toContainText('My Drive/Climate study/stations.csv');
});

test('JupyterLab keeps meaning the workspace by its own commands', async ({
  page,
  drive,
  tmpPath
}) => {
  await drive.enter('My Drive');
  await drive.title.click();
  await page.evaluate(() => {
    void window.jupyterapp.commands.execute('filebrowser:create-new-directory');
  });
  await expect(drive.workspace.locator('.jp-DirListing-editor')).toBeVisible();
  await page.keyboard.press('Enter');
  expect(await page.contents.directoryExists(`${tmpPath}/Untitled Folder`)).toBe(true);
});
