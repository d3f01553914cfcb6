import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';

import { withFixture } from '../testing/fixture';

const google = withFixture();
let ids: string[];
beforeAll(async () => {
  const { emulator } = google;
  const folder = await emulator.addFolder('f');
  const file = await emulator.addFile({ name: 'a.csv', parents: [folder.id], content: 'a,b\n' });
  const document = await emulator.addDocument('spreadsheet', 's', { rows: [['a']] });
  const driveId = await emulator.addDrive('d', { 'ada@example.org': 'organizer' });
  ids = ['root', folder.id, file.id, document.id, driveId, 'nothing', '%zz', '..', "'"];
});

const JUNK = [
  '',
  ' ',
  '0',
  '-1',
  'true',
  '1e9',
  '%00',
  '\u2028',
  'é',
  '[]',
  '{}',
  'null',
  '(',
  "'"
];
const NAMES =
  'alt,fields,q,orderBy,pageSize,pageToken,corpora,driveId,spaces,mimeType,uploadType,upload_id';
const QUERIES = [
  'alt=media',
  'fields=*',
  'fields=files(id,owners(me))',
  'supportsAllDrives=true',
  'includeItemsFromAllDrives=true',
  'uploadType=media',
  'uploadType=multipart',
  'uploadType=resumable',
  'upload_id=x',
  'addParents=root',
  'removeParents=root',
  'count=3',
  'pageToken=1'
];
const PATHS = [
  'about',
  'files',
  'files/ID',
  'files/ID/copy',
  'files/ID/export',
  'files/ID/download',
  'files/ID/permissions',
  'files/ID/permissions/ID',
  'files/ID/revisions',
  'files/ID/revisions/head',
  'files/generateIds',
  'files/trash',
  'changes',
  'changes/startPageToken',
  'drives',
  'drives/ID',
  'operations/ID',
  'downloads/ID'
].map(path => `/drive/v3/${path}`);
const OTHERS = [
  '/upload/drive/v3/files',
  '/upload/drive/v3/files/ID',
  '/resumable/upload/drive/v3/files',
  '/batch/drive/v3',
  '/token',
  '/revoke',
  '/tokeninfo',
  '/v1/userinfo',
  '/o/oauth2/v2/auth',
  '/spreadsheets/export',
  '/discovery/v1/apis/drive/v3/rest',
  '/emulator/items/ID',
  '/emulator/faults/x',
  '/%',
  '//'
];
const BODIES = [
  '',
  '{}',
  '[]',
  '{"name":',
  '{"name":"x","mimeType":"application/vnd.google-apps.folder"}',
  '{"parents":["ID"],"trashed":true,"properties":{"a":null}}',
  '{"mimeType":"application/vnd.google-apps.shortcut","shortcutDetails":{"targetId":"ID"}}',
  '{"role":"reader","type":"anyone"}',
  '--b\r\n\r\n{}\r\n--b\r\n\r\nx\r\n--b--',
  '--b\n\nGET /drive/v3/files HTTP/1.1\n\n\n--b--',
  '--b\n\nNONSENSE\n--b--',
  'grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=a.b.c',
  'grant_type=refresh_token&client_id=x'
];
const HEADERS: Record<string, string>[] = [
  {},
  { range: 'bytes=0-' },
  { range: 'bytes=5-2' },
  { 'content-range': 'bytes */*' },
  { 'content-range': 'bytes 0-9/5' },
  { 'content-type': 'multipart/related; boundary=b' },
  { 'content-type': 'multipart/mixed; boundary="b"' },
  { 'x-http-method-override': 'GET' },
  { 'x-http-method-override': 'NONSENSE' },
  { 'x-goog-drive-resource-keys': '///,,a/b' },
  { 'accept-encoding': 'gzip', 'user-agent': 'gzip' },
  { authorization: 'Bearer' },
  { authorization: 'Basic eDp5' }
];

describe('any request', () => {
  it('is answered, and never with a fault of ours', async () => {
    const errors = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const junk = fc.oneof(fc.constantFrom(...JUNK), fc.string({ maxLength: 20 }));
    const parameter = fc.oneof(
      fc.constantFrom(...QUERIES),
      fc
        .tuple(fc.constantFrom(...NAMES.split(',')), junk)
        .map(([name, value]) => `${name}=${encodeURIComponent(Buffer.from(value).toString())}`)
    );
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'),
      path: fc.constantFrom(...PATHS, ...PATHS, ...OTHERS),
      id: fc.nat(20),
      query: fc.array(parameter, { maxLength: 4 }),
      headers: fc.constantFrom(...HEADERS),
      body: fc.constantFrom(...BODIES)
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, id, query, headers, body }) => {
        const named = ids[id % ids.length] ?? '';
        const url = `${path.replaceAll('ID', named)}?${query.join('&')}`;
        const sent = body.replaceAll('ID', named);
        const { status, text } = await google.ask(method, url, { headers, body: sent });
        expect([status, status >= 500 ? text : '']).toEqual([status, '']);
      }),
      { numRuns: 600 }
    );
    const faults = errors.mock.calls.map(call => call.map(String).join(' '));
    errors.mockRestore();
    expect(faults).toEqual([]);
  });
});
