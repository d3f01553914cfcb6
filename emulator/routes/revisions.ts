import { MAY } from '../accounts/scopes';
import type { SceneParts } from '../calls/fileReply';
import type { LookupParts } from '../calls/lookup';
import { asksForMedia, demand, lookUp } from '../calls/lookup';
import { masked } from '../calls/masked';
import { pageOf, readPageSize } from '../calls/pages';
import { time } from '../drive/fileResource';
import type { Item, Revision } from '../drive/items';
import { headOf } from '../drive/items';
import type { PageTokens } from '../drive/pageTokens';
import { userResource } from '../drive/people';
import { ApiError, badRequest, forbidden, invalid, partNotFound } from '../drive/refusals';
import { REVISION, REVISION_LIST } from '../drive/shapes';
import type { Reply } from '../http/reply';
import { empty } from '../http/reply';
import { readJson } from '../http/request';
import type { Call, IApiRoute } from '../http/routes';
import { routesOf } from '../http/routes';
import type { JsonObject } from '../json';
import { booleanOf } from '../json';
import { contentReply } from './fileReads';

type Parts = LookupParts &
  SceneParts & {
    readonly pageTokens: PageTokens;
  };

const BASICS = 'kind,id,mimeType,modifiedTime';
const PATH = 'files/:fileId/revisions';

const route = routesOf('DriveRevisions');

export function revisionRoutes(google: Parts): IApiRoute[] {
  return [
    route('GET', PATH, 'List', {
      scopes: MAY.readMetadata,
      units: 'list',
      latency: 'list',
      run: call => list(google, call)
    }),
    route('GET', `${PATH}/:revisionId`, 'Get', {
      scopes: MAY.readContent,
      units: 'download',
      latency: 'media',
      when: asksForMedia,
      isMedia: true,
      run: call => download(google, call)
    }),
    route('GET', `${PATH}/:revisionId`, 'Get', {
      scopes: MAY.readMetadata,
      units: 'get',
      latency: 'get',
      run: call => answer(google, call, findRevision(google, call))
    }),
    route('PATCH', `${PATH}/:revisionId`, 'Update', {
      scopes: MAY.write,
      units: 'edit',
      latency: 'update',
      run: call => update(google, call)
    }),
    route('DELETE', `${PATH}/:revisionId`, 'Delete', {
      scopes: MAY.write,
      units: 'edit',
      latency: 'update',
      run: call => remove(google, call)
    })
  ];
}

async function list(google: Parts, call: Call): Promise<Reply> {
  const item = readable(google, call);
  const pageSize = readPageSize(call, 1000, 200);
  const question = `revisions\n${item.id}\n${call.viewer.email}`;
  const revisions = item.revisions.length === 0 ? [asRevision(item)] : item.revisions;
  const { items, nextPageToken } = pageOf(google, call, question, revisions, pageSize);
  const page = {
    kind: 'drive#revisionList',
    nextPageToken,
    revisions: await Promise.all(items.map(revision => resource(google, call, { item, revision })))
  };
  return masked(call, REVISION_LIST, `kind,nextPageToken,revisions(${BASICS})`, page);
}

function download(google: Parts, call: Call): Reply {
  const { item, revision } = findRevision(google, call);
  if (!('content' in revision)) {
    throw forbidden(
      'fileNotDownloadable',
      'Only files with binary content can be downloaded. Use Export with Docs Editors files.',
      'alt'
    );
  }
  return contentReply(call, revision.content, revision.mimeType, item.name);
}

async function update(google: Parts, call: Call): Promise<Reply> {
  const body = await readJson(call.request);
  const { item, revision } = findRevision(google, call);
  demand(google, call, item, 'canReadRevisions');
  const keepForever = booleanOf(body, 'keepForever');
  if (keepForever !== undefined) {
    if (!('content' in revision)) {
      throw new ApiError({
        status: 400,
        message: 'keepForever can be set on files with binary content only.',
        reason: 'illegalKeepForeverModification'
      });
    }
    revision.keepForever = keepForever;
    google.store.touch(item);
  }
  return answer(google, call, { item, revision });
}

/** The head can't be deleted, nor a document's revision. */
function remove(google: Parts, call: Call): Reply {
  const { item, revision } = findRevision(google, call);
  demand(google, call, item, 'canReadRevisions');
  if (!('content' in revision) || revision === headOf(item)) {
    throw badRequest('The revision cannot be deleted.', 'revisionId');
  }
  item.revisions = item.revisions.filter(each => each !== revision);
  google.store.touch(item);
  return empty(204);
}

async function answer(google: Parts, call: Call, found: Found): Promise<Reply> {
  return masked(call, REVISION, BASICS, await resource(google, call, found));
}

/** A document of the editors has revisions without bytes; here only the present one. */
type AnyRevision = Revision | Omit<Revision, 'content' | 'originalFilename'>;
type Found = { readonly item: Item; readonly revision: AnyRevision };

function asRevision(item: Item): AnyRevision {
  return {
    id: String(item.version),
    mimeType: item.mimeType,
    modifiedTime: item.modifiedTime,
    modifiedBy: item.modifiedBy,
    keepForever: false
  };
}

async function resource(google: Parts, call: Call, { item, revision }: Found): Promise<JsonObject> {
  const { id, mimeType, modifiedTime, modifiedBy, keepForever } = revision;
  const base: JsonObject = {
    kind: 'drive#revision',
    id,
    mimeType,
    keepForever,
    published: false,
    modifiedTime: time(modifiedTime),
    lastModifyingUser:
      modifiedBy === '' ? undefined : userResource(google.accounts, call.viewer, modifiedBy)
  };
  if (!('content' in revision)) {
    return base;
  }
  return {
    ...base,
    size: String(revision.content.size),
    originalFilename: revision.originalFilename,
    ...(item.quirks?.noMd5 === true ? {} : { md5Checksum: await revision.content.digest('md5') })
  };
}

function findRevision(google: Parts, call: Call): Found {
  const item = readable(google, call);
  const id = call.params.revisionId ?? '';
  const all: AnyRevision[] = item.revisions.length === 0 ? [asRevision(item)] : item.revisions;
  const revision = all.find(each => each.id === id) ?? (id === 'head' ? all.at(-1) : undefined);
  if (revision === undefined) {
    throw partNotFound('revision', id);
  }
  return { item, revision };
}

function readable(google: Parts, call: Call): Item {
  const item = lookUp(google, call, call.params.fileId ?? '');
  if (item.revisions.length === 0 && item.document === undefined) {
    throw invalid('fileId', 'The file does not support revisions.');
  }
  demand(google, call, item, 'canReadRevisions');
  return item;
}
