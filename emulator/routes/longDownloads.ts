import { MAY } from '../accounts/scopes';
import type { LookupParts } from '../calls/lookup';
import { lookUp } from '../calls/lookup';
import { masked } from '../calls/masked';
import { MemoryContent } from '../contents/content';
import { exportAs } from '../contents/exporting';
import { capability } from '../drive/access';
import { exportFormatsOf } from '../drive/exports';
import type { Item } from '../drive/items';
import { headOf } from '../drive/items';
import type { Operation, Operations } from '../drive/operations';
import { ApiError, badRequest, forbidden, notFound } from '../drive/refusals';
import { OPERATION } from '../drive/shapes';
import type { Reply } from '../http/reply';
import type { Call, IApiRoute } from '../http/routes';
import { routesOf } from '../http/routes';
import type { Ids } from '../ids';
import type { JsonObject } from '../json';
import type { Knobs } from '../traffic/knobs';
import { exportBytes } from './exports';
import { contentReply } from './fileReads';
import { ownValue } from '../json';

type Parts = LookupParts & {
  readonly ids: Ids;
  readonly operations: Operations;
  readonly knobs: Pick<Knobs, 'operationMs'>;
};

/** Formats for kinds that files.export does not know (docs/reference/drive.md, "Exports"). */
const ONLY_LONG: Record<string, string> = {
  'application/vnd.google-apps.vid': 'video/mp4',
  'application/vnd.google-apps.site': 'text/plain',
  'application/vnd.google-apps.form': 'application/zip'
};
const TYPE = 'type.googleapis.com/google.apps.drive.v3';

const route = routesOf('DriveFiles');

export function longDownloadRoutes(google: Parts): IApiRoute[] {
  return [
    route('POST', 'files/:fileId/download', 'Download', {
      scopes: MAY.longDownload,
      units: 'download',
      latency: 'get',
      run: call => begin(google, call)
    }),
    {
      method: 'GET',
      path: '/drive/v3/operations/:name',
      name: 'google.longrunning.Operations.GetOperation',
      scopes: MAY.exportContent,
      units: 'get',
      latency: 'get',
      run: call => {
        const operation = find(google, call);
        return masked(call, OPERATION, '*', resource(google, call, operation));
      }
    },
    route('GET', 'downloads/:name', 'Download', {
      scopes: MAY.readContent,
      units: 'download',
      latency: 'media',
      isMedia: true,
      run: call => fetch(google, call)
    })
  ];
}

function begin(google: Parts, call: Call): Reply {
  const item = lookUp(google, call, call.params.fileId ?? '');
  if (!capability(google.store, call.viewer, item, 'canDownload')) {
    throw forbidden('cannotDownloadFile', 'This file cannot be downloaded by the user.');
  }
  const operation = google.operations.add(
    {
      name: google.ids.operation(),
      email: call.viewer.email,
      fileId: item.id,
      mimeType: formatFor(item, call.query.value('mimeType')),
      revisionId: call.query.value('revisionId'),
      doneAt: google.clock.now() + google.knobs.operationMs
    },
    google.clock.now()
  );
  return masked(call, OPERATION, '*', resource(google, call, operation));
}

/** The media type asked for, or the kind's usual one; blobs have only their own. */
function formatFor(item: Item, asked: string | undefined): string {
  if (headOf(item) !== undefined) {
    if (asked !== undefined && asked !== item.mimeType) {
      throw badRequest('The requested conversion is not supported.', 'mimeType');
    }
    return item.mimeType;
  }
  const [usual] = exportFormatsOf(item.mimeType);
  const mimeType = asked ?? ownValue(ONLY_LONG, item.mimeType) ?? usual?.mimeType;
  const isKnown =
    ownValue(ONLY_LONG, item.mimeType) === mimeType ||
    exportFormatsOf(item.mimeType).some(each => each.mimeType === mimeType);
  if (mimeType === undefined || item.document === undefined) {
    throw forbidden('fileNotDownloadable', 'This file cannot be downloaded.');
  }
  if (!isKnown) {
    throw badRequest('The requested conversion is not supported.', 'mimeType');
  }
  return mimeType;
}

function find(google: Parts, call: Call): Operation {
  const name = call.params.name ?? '';
  const operation = google.operations.find(name, google.clock.now());
  if (operation?.email !== call.viewer.email) {
    throw new ApiError({
      status: 404,
      message: `Operation not found: ${name}.`,
      reason: 'notFound'
    });
  }
  return operation;
}

function resource(google: Parts, { request }: Call, operation: Operation): JsonObject {
  const { name, fileId, doneAt } = operation;
  const resourceKey = google.store.find(fileId)?.resourceKey;
  const metadata = {
    '@type': `${TYPE}.DownloadFileMetadata`,
    ...(resourceKey === undefined ? {} : { resourceKey })
  };
  if (doneAt > google.clock.now()) {
    return { name, metadata };
  }
  return {
    name,
    metadata,
    done: true,
    response: {
      '@type': `${TYPE}.DownloadFileResponse`,
      downloadUri: `${request.origin}/drive/v3/downloads/${name}?alt=media`,
      partialDownloadAllowed: true
    }
  };
}

/** The bytes behind a downloadUri; the same token is needed. */
function fetch(google: Parts, call: Call): Reply {
  const { fileId, mimeType, revisionId } = find(google, call);
  const item = google.store.find(fileId);
  if (item === undefined) {
    throw notFound(fileId);
  }
  const revision = item.revisions.find(each => each.id === revisionId) ?? headOf(item);
  if (revision !== undefined) {
    return contentReply(call, revision.content, mimeType, item.name);
  }
  return contentReply(
    call,
    new MemoryContent(bytesOf(google, call, item, mimeType)),
    mimeType,
    item.name
  );
}

function bytesOf(google: Parts, call: Call, item: Item, mimeType: string): Buffer {
  if (ownValue(ONLY_LONG, item.mimeType) === mimeType) {
    const extension = mimeType === 'application/zip' ? 'zip' : 'txt';
    return exportAs(item.document ?? { text: '', rows: [] }, item.mimeType, extension);
  }
  return exportBytes(google, call, item, mimeType);
}
