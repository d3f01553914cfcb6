import { MAY } from '../accounts/scopes';
import type { SceneParts } from '../calls/fileReply';
import { sceneOf } from '../calls/fileReply';
import type { LookupParts } from '../calls/lookup';
import { hasKey, includesDrives, supportsAllDrives } from '../calls/lookup';
import { readPageSize } from '../calls/pages';
import type { Viewer } from '../drive/access';
import { isInCorpus, roleOf } from '../drive/access';
import { asksForPermissions, fileResource } from '../drive/fileResource';
import type { Item } from '../drive/items';
import type { Mask } from '../drive/masks';
import { parseMask, under } from '../drive/masks';
import type { PageTokens } from '../drive/pageTokens';
import { ApiError, driveNotFound, forbidden, invalid, notFound } from '../drive/refusals';
import { FILE_LIST } from '../drive/shapes';
import type { Reply } from '../http/reply';
import { json } from '../http/reply';
import type { Call, IApiRoute } from '../http/routes';
import { routesOf } from '../http/routes';
import type { JsonObject } from '../json';
import { find } from '../query/candidates';
import { idsOfGroup } from '../query/group';
import type { Asking, Test } from '../query/match';
import { compileQuery, mentions } from '../query/match';
import { compileOrder, parseOrder, refuseUnsortable } from '../query/order';
import type { Query } from '../query/parser';
import { parseQuery } from '../query/parser';
import type { Knobs } from '../traffic/knobs';
import { groupedBug } from './groupedBug';

type Parts = LookupParts &
  SceneParts & {
    readonly pageTokens: PageTokens;
    readonly knobs: Pick<Knobs, 'groupedParentsBug' | 'groupedParentsShare'>;
  };

const LONGEST_PAGE = 1000;
const WITH_PERMISSIONS = 100;
const BASICS = 'kind,incompleteSearch,nextPageToken,files(kind,id,name,mimeType,resourceKey)';

const route = routesOf('DriveFiles');

export function fileListRoutes(google: Parts): IApiRoute[] {
  return [
    route('GET', 'files', 'List', {
      scopes: MAY.readMetadata,
      units: 'list',
      latency: 'list',
      run: call => listFiles(google, call)
    })
  ];
}

/** The order of the checks is Google's (docs/reference/drive.md, "Listing and search"). */
async function listFiles(google: Parts, call: Call): Promise<Reply> {
  const { query } = call;
  const pageSize = readPageSize(call, LONGEST_PAGE);
  const keys = parseOrder(query.value('orderBy') ?? '');
  const corpusOf = readCorpus(google, call);
  const asked = parseQuery(query.value('q') ?? '');
  if (keys.length > 0 && mentions(asked, term => 'field' in term && term.field === 'fullText')) {
    throw forbidden(
      'forbidden',
      'Sorting is not supported for queries with fullText terms. Results are always in descending relevance order.',
      'orderBy'
    );
  }
  const question = ['q', 'orderBy', 'corpora', 'driveId', 'spaces', 'includeItemsFromAllDrives']
    .map(name => query.value(name) ?? '')
    .concat(call.viewer.email)
    .join('\n');
  const token = query.value('pageToken') ?? '';
  const cursor = token === '' ? undefined : google.pageTokens.read(question, token);
  refuseUnsortable(keys);
  const mask = parseMask(query.value('fields') ?? BASICS, FILE_LIST);

  const asking: Asking = { store: google.store, viewer: call.viewer };
  refuseHiddenParent(google, call, asked, asking);
  const corpus = corpusOf(idsOfGroup(asked, asking) !== undefined);
  const order = keys.length === 0 ? undefined : compileOrder(keys, asking);
  const limit = asksForPermissions(under(mask, 'files')) ? WITH_PERMISSIONS : LONGEST_PAGE;
  const bug = groupedBug(google, asked, asking);
  const test = allOf([corpus, ...(asked === undefined ? [] : [compileQuery(asked, asking)]), bug]);
  const page = find(asking, asked, {
    test,
    order,
    cursor,
    limit: Math.min(pageSize, limit),
    orderName: `${question}\n${google.knobs.groupedParentsBug}`
  });
  const next = page.next === undefined ? undefined : google.pageTokens.make(question, page.next);
  return {
    ...json(await render(google, call, page.items, mask, next)),
    effort: {
      items: page.items.length,
      isOrdered: order !== undefined,
      isGrouped: (idsOfGroup(asked, asking)?.size ?? 0) > 1
    }
  };
}

async function render(
  google: Parts,
  call: Call,
  items: readonly Item[],
  mask: Mask,
  nextPageToken: string | undefined
): Promise<JsonObject> {
  const answer: JsonObject = {};
  const ofFiles = under(mask, 'files');
  if (under(mask, 'nextPageToken') !== undefined && nextPageToken !== undefined) {
    answer.nextPageToken = nextPageToken;
  }
  if (under(mask, 'kind') !== undefined) {
    answer.kind = 'drive#fileList';
  }
  if (under(mask, 'incompleteSearch') !== undefined) {
    answer.incompleteSearch = false;
  }
  if (ofFiles !== undefined) {
    const scene = sceneOf(google, call);
    const now = google.clock.now();
    answer.files = await Promise.all(
      items.map(item => fileResource(staleOf(item, now), scene, ofFiles))
    );
  }
  return answer;
}

/** Lists may show an older state for a while (docs/reference/drive.md, "Listing and search"). */
function staleOf(item: Item, now: number): Item {
  return item.stale !== undefined && item.stale.until > now ? item.stale.was : item;
}

/** Which items the list is about at all, by corpora, driveId, spaces and what this account can see. */
function readCorpus(google: Parts, call: Call): (isByParent: boolean) => Test {
  const visible = readCorpora(google, call);
  return isByParent => {
    const { store } = google;
    return item =>
      visible(item) &&
      isInCorpus(store, call.viewer, item, isByParent) &&
      !isStillHidden(google, item);
  };
}

function readCorpora(google: Parts, call: Call): Test {
  const { query, viewer } = call;
  const includes = includesDrives(call);
  const driveId = query.value('driveId') ?? query.value('teamDriveId');
  const corpora = query.value('corpora') ?? (driveId === undefined ? 'user' : 'drive');
  switch (corpora) {
    case 'user':
    case 'default':
      return isAppData(call) ? () => false : item => item.driveId === undefined || includes;
    case 'drive':
    case 'teamDrive': {
      const drive = readDriveId(google, viewer, driveId, includes);
      return item => item.driveId === drive;
    }
    case 'allDrives':
    case 'allTeamDrives':
      if (!includes) {
        throw invalid('includeItemsFromAllDrives');
      }
      return () => true;
    case 'domain':
      return item => item.permissions.some(permission => permission.type === 'domain');
    default:
      throw invalid('corpora');
  }
}

function isAppData(call: Call): boolean {
  const spaces = (call.query.value('spaces') ?? 'drive').split(',');
  if (!spaces.every(space => ['drive', 'appDataFolder', 'photos'].includes(space))) {
    throw invalid('spaces');
  }
  return !spaces.includes('drive');
}

function readDriveId(
  google: Parts,
  viewer: Viewer,
  driveId: string | undefined,
  includesDrives: boolean
): string {
  if (driveId === undefined || !includesDrives) {
    throw new ApiError({
      status: 400,
      message: 'The driveId parameter must be specified if and only if corpora is set to drive.',
      reason: 'invalid',
      location: driveId === undefined ? 'driveId' : 'includeItemsFromAllDrives'
    });
  }
  const top = google.store.drives.has(driveId) ? google.store.find(driveId) : undefined;
  if (top === undefined || roleOf(google.store, viewer.email, top) === undefined) {
    throw driveNotFound(driveId);
  }
  return driveId;
}

function isStillHidden(google: Parts, item: Item): boolean {
  return item.visibleAt !== undefined && item.visibleAt > google.clock.now();
}

/** A list of one parent that can't be seen is 404, as a get of it is; in a group it is just empty. */
function refuseHiddenParent(
  google: Parts,
  call: Call,
  asked: Query | undefined,
  asking: Asking
): void {
  const ids = idsOfGroup(asked, asking);
  const [only] = ids ?? [];
  if (ids?.size !== 1 || only === undefined) {
    return;
  }
  const parent = google.store.find(only);
  const isSeen =
    parent !== undefined &&
    roleOf(google.store, call.viewer.email, parent) !== undefined &&
    (parent.driveId === undefined || supportsAllDrives(call)) &&
    !isStillHidden(google, parent) &&
    hasKey(call, parent);
  if (!isSeen) {
    throw notFound(only);
  }
}

function allOf(tests: readonly Test[]): Test {
  return item => tests.every(test => test(item));
}
