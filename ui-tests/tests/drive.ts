/** The panel as a person meets it: what the tests say instead of selectors. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, galata, JupyterLabPage, test as base } from '@jupyterlab/galata';
import type { Locator, Page } from '@playwright/test';
import { EmulatorProcess } from '../../emulator/client';

const RUN = process.env.GDRIVE_UI_RUN ?? '';

/** The Drive that both servers talk to. */
export const google = new EmulatorProcess(
  existsSync(join(RUN, 'emulator.json'))
    ? JSON.parse(readFileSync(join(RUN, 'emulator.json'), 'utf8'))
    : {}
);

/** Bytes of a file in the workspace of the server at `name`. */
export function workspaceBytes(path: string, name = 'lab'): Buffer {
  return readFileSync(join(RUN, name, 'workspace', path));
}

export function workspaceHas(path: string, name = 'lab'): boolean {
  return existsSync(join(RUN, name, 'workspace', path));
}

/** Writes the settings file of the server without credentials, as a person does with an editor. */
export function writeSettingsFile(settings: object): void {
  const folder = join(RUN, 'bare', 'settings', 'jupyterlab-gdrive');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'plugin.jupyterlab-settings'), JSON.stringify(settings));
}

/** Where pictures for a look by eye go. */
export const screen = (name: string): string =>
  join(__dirname, '..', 'test-results', 'screens', `${name}.png`);

export const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

/** Checksums as the emulator knows them, by name. */
export async function driveMd5(...names: string[]): Promise<Record<string, string | undefined>> {
  const items = await google.snapshot();
  return Object.fromEntries(names.map(name => [name, items.find(item => item.name === name)?.md5]));
}

export class DriveSection {
  constructor(readonly page: Page) {
    this.title = page.getByRole('heading', { name: 'Google Drive Section' });
    this.panel = page.locator('#jp-gdrive-browser');
    this.message = this.panel.locator('.jp-GDrive-message');
    this.wrongSettings = this.panel.locator('.jp-GDrive-wrongSettings');
    this.rows = this.panel.locator('.jp-DirListing-item');
    this.transfers = this.panel.getByRole('region', { name: 'Transfers' });
    this.workspace = page.locator('#filebrowser .jp-DirListing:not(#jp-gdrive-browser *)');
    this.workspaceCrumbs = page.locator('#filebrowser .jp-BreadCrumbs:not(#jp-gdrive-browser *)');
    this.dialog = page.getByRole('dialog');
  }

  private readonly settings: Record<string, string | boolean | number> = {};
  readonly title: Locator;
  readonly panel: Locator;
  readonly message: Locator;
  readonly wrongSettings: Locator;
  readonly rows: Locator;
  readonly transfers: Locator;
  readonly workspace: Locator;
  readonly workspaceCrumbs: Locator;
  readonly dialog: Locator;

  async open(): Promise<void> {
    await this.title.click();
    await expect(this.panel).toBeVisible();
  }

  /** Opens the section and goes down a path, row by row. */
  async enter(...path: string[]): Promise<void> {
    if (!(await this.panel.isVisible())) {
      await this.open();
    }
    for (const name of path) {
      await this.row(name).dblclick();
      await expect(this.panel.locator('.jp-BreadCrumbs')).toContainText(name);
    }
  }

  /** Sets the path of the key file, as the settings editor does; '' for none. */
  async connect(keyFile: string): Promise<void> {
    await this.set({ keyFile, credentials: keyFile === '' ? 'auto' : 'keyFile' });
  }

  /** All at once, since Galata's settings in memory forget what was set one by one. */
  async set(values: Record<string, string | boolean | number>): Promise<void> {
    Object.assign(this.settings, values);
    await this.page.evaluate(async raw => {
      const registry = await window.galata.getPlugin('@jupyterlab/apputils-extension:settings');
      await registry?.upload('jupyterlab-gdrive:plugin', raw);
    }, JSON.stringify(this.settings));
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByText(name, { exact: true }) }).first();
  }

  /** Galata's own waits two seconds each time. */
  async refreshWorkspace(): Promise<void> {
    await this.page.locator('#filebrowser [data-command="filebrowser:refresh"]').first().click();
  }

  workspaceRow(name: string): Locator {
    return this.workspace
      .locator('.jp-DirListing-item')
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }

  names(): Promise<string[]> {
    return this.panel.locator('.jp-DirListing-itemText').allTextContents();
  }

  async select(first: string, ...others: string[]): Promise<void> {
    await this.row(first).click();
    for (const name of others) {
      await this.row(name).click({ modifiers: ['ControlOrMeta'] });
    }
  }

  tool(name: string): Locator {
    return this.panel.locator('.jp-SidePanel-toolbar').getByRole('button', { name, exact: true });
  }

  async choose(name: string, command: string): Promise<void> {
    await this.row(name).click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: command, exact: true }).click();
  }

  /** Drags with the mouse, as a hand does: press, move in steps, rest, let go. */
  async drag(from: Locator, to: Locator, at?: { x: number; y: number }): Promise<void> {
    await this.carry(from, to, at);
    await this.page.mouse.up();
  }

  async carry(from: Locator, to: Locator, at?: { x: number; y: number }): Promise<void> {
    const start = await middle(from);
    const { mouse } = this.page;
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move(start.x + 8, start.y - 8, { steps: 3 });
    await this.moveTo(to, at);
  }

  async moveTo(to: Locator, at?: { x: number; y: number }): Promise<void> {
    const box = await to.boundingBox();
    const end = at && box ? { x: box.x + at.x, y: box.y + at.y } : await middle(to);
    await this.page.mouse.move(end.x, end.y, { steps: 12 });
  }

  /** Dismisses what JupyterLab asks meanwhile, for instance which kernel to use. */
  async closeDialogs(): Promise<void> {
    while (await this.dialog.first().isVisible()) {
      await this.page.keyboard.press('Escape');
      await expect(this.dialog.first()).toBeHidden();
    }
  }

  note(kind: string): Locator {
    return this.panel.locator(`.jp-GDrive-note[data-note="${kind}"]`);
  }

  /** Pixels by which the panel is wider than what is seen of it. */
  overhang(): Promise<number> {
    return this.panel.evaluate(node => node.scrollWidth - node.clientWidth);
  }

  /** Rows that are seen from top to bottom. */
  wholeRows(): Promise<number> {
    return this.panel.locator('.jp-DirListing-content').evaluate(list => {
      const frame = list.getBoundingClientRect();
      const bottom = Math.min(
        frame.bottom,
        list.closest('.lm-AccordionPanel')?.getBoundingClientRect().bottom ?? 0
      );
      return [...list.querySelectorAll('.jp-DirListing-item')].filter(row => {
        const box = row.getBoundingClientRect();
        return box.height > 0 && box.top >= frame.top - 1 && box.bottom <= bottom + 1;
      }).length;
    });
  }

  async showTransfers(): Promise<void> {
    await this.page.evaluate(() =>
      window.jupyterapp.commands.execute('gdrive:toggle-transfers', { isShown: true })
    );
  }

  transfer(state: string): Locator {
    return this.panel.locator(`.jp-GDrive-transfer[data-state="${state}"]`);
  }
}

async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) {
    throw new Error('There is nothing to drag.');
  }
  return { x: box.x + Math.min(60, box.width / 2), y: box.y + box.height / 2 };
}

/** Galata gives JupyterLab 15 s to start, which is little on a busy machine. */
const START_MS = 60_000;
const { waitForCondition } = JupyterLabPage.prototype;
JupyterLabPage.prototype.waitForCondition = function (condition, timeout = START_MS) {
  return waitForCondition.call(this, condition, timeout);
};

type Fixtures = { drive: DriveSection };

export const test = base.extend<Fixtures>({
  // Galata waits for the Launcher, which is not ours.
  waitForApplication: async ({}, use) => {
    await use(async page => {
      await page.waitForFunction(() => 'jupyterapp' in window);
      await page.evaluate(() => window.jupyterapp.restored.then(() => undefined));
      await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
    });
  },
  drive: async ({ page }, use) => {
    await use(new DriveSection(page));
  }
});

/** Tests against the server without credentials. Its settings are real, and begin empty. */
export function withoutCredentials(title: string, tests: () => void): void {
  test.describe(title, () => {
    test.use({ baseURL: process.env.GDRIVE_UI_BARE_URL, mockSettings: false });
    test.beforeEach(async () => {
      await fetch(`${process.env.GDRIVE_UI_BARE_URL}/lab/api/settings/jupyterlab-gdrive:plugin`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ raw: '{}' })
      });
    });
    tests();
  });
}

/** What happens to servers and network: see steering.mjs. */
export async function steer(
  what: 'google/gone' | 'google/back' | 'proxy/kill' | 'lab/kill'
): Promise<void> {
  const { url } = JSON.parse(readFileSync(join(RUN, 'steering.json'), 'utf8'));
  const answer = await fetch(`${url}/${what}`, { method: 'POST' });
  expect([what, answer.status]).toEqual([what, 204]);
}

export { expect, galata };
