/** Google documents have no bytes of their own: they are exported. */
import { describe, expect, it } from '@jest/globals';
import { statSync } from 'node:fs';
import { withProxy } from '../testing/withProxy';

const stage = withProxy();

describe('Google documents', () => {
  it('are exported as the settings say, and told apart as not verifiable', async () => {
    const top = await stage.emulator.addFolder('top');
    const parents = [top.id];
    await stage.emulator.addDocument('document', 'Doc', {}, { parents });
    await stage.emulator.addDocument('spreadsheet', 'Sheet', {}, { parents });
    await stage.emulator.addDocument('presentation', 'Slides', {}, { parents });
    await stage.emulator.addDocument('drawing', 'Drawing', {}, { parents });
    await stage.emulator.addDocument('form', 'Form', {}, { parents });
    await stage.proxy.call('PUT /preferences', { body: { exportSpreadsheets: 'csv' } });
    const { state, files, problems } = await stage.proxy.copy(['My Drive/top']);
    expect([state, files.done, files.unverifiable]).toEqual(['done', 4, 4]);
    expect(stage.tree()).toEqual([
      'top/',
      'top/Doc.docx',
      'top/Drawing.svg',
      'top/Sheet.csv',
      'top/Slides.pptx'
    ]);
    expect(problems.map(({ item, code }) => [item, code])).toEqual([['top/Form', 'notSupported']]);
  });

  it('over ten megabytes come by the long-running download', async () => {
    await stage.emulator.addDocument('spreadsheet', 'Long', { exportBytes: 12_000_000 });
    await stage.emulator.clearRequests();
    const { state } = await stage.proxy.copy(['My Drive/Long']);
    const paths = (await stage.emulator.requests()).map(request => request.path);
    expect([state, paths.some(called => called.endsWith('/download'))]).toEqual(['done', true]);
    expect(statSync(stage.at('Long.xlsx')).size).toBeGreaterThanOrEqual(12_000_000);
  });

  it('are not exported again while nothing changed', async () => {
    await stage.emulator.addDocument('document', 'Doc');
    await stage.proxy.copy(['My Drive/Doc']);
    await stage.emulator.clearRequests();
    const { files } = await stage.proxy.copy(['My Drive/Doc']);
    const exports = (await stage.emulator.requests()).filter(request =>
      request.path.includes('/export')
    );
    expect([files.skipped, exports]).toEqual([1, []]);
  });
});
