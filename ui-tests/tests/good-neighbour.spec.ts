/** What JupyterLab's own tests hold, with Google Drive beside it: closed, open, and with the keyboard's focus in it. */
import type { Page } from '@playwright/test';
import { type DriveSection, expect, test, workspaceHas } from './drive';

const STATES = ['closed', 'open', 'focused'] as const;
const README = 'GDrive:My Drive/Climate study/README.md';

/** Brings the section into one of its states; in the last one a row of Drive is selected. */
async function bring(drive: DriveSection, state: (typeof STATES)[number]): Promise<void> {
  if (state !== 'closed') {
    await drive.enter('My Drive', 'Climate study');
  }
  if (state === 'focused') {
    await drive.select('stations.csv');
    await expect(drive.panel.locator(':focus')).toHaveCount(1);
  }
}

function execute(page: Page, command: string, args = {}): Promise<void> {
  return page.evaluate(
    async ([id, given]) => {
      await window.jupyterapp.commands.execute(id, given);
    },
    [command, args] as const
  );
}

/** The workspace's folder that JupyterLab has stored; it stores what has not changed for most of a second. */
function rememberedFolder(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    const response = await fetch('/api/workspaces/default');
    const { data } = await response.json();
    return data['file-browser-filebrowser:cwd']?.path;
  });
}

for (const state of STATES) {
  test.describe(`with the section ${state}`, () => {
    test('new notebooks, files and folders are the workspace’s', async ({
      page,
      drive,
      tmpPath
    }) => {
      const failures = watchConsole(page);
      await bring(drive, state);
      await page.locator('.jp-LauncherCard[data-category="Notebook"]').first().click();
      await expect.poll(() => workspaceHas(`${tmpPath}/Untitled.ipynb`)).toBe(true);
      await drive.closeDialogs();
      if (state === 'focused') {
        await drive.select('stations.csv');
      }
      await page.menu.clickMenuItem('File>New>Text File');
      await expect.poll(() => workspaceHas(`${tmpPath}/untitled.txt`)).toBe(true);
      // JupyterLab itself looks for the new folder in a list that may still be on its way, and then says so.
      const made = execute(page, 'filebrowser:create-new-directory').catch(() => undefined);
      await expect.poll(() => workspaceHas(`${tmpPath}/Untitled Folder`)).toBe(true);
      const editor = drive.workspace.locator('.jp-DirListing-editor');
      await expect(editor.or(drive.dialog).first()).toBeVisible();
      await page.keyboard.press('Enter');
      await made;
      expect(failures).toEqual([]);
    });

    test('files are dragged within the workspace, and its crumbs lead up', async ({
      page,
      drive,
      tmpPath
    }) => {
      for (const name of ['a.txt', 'b.txt', 'inner/c.txt']) {
        await page.contents.uploadContent(name, 'text', `${tmpPath}/${name}`);
      }
      await drive.refreshWorkspace();
      await bring(drive, state);
      await drive.drag(drive.workspaceRow('a.txt'), drive.workspaceRow('inner'));
      await expect.poll(() => workspaceHas(`${tmpPath}/inner/a.txt`)).toBe(true);
      await drive.workspaceRow('inner').dblclick();
      await expect(drive.workspaceRow('c.txt')).toBeVisible();
      const above = drive.workspaceCrumbs.locator(`[data-path$="${tmpPath}"]`);
      await drive.drag(drive.workspaceRow('c.txt'), above);
      await expect.poll(() => workspaceHas(`${tmpPath}/c.txt`)).toBe(true);
      await above.click();
      await expect(drive.workspaceRow('b.txt')).toBeVisible();
      await drive.workspaceCrumbs.locator('.jp-BreadCrumbs-home').click();
      await expect(drive.workspaceRow(tmpPath)).toBeVisible();
      expect(workspaceHas(`${tmpPath}/a.txt`)).toBe(false);
    });

    test('a reload brings back the workspace’s folder and a document of Drive', async ({
      page,
      drive,
      tmpPath
    }) => {
      await page.contents.uploadContent('b', 'text', `${tmpPath}/b.txt`);
      await drive.refreshWorkspace();
      await bring(drive, state);
      await execute(page, 'docmanager:open', { path: README });
      await expect(page.locator('.jp-FileEditor')).toContainText('# Climate study');
      await page.waitForURL(/\/tree\/GDrive/);
      await expect.poll(() => rememberedFolder(page)).toBe(tmpPath);
      await page.reload({ waitForIsReady: false });
      await expect(page.locator('.jp-FileEditor')).toContainText('# Climate study');
      await expect(drive.workspaceRow('b.txt')).toBeVisible();
      await expect(drive.dialog).toHaveCount(0);
      if (state === 'closed') {
        await drive.open();
      }
      await expect(drive.row('README.md')).toBeVisible();
    });
  });
}

test('a link leads to a document or a folder of Drive, and the workspace is there as well', async ({
  page,
  drive,
  tmpPath
}) => {
  await page.contents.uploadContent('b', 'text', `${tmpPath}/b.txt`);
  const failures = watchConsole(page);
  await page.goto(`tree/${encodeURI(README)}?reset`);
  await expect(page.locator('.jp-FileEditor')).toContainText('# Climate study');
  await expect(drive.workspace.locator('.jp-DirListing-item').first()).toBeVisible();
  await expect(drive.panel).toBeHidden();

  await page.goto('tree/GDrive:My%20Drive/Climate%20study?reset');
  await expect(drive.row('stations.csv')).toBeVisible();
  await expect(drive.workspace.locator('.jp-DirListing-item').first()).toBeVisible();

  await page.goto(`tree/${tmpPath}/b.txt?reset`);
  await expect(page.locator('.jp-FileEditor')).toContainText('b');
  await expect(drive.workspaceRow('b.txt')).toBeVisible();
  await expect(page.locator('.jp-FileBrowser')).toHaveCount(1);
  await expect(drive.dialog).toHaveCount(0);
  expect(failures).toEqual([]);
});

test('a link to what is not there says so, and the workspace is there', async ({ page, drive }) => {
  await page.goto('tree/GDrive:My%20Drive/no%20such%20file.txt?reset', {});
  await expect(drive.dialog).toContainText('no such file.txt');
  await drive.closeDialogs();
  await expect(drive.workspace.locator('.jp-DirListing-item').first()).toBeVisible();
  await drive.enter('My Drive');
  await expect(drive.row('Climate study')).toBeVisible();
});

test('a document of Drive fills the window, and comes back after a reload', async ({ page }) => {
  await page.goto(`${new URL(page.url()).origin}/doc/tree/${encodeURI(README)}`);
  await expect(page.locator('.jp-FileEditor')).toContainText('# Climate study');
  await page.reload({ waitForIsReady: false });
  await expect(page.locator('.jp-FileEditor')).toContainText('# Climate study');
});

test('the section moves to a tab of its own and back, and stays in sight', async ({
  page,
  drive
}) => {
  const failures = watchConsole(page);
  await bring(drive, 'open');
  await drive.title.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move to Side Bar' }).click();
  await expect(drive.row('stations.csv')).toBeVisible();
  await expect(page.locator('#filebrowser #jp-gdrive-browser')).toHaveCount(0);
  await drive.title.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move to File Browser' }).click();
  await expect(page.locator('#filebrowser #jp-gdrive-section')).toHaveCount(1);
  await page.sidebar.openTab('filebrowser');
  await drive.title.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move back to Side Bar' }).click();
  await expect(drive.row('stations.csv')).toBeVisible();
  expect(failures).toEqual([]);
});

test('the keys of file lists mean Drive on its rows, and touch nothing of the workspace', async ({
  page,
  drive,
  tmpPath
}) => {
  await page.contents.uploadContent('a', 'text', `${tmpPath}/a.txt`);
  await drive.refreshWorkspace();
  await bring(drive, 'open');
  for (const key of ['Delete', 'F2', 'ControlOrMeta+d', 'ControlOrMeta+x', 'ControlOrMeta+v']) {
    await drive.workspaceRow('a.txt').click();
    await drive.select('stations.csv');
    await page.keyboard.press(key);
    await expect(page.getByText(/read-only here|dragging them here/).first()).toBeVisible();
  }
  await expect(drive.dialog).toHaveCount(0);
  await expect(page.locator('.jp-DirListing-editor')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+a');
  await expect(drive.panel.locator('.jp-DirListing-item.jp-mod-selected')).toHaveCount(
    await drive.rows.count()
  );
  await expect(drive.workspace.locator('.jp-DirListing-item')).toHaveCount(1);
  await expect(drive.workspace.locator('.jp-DirListing-item.jp-mod-selected')).toHaveCount(1);
});

/** What stands in the console as an error, and what nobody caught. */
function watchConsole(page: Page): string[] {
  const failures: string[] = [];
  page.on('pageerror', error => failures.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error' && !message.text().includes('Failed to load resource')) {
      failures.push(message.text());
    }
  });
  return failures;
}
