/** Drags over the section: a drop does what was shown before, or words said that it won't. */
import { expect, google, screen, test, workspaceHas } from './drive';

const owner = 'ada@example.org';

test('a drop on a crumb uploads into its folder, one on the top is refused in words', async ({
  page,
  drive,
  tmpPath
}) => {
  const outer = await google.addFolder(`Outer ${tmpPath}`, { owner });
  await google.addFolder('Inner', { owner, parents: [outer.id] });
  for (const name of ['a.txt', 'b.txt', 'My Drive/c.txt']) {
    await page.contents.uploadContent(name, 'text', `${tmpPath}/${name}`);
  }
  await drive.refreshWorkspace();
  await drive.enter('My Drive');
  await drive.tool('Refresh').click();
  await drive.enter(outer.name, 'Inner');
  const crumbs = drive.panel.locator('.jp-BreadCrumbs');

  await drive.carry(drive.workspaceRow('a.txt'), crumbs.locator('.jp-BreadCrumbs-home'));
  await expect(drive.panel).toHaveAttribute('data-refusal', /^This is not a folder of Drive/);
  await page.screenshot({ path: screen('drop-refused') });
  await page.mouse.up();
  await expect(drive.panel).not.toHaveAttribute('data-refusal');

  const crumb = crumbs.locator(`[data-path$="${outer.name}"]`);
  await drive.carry(drive.workspaceRow('b.txt'), crumb);
  await expect(crumb).toHaveClass(/jp-mod-dropTarget/);
  await page.mouse.up();
  await expect(page.getByText(/^Uploaded b\.txt/)).toBeVisible();

  await drive.carry(drive.workspaceRow('a.txt'), drive.panel.locator('.jp-GDrive-footer'));
  await expect(drive.panel.locator('.jp-DirListing')).toHaveClass(/jp-GDrive-mod-dropTarget/);
  await page.mouse.up();
  await expect(drive.row('a.txt')).toBeVisible();
  const parents = (await google.snapshot())
    .filter(({ name }) => name === 'b.txt')
    .map(item => item.parents);
  expect(parents).toEqual([[outer.id]]);
  const stayed = ['a.txt', 'b.txt', 'My Drive/c.txt'].map(name =>
    workspaceHas(`${tmpPath}/${name}`)
  );
  expect(stayed).toEqual([true, true, true]);
});

test('files of the computer and rows of Drive are refused in words before they are dropped', async ({
  page,
  drive
}) => {
  await drive.enter('My Drive');
  await drive.carry(drive.row('Difficult names'), drive.row('Papers'));
  await expect(drive.panel).toHaveAttribute('data-refusal', /^Nothing can be moved/);
  await page.mouse.up();
  await expect(drive.panel).not.toHaveAttribute('data-refusal');

  for (const place of ['.jp-BreadCrumbs', '.jp-DirListing-content', '.jp-GDrive-footer']) {
    const isTaken = await drive.panel.locator(place).evaluate(node => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'x.txt'));
      const over = { dataTransfer, bubbles: true, cancelable: true };
      return !node.dispatchEvent(new DragEvent('dragover', over));
    });
    expect(isTaken).toBe(true); // else the browser would leave JupyterLab for the file
    await expect(drive.panel).toHaveAttribute('data-refusal', /^Drop it onto the workspace first/);
  }
});

test('views of Drive are no files: their drag onto the workspace is refused in words', async ({
  page,
  drive
}) => {
  await drive.open();
  await drive.carry(drive.row('My Drive'), drive.workspace, { x: 100, y: 100 });
  await expect(drive.workspace).toHaveAttribute('data-refusal', /Open it and choose/);
  await page.mouse.up();
  await expect(drive.workspace).not.toHaveAttribute('data-refusal');
  await expect(drive.dialog).toHaveCount(0);
});
