/** Hostile answers × operations: what comes instead of JSON, or of the bytes, and the end that is promised. */
import type { FaultAction } from '../../emulator/client';
import { done, failed, impossible, type FaultRow, type Operation } from './faultRows';

const bad: FaultRow['ends'] = () => failed('badAnswer');
const LISTS: readonly Operation[] = ['list', 'folder copy'];
const isList = (operation: Operation): boolean => LISTS.includes(operation);

const row = (name: string, action: FaultAction, ends: FaultRow['ends'] = bad): FaultRow => ({
  ...{ name, action, ends },
  lasts: true
});

const text = (body: string): FaultAction => ({
  status: 200,
  body,
  headers: { 'Content-Type': 'application/json' }
});

/** An item whose fields all have another type than Drive's. */
const WRONG = {
  ...{ id: 7, name: [], mimeType: {}, size: 12, md5Checksum: {}, headRevisionId: 1 },
  ...{ modifiedTime: 2, createdTime: [], parents: 'p', driveId: {}, ownedByMe: 'yes' },
  ...{ shortcutDetails: [], resourceKey: 1, starred: 'no', trashed: 0, webViewLink: {} },
  ...{ owners: {}, capabilities: 'all' }
};
const ITEM = { id: 'a1', name: 'a', mimeType: 'text/plain', size: '1', capabilities: {} };

export const HOSTILE: readonly FaultRow[] = [
  row('a page', { status: 200, body: '<html>Sign in</html>' }),
  row('nothing', text('')),
  row('a list of nothing', text('[]')),
  row('an object of nothing', text('{}')),
  row('a number', text('7')),
  row('a wrong type in each field', text(JSON.stringify({ ...WRONG, files: [WRONG] }))),
  row('too large', {
    status: 200,
    fill: { head: '{"files":[{}', piece: ',{"id":"x"}', times: 4_000_000, tail: ']}' }
  }),
  row('many small values', {
    status: 200,
    fill: { head: '{"files":[[]', piece: ',[]', times: 8_000_000, tail: ']}' }
  }),
  row('gzip bomb', {
    status: 200,
    fill: { head: '{"files":["', piece: 'a', times: 300_000_000, tail: '"]}', gzip: true }
  }),
  row('endless', { status: 200, fill: { head: '{"files":["', piece: 'a' } }),
  row(
    'repeating page token',
    text(JSON.stringify({ files: [ITEM], nextPageToken: 't' })),
    operation => (isList(operation) ? failed('badAnswer') : impossible('the answer is no list'))
  ),
  row(
    'page token of another type',
    text(JSON.stringify({ files: [], nextPageToken: {} })),
    operation => (isList(operation) ? failed('badAnswer') : impossible('the answer is no list'))
  ),
  row('redirect', { status: 302, headers: { Location: 'http://127.0.0.1:9/elsewhere' } }),
  row('length that lies', { headers: { 'Content-Length': '10' } }, operation =>
    // A lost answer to an update does no harm: it is looked at whether the bytes are there.
    operation === 'update' ? done : failed(isContent(operation) ? 'corrupt' : 'driveUnavailable')
  ),
  row('Retry-After of years', { status: 429, headers: { 'Retry-After': '1e9' } }, operation =>
    operation === 'list'
      ? failed('rateLimited')
      : impossible(
          'it waits, an hour at most, and Cancel ends it: apiErrors.spec.ts, governor.spec.ts'
        )
  )
];

/** Whose fault is for the bytes instead, where both could be meant. */
export function isContent(operation: Operation): boolean {
  return operation.endsWith('copy') || operation === 'export';
}
