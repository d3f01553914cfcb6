import { MAY } from '../accounts/scopes';
import type { SceneParts } from '../calls/fileReply';
import { fileReply } from '../calls/fileReply';
import type { LookupParts } from '../calls/lookup';
import { asksForMedia, lookUp } from '../calls/lookup';
import { masked } from '../calls/masked';
import type { IContent } from '../contents/content';
import { capability } from '../drive/access';
import type { Item } from '../drive/items';
import { headOf } from '../drive/items';
import { forbidden, invalid, rangeNotSatisfiable } from '../drive/refusals';
import { GENERATED_IDS } from '../drive/shapes';
import { parseRange } from '../http/range';
import type { Reply } from '../http/reply';
import { header } from '../http/request';
import type { Call, IApiRoute } from '../http/routes';
import { routesOf } from '../http/routes';
import type { Ids } from '../ids';

type Parts = LookupParts &
  SceneParts & {
    readonly ids: Ids;
    readonly reserved: Set<string>;
  };

const route = routesOf('DriveFiles');

export function fileReadRoutes(google: Parts): IApiRoute[] {
  return [
    route('GET', 'files/generateIds', 'GenerateIds', {
      scopes: MAY.write,
      units: 'get',
      latency: 'get',
      run: call => generateIds(google, call)
    }),
    route('GET', 'files/:fileId', 'Get', {
      scopes: MAY.readContent,
      units: 'download',
      latency: 'media',
      when: asksForMedia,
      isMedia: true,
      run: call => download(google, call)
    }),
    route('GET', 'files/:fileId', 'Get', {
      scopes: MAY.readMetadata,
      units: 'get',
      latency: 'get',
      run: call => getFile(google, call)
    })
  ];
}

async function getFile(google: Parts, call: Call): Promise<Reply> {
  if (call.query.flag('acknowledgeAbuse')) {
    throw forbidden(
      'invalidAbuseAcknowledgment',
      'The acknowledgeAbuse parameter is only applicable for download requests.',
      'acknowledgeAbuse'
    );
  }
  const item = lookUp(google, call, call.params.fileId ?? '');
  return fileReply(google, call, item);
}

/** Refusals in the order of docs/reference/drive.md, "Errors": type of parameters, lookup, then what the file allows. */
function download(google: Parts, call: Call): Reply {
  const acknowledges = call.query.flag('acknowledgeAbuse');
  const item = lookUp(google, call, call.params.fileId ?? '');
  const head = headOf(item);
  if (head === undefined) {
    throw forbidden(
      'fileNotDownloadable',
      'Only files with binary content can be downloaded. Use Export with Docs Editors files.',
      'alt'
    );
  }
  refuseDownload(google, call, item, acknowledges);
  return contentReply(call, head.content, head.mimeType, item.name);
}

/** Throws if this account may not have the bytes: no right, malware, a spent download quota. */
function refuseDownload(google: Parts, call: Call, item: Item, acknowledges: boolean): void {
  if (!capability(google.store, call.viewer, item, 'canDownload')) {
    throw forbidden('cannotDownloadFile', 'This file cannot be downloaded by the user.');
  }
  const isAbusive = item.quirks?.abusive === true;
  const isOwner = item.owner === call.viewer.email;
  if (isAbusive && !(acknowledges && isOwner)) {
    throw forbidden(
      'cannotDownloadAbusiveFile',
      'This file has been identified as malware or spam and cannot be downloaded.'
    );
  }
  if (!isAbusive && acknowledges) {
    throw forbidden(
      'invalidAbuseAcknowledgment',
      'The acknowledgeAbuse parameter is only applicable for abusive files.',
      'acknowledgeAbuse'
    );
  }
  if (item.quirks?.downloadQuotaExceeded === true) {
    throw forbidden('downloadQuotaExceeded', 'The download quota for this file has been exceeded.');
  }
}

/** The bytes, or the range of them that was asked for: 200, 206 or 416 (docs/reference/drive.md, "Downloads"). No ETag. */
export function contentReply(call: Call, content: IContent, mimeType: string, name: string): Reply {
  const range = parseRange(header(call.request, 'range'), content.size);
  if (range === 'unsatisfiable') {
    throw rangeNotSatisfiable(content.size);
  }
  const { start, end } = range === 'whole' ? { start: 0, end: content.size } : range;
  const headers: Record<string, string> = {
    'Content-Type': mimeType,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(Buffer.from(name).toString())}`
  };
  if (range !== 'whole') {
    headers['Content-Range'] = `bytes ${start}-${end - 1}/${content.size}`;
  }
  return {
    status: range === 'whole' ? 200 : 206,
    headers,
    body: { kind: 'content', content, start, end },
    effort: { bytes: content.size, isRange: range !== 'whole' }
  };
}

function generateIds(google: Parts, call: Call): Reply {
  const count = call.query.integer('count') ?? 10;
  const space = call.query.value('space') ?? 'drive';
  if (count < 1 || count > 1000) {
    throw invalid('count', `Invalid value '${count}'. Values must be within the range: [1, 1000]`);
  }
  if (space !== 'drive' && space !== 'appDataFolder') {
    throw invalid('space');
  }
  if (!['files', 'shortcuts'].includes(call.query.value('type') ?? 'files')) {
    throw invalid('type');
  }
  const ids = Array.from({ length: count }, () => google.ids.file());
  ids.forEach(id => google.reserved.add(id));
  return masked(call, GENERATED_IDS, '*', { kind: 'drive#generatedIds', space, ids });
}
