import { MAY } from '../accounts/scopes';
import type { SceneParts } from '../calls/fileReply';
import { sceneOf } from '../calls/fileReply';
import { includesDrives, supportsAllDrives } from '../calls/lookup';
import { maskOf, masked } from '../calls/masked';
import { readPageSize } from '../calls/pages';
import type { Viewer } from '../drive/access';
import { isInCorpus } from '../drive/access';
import type { Change } from '../drive/changes';
import { fileResource, time } from '../drive/fileResource';
import { applyMask, under } from '../drive/masks';
import { driveNotFound, invalid, required } from '../drive/refusals';
import { CHANGE_LIST, START_PAGE_TOKEN } from '../drive/shapes';
import type { Reply } from '../http/reply';
import { json } from '../http/reply';
import type { Call, IApiRoute } from '../http/routes';
import { routesOf } from '../http/routes';
import type { JsonObject } from '../json';
import { driveResource } from './drives';

type Parts = SceneParts;

const FILE_BASICS = 'kind,id,name,mimeType,driveId,teamDriveId';
const CHANGE_BASICS = `kind,removed,fileId,time,driveId,type,changeType,file(${FILE_BASICS}),drive(kind,id,name)`;

const route = routesOf('DriveChanges');

export function changeRoutes(google: Parts): IApiRoute[] {
  return [
    route('GET', 'changes/startPageToken', 'GetStartPageToken', {
      scopes: MAY.readMetadata,
      units: 'get',
      latency: 'get',
      run: call => {
        checkDrive(google, call);
        return masked(call, START_PAGE_TOKEN, '*', {
          kind: 'drive#startPageToken',
          startPageToken: String(google.store.changes.next)
        });
      }
    }),
    route('GET', 'changes', 'List', {
      scopes: MAY.readMetadata,
      units: 'list',
      latency: 'changes',
      run: call => listChanges(google, call)
    })
  ];
}

/** Tokens are numbers and never expire; of several changes of one file the last is told (docs/reference/drive.md, "Changes feed"). */
async function listChanges(google: Parts, call: Call): Promise<Reply> {
  const { query } = call;
  const token = query.value('pageToken') ?? '';
  if (token === '') {
    throw required('pageToken');
  }
  if (!/^\d{1,15}$/.test(token) || Number(token) < 1) {
    throw invalid('pageToken');
  }
  const pageSize = readPageSize(call, 1000);
  const includes = includesDrives(call);
  const driveId = checkDrive(google, call);
  const includesRemoved = query.optionalFlag('includeRemoved') ?? true;
  const wanted = (change: Change): boolean =>
    (driveId === undefined
      ? change.driveId === undefined || includes
      : change.driveId === driveId) &&
    (includesRemoved || !isRemoved(google, call.viewer, change));

  const { changes, next } = collect(google, call.viewer, Number(token), pageSize, wanted);
  const mask = maskOf(
    call,
    CHANGE_LIST,
    `kind,nextPageToken,newStartPageToken,changes(${CHANGE_BASICS})`
  );
  const ofChanges = under(mask, 'changes');
  const answer: JsonObject = { kind: 'drive#changeList' };
  answer[next === undefined ? 'newStartPageToken' : 'nextPageToken'] = String(
    next ?? google.store.changes.next
  );
  if (ofChanges !== undefined) {
    answer.changes = await Promise.all(
      changes.map(async change => {
        const whole = await changeResource(google, call, change, under(ofChanges, 'file'));
        return applyMask(ofChanges, whole);
      })
    );
  }
  return { ...json(applyMask(mask, answer)), effort: { items: changes.length } };
}

/** One page of visible changes, each file once, and the token of the next page. */
function collect(
  google: Parts,
  viewer: Viewer,
  from: number,
  pageSize: number,
  wanted: (change: Change) => boolean
): { changes: Change[]; next: number | undefined } {
  const latest = new Map<string, Change>();
  for (const change of google.store.changes.from(from)) {
    if (!isVisible(google, viewer, change) || !wanted(change)) {
      continue;
    }
    const key = `${change.changeType} ${change.id}`;
    if (latest.size >= pageSize && !latest.has(key)) {
      return { changes: [...latest.values()], next: change.seq };
    }
    latest.delete(key);
    latest.set(key, change);
  }
  return { changes: [...latest.values()], next: undefined };
}

/** Removed for this account: deleted, or no longer shared with it. */
function isRemoved(google: Parts, viewer: Viewer, change: Change): boolean {
  const item = google.store.find(change.id);
  return change.removed || item === undefined || !isInCorpus(google.store, viewer, item);
}

function isVisible(google: Parts, viewer: Viewer, change: Change): boolean {
  const item = google.store.find(change.id);
  if (item !== undefined && google.store.isRoot(item) && change.changeType === 'file') {
    return false;
  }
  if (item !== undefined && isInCorpus(google.store, viewer, item)) {
    return true;
  }
  return change.audience?.includes(viewer.email) ?? false;
}

async function changeResource(
  google: Parts,
  call: Call,
  change: Change,
  fileMask: Parameters<typeof fileResource>[2] | undefined
): Promise<JsonObject> {
  const { viewer } = call;
  const removed = isRemoved(google, viewer, change);
  const base: JsonObject = {
    kind: 'drive#change',
    removed,
    time: time(change.time),
    changeType: change.changeType,
    type: change.changeType
  };
  if (change.changeType === 'drive') {
    const drive = google.store.drives.get(change.id);
    return {
      ...base,
      driveId: change.id,
      ...(drive === undefined ? {} : { drive: driveResource(google, viewer, drive) })
    };
  }
  const item = google.store.find(change.id);
  if (removed || item === undefined || fileMask === undefined) {
    return { ...base, fileId: change.id };
  }
  const scene = sceneOf(google, call);
  return { ...base, fileId: change.id, file: await fileResource(item, scene, fileMask) };
}

function checkDrive(google: Parts, call: Call): string | undefined {
  const driveId = call.query.value('driveId') ?? call.query.value('teamDriveId');
  if (driveId === undefined) {
    return undefined;
  }
  const top = google.store.drives.has(driveId) ? google.store.find(driveId) : undefined;
  if (
    top === undefined ||
    !isInCorpus(google.store, call.viewer, top) ||
    !supportsAllDrives(call)
  ) {
    throw driveNotFound(driveId);
  }
  return driveId;
}
