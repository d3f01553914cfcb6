/** The table of faults × operations: what happens on the wire, and the end state that is promised. */
import type { FaultAction } from '../../emulator/client';
import {
  done,
  failed,
  impossible,
  OPERATIONS,
  type EndState,
  type FaultRow,
  type Operation
} from './faultRows';
import { HOSTILE } from './hostileTable';

export { OPERATIONS, type FaultRow, type Operation } from './faultRows';

const UPLOADS: readonly Operation[] = ['small upload', 'resumable upload', 'update'];
const RANGED: readonly Operation[] = ['large copy', 'folder copy', 'small copy'];
const isUpload = (operation: Operation): boolean => UPLOADS.includes(operation);

const always: FaultRow['ends'] = () => done;
/** Only answers with a body of bytes can be cut or wrong. */
const bodies = (operation: Operation): EndState =>
  isUpload(operation)
    ? impossible('the answer is not content: it is read whole or not at all')
    : done;

const once = (name: string, action: FaultAction, ends: FaultRow['ends'] = always): FaultRow => ({
  ...{ name, action, ends },
  lasts: false
});
const lasting = (name: string, action: FaultAction | null, ends: FaultRow['ends']): FaultRow => ({
  ...{ name, action, ends },
  lasts: true
});

export const FAULTS: readonly FaultRow[] = [
  once('401 expired', { status: 401, reason: 'authError' }),
  once('403 rate limit', { status: 403, reason: 'userRateLimitExceeded' }),
  lasting('403 download quota', { status: 403, reason: 'downloadQuotaExceeded' }, operation =>
    operation === 'list' || isUpload(operation)
      ? impossible('Drive has this limit for downloads only')
      : failed('downloadRefused')
  ),
  lasting('404', { status: 404, reason: 'notFound' }, operation =>
    // A session that is gone is begun anew, until the tries are used up; then Drive is at fault.
    failed(operation === 'resumable upload' ? 'driveUnavailable' : 'notFound')
  ),
  once('408', { status: 408 }),
  once('429 with Retry-After', { status: 429, reason: 'rateLimitExceeded', retryAfter: 1 }),
  once('500', { status: 500, reason: 'internalError' }),
  once('502 HTML', { status: 502, body: '<html>Bad Gateway</html>' }),
  once('503', { status: 503 }),
  once('reset', { reset: true }),
  once('stall', { stall: true }),
  once('truncated body', { cutAfterBytes: 100 }, operation =>
    isUpload(operation) ? done : bodies(operation)
  ),
  once('gzip cut short', { gzipCut: true }, operation =>
    operation === 'list'
      ? impossible('the library undoes gzip, and JSON cut short is not JSON')
      : bodies(operation)
  ),
  once('wrong bytes of right length', { wrongBytes: true }, operation =>
    operation === 'list' || isUpload(operation)
      ? impossible('wrong JSON is not JSON: see 502 HTML')
      : done
  ),
  once('200 to a Range', { cutAfterBytes: 3_000 }, operation =>
    RANGED.includes(operation) ? done : impossible('no Range is asked for')
  ),
  once('416', { status: 416, reason: 'requestedRangeNotSatisfiable' }, operation =>
    RANGED.includes(operation) ? done : impossible('no Range is asked for')
  ),
  lasting('disk full', null, operation =>
    operation === 'list' || isUpload(operation)
      ? impossible('nothing is written to the workspace')
      : failed('storageFull')
  ),
  lasting('read-only folder', null, operation =>
    operation === 'list' || isUpload(operation)
      ? impossible('nothing is written to the workspace')
      : failed('workspaceDenied')
  )
];

/** The tables as they stand in docs/reliability.md. */
export function toMarkdown(): string {
  const hostile = [
    '## The answer is hostile',
    '',
    'The same, in `server/integration/reliability/hostile.spec.ts`: what answers means harm, or is broken for good.',
    'It answers so every time. What it takes of memory is measured in `memory.spec.ts` beside it.',
    ''
  ];
  return [tableOf(FAULTS), ...hostile, tableOf(HOSTILE)].join('\n');
}

function tableOf(faults: readonly FaultRow[]): string {
  const cell = (state: EndState): string =>
    state.end === 'done' ? 'done' : state.end === 'failed' ? `\`${state.code}\`` : '–';
  const rows = faults.map(fault => [fault.name, ...OPERATIONS.map(op => cell(fault.ends(op)))]);
  const lines = [['fault', ...OPERATIONS], ['---', ...OPERATIONS.map(() => '---')], ...rows];
  const reasons = faults.flatMap(fault =>
    OPERATIONS.flatMap(operation => {
      const state = fault.ends(operation);
      return state.end === 'impossible' ? [`- ${fault.name} × ${operation}: ${state.why}.`] : [];
    })
  );
  return [...lines.map(line => `| ${line.join(' | ')} |`), '', ...reasons, ''].join('\n');
}
