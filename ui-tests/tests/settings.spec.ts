import type { Page } from '@playwright/test';
import { expect, google, screen, test, withoutCredentials, writeSettingsFile } from './drive';

withoutCredentials('a server without credentials', () => {
  test('says what to do, and takes a key file without a restart', async ({ page, drive }) => {
    await drive.open();
    await expect(drive.message).toContainText('Connect Google Drive');
    await expect(drive.message).toContainText('c.GDrive.service_account_file');
    await expect(drive.message.getByRole('button', { name: 'Open Settings' })).toBeVisible();

    await drive.set({ keyFile: '/nowhere/key.json', credentials: 'keyFile' });
    await expect(drive.message).toContainText('There is no key file at "/nowhere/key.json".');

    await drive.set({ keyFile: google.keyFile });
    await expect(drive.row('Shared with me')).toBeVisible();

    await drive.enter('My Drive');
    await expect(drive.message).toContainText('share a folder with its address');
    await expect(drive.message).toContainText(google.email);
    await expect(drive.message.getByRole('button', { name: 'Copy Address' })).toBeVisible();

    await drive.set({ rootFolder: 'no such folder!' });
    await expect(drive.message).toContainText('neither an id nor a link');
    const project = (await google.snapshot()).find(({ name }) => name === 'Shared project');
    await drive.set({
      rootFolder: `https://drive.google.com/drive/folders/${project?.id ?? ''}?usp=sharing`
    });
    await expect(drive.row('measurements.csv')).toBeVisible();
    await drive.set({ rootFolder: '', keyFile: '', credentials: 'auto' });
    await expect(drive.message).toContainText('Connect Google Drive');
  });
});

withoutCredentials('a server whose key is taken away', () => {
  test('shows the folder again when the same account is back', async ({ page, drive }) => {
    await drive.open();
    await drive.connect(google.keyFile);
    await drive.enter('Shared with me', 'Shared project');
    await expect(drive.row('measurements.csv')).toBeVisible();
    const mine = await prefer(page, { keyFile: '', credentials: 'auto' }); // as from another tab
    await drive.tool('Refresh').click();
    await expect(drive.message).toContainText('Connect Google Drive');
    await prefer(page, mine);
    await drive.message.getByRole('button', { name: 'Try Again' }).click();
    await expect(drive.row('measurements.csv')).toBeVisible();
    await expect(drive.message).toBeHidden();
  });
});

withoutCredentials('a server with a wrong setting', () => {
  test('says which it is, goes by all others, and leads to the settings', async ({
    page,
    drive
  }) => {
    // Jupyter itself drops such a file whole.
    const right = { keyFile: google.keyFile, credentials: 'keyFile' };
    writeSettingsFile({ ...right, askAboveFiles: 'many' });
    await drive.open();
    await expect(drive.row('Shared with me')).toBeVisible();
    await expect(drive.wrongSettings).toContainText('A setting is wrong and not used:');
    const sentence = drive.wrongSettings.getByRole('listitem');
    await expect(sentence).toHaveAttribute('data-setting', 'askAboveFiles');
    await expect(sentence).toHaveText(/\S.*\.$/);
    await page.screenshot({ path: screen('wrong-setting') });
    await page.sidebar.setWidth(200, 'left');
    await page.theme.setTheme('JupyterLab Dark');
    await page.screenshot({ path: screen('wrong-setting-dark-narrow') });
    expect(await drive.overhang()).toBeLessThanOrEqual(0);

    await drive.wrongSettings.getByRole('button', { name: 'Open Settings' }).press('Enter');
    await expect(page.locator('.jp-SettingsPanel')).toContainText('Ask above this many files');
    await drive.set({ ...right, askAboveFiles: 7 });
    await expect(drive.wrongSettings).toBeHidden();
    await expect(drive.row('Shared with me')).toBeVisible();
  });

  test('forgets it once the file was put right by hand', async ({ page, drive }) => {
    writeSettingsFile({ exportDocuments: 'odt', refreshInterval: -3 });
    await drive.open();
    await expect(drive.wrongSettings.getByRole('listitem')).toHaveCount(2);
    writeSettingsFile({});
    await page.goto('?reset');
    await drive.open();
    await expect(drive.message).toBeVisible();
    await expect(drive.wrongSettings).toBeHidden();
  });
});

/** Changes what the proxy acts by, and says what it was, behind this tab's back. */
function prefer(page: Page, changes: object): Promise<object> {
  return page.evaluate(async changes => {
    const { settings } = await (await fetch('/gdrive/api/status')).json();
    const token = /_xsrf=([^;]+)/.exec(document.cookie)?.[1] ?? '';
    const answer = await fetch('/gdrive/api/preferences', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-xsrftoken': token },
      body: JSON.stringify({ ...settings, ...changes })
    });
    if (!answer.ok) {
      throw new Error(await answer.text());
    }
    return settings;
  }, changes);
}

test('the section moves to the side bar and back by its setting', async ({ page, drive }) => {
  await drive.enter('My Drive');
  await drive.set({ section: 'sideBar' });
  const tab = page.locator('.jp-SideBar').getByRole('tab', { name: 'Google Drive' });
  await expect(drive.row('Climate study')).toBeVisible();
  await expect(page.locator('#filebrowser #jp-gdrive-browser')).toHaveCount(0);
  await drive.set({ section: 'fileBrowser' });
  await expect(tab).toHaveCount(0);
  await expect(page.locator('#filebrowser #jp-gdrive-section')).toHaveCount(1);
});

test('the title’s menu moves the section to the side bar', async ({ page, drive }) => {
  await drive.enter('My Drive');
  await drive.title.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move to Side Bar' }).click();
  await expect(drive.row('Climate study')).toBeVisible();
  await expect(page.locator('#filebrowser #jp-gdrive-browser')).toHaveCount(0);
  await page.screenshot({ path: screen('side-bar') });
});
