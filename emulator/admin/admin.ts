import { MemoryContent } from '../contents/content';
import { GeneratedContent } from '../contents/generated';
import { sizeOf, time } from '../drive/fileResource';
import type { Item } from '../drive/items';
import { headOf } from '../drive/items';
import { badRequest } from '../drive/refusals';
import type { Google } from '../google';
import type { ISideDoor } from '../http/frontDoor';
import type { Reply } from '../http/reply';
import { empty, json, replyToError, unknownPage } from '../http/reply';
import type { ApiRequest } from '../http/request';
import { readBody } from '../http/request';
import { decodeSegment } from '../http/routes';
import type { JsonObject } from '../json';
import { numberOf, parseObject, textOf, textsOf } from '../json';
import { Planter } from '../seed/planting';
import { turnKnobs } from '../traffic/knobs';
import { addDrive, addItem, describe, findItem, readRole } from './items';
import { need, readFault, readMatch, readPhase } from './reading';

const LARGEST_BODY = 512 * 1024 * 1024;

/** What tests ask beside Google's API, under `/emulator/`: people and items, faults and knobs, and the journal. Loopback only. */
export class Admin implements ISideDoor {
  constructor(
    private readonly google: Google,
    private readonly reset: (seed: string) => Promise<void>
  ) {}

  owns(path: string): boolean {
    return path.startsWith('/emulator/');
  }

  async answer(request: ApiRequest): Promise<Reply> {
    try {
      const [, , noun = '', id = '', verb = ''] = request.path.split('/').map(decodeSegment);
      const text = (await readBody(request, LARGEST_BODY)).toString('utf8');
      const body = text === '' ? {} : parseObject(text);
      if (body === undefined) {
        throw badRequest('The emulator reads JSON objects.');
      }
      const key = [request.method, noun, verb].filter(Boolean).join(' ');
      return (await this.work(key, id, body)) ?? unknownPage(request.path);
    } catch (error) {
      return replyToError(error);
    }
  }

  private async work(key: string, id: string, body: JsonObject): Promise<Reply | undefined> {
    return (
      (await this.world(key, id, body)) ?? (await this.weather(key, id, body)) ?? this.records(key)
    );
  }

  /** People and items. */
  private async world(key: string, id: string, body: JsonObject): Promise<Reply | undefined> {
    const { google } = this;
    switch (key) {
      case 'POST reset':
        await this.reset(textOf(body, 'seed') ?? 'empty');
        return json({});
      case 'POST users':
        google.accounts.addUser(need(body, 'email'), textOf(body, 'displayName'));
        return json({ email: need(body, 'email') });
      case 'POST serviceAccounts': {
        const account = google.accounts.addServiceAccount(need(body, 'name'), {
          delegation: body.delegation === 'all' ? 'all' : (textsOf(body, 'delegation') ?? [])
        });
        return json({ ...google.accounts.createKey(account) });
      }
      case 'POST clients': {
        const redirectUris = textsOf(body, 'redirectUris') ?? [];
        const client = google.clients.add(redirectUris, body.desktop === true);
        return json({ clientId: client.clientId, clientSecret: client.clientSecret });
      }
      case 'POST drives':
        return json(addDrive(google, body));
      case 'POST ids':
        (textsOf(body, 'ids') ?? []).forEach(each => google.reserved.add(each));
        return json({});
      case 'POST items':
        return json(await addItem(google, body));
      case 'DELETE items':
        google.store.remove(findItem(google, id), []);
        return empty(204);
      case 'POST items share':
        new Planter(google.store).share(
          findItem(google, id),
          need(body, 'email'),
          readRole(textOf(body, 'role') ?? 'reader')
        );
        return json({});
      case 'POST items content':
        overwrite(google, findItem(google, id), body);
        return json(await describe(google, findItem(google, id)));
      case 'GET snapshot':
        return json({ items: await snapshot(google) });
      default:
        return undefined;
    }
  }

  /** Knobs, faults, holds and tokens. */
  private async weather(key: string, id: string, body: JsonObject): Promise<Reply | undefined> {
    const { google } = this;
    switch (key) {
      case 'PATCH knobs':
        turn(google, body);
        return json({ ...google.knobs });
      case 'POST faults':
        return json({ id: google.faults.add(readMatch(body.match), readFault(body.do)) });
      case 'DELETE faults':
        if (id === '') {
          google.faults.clear();
        } else {
          google.faults.remove(Number(id));
        }
        return empty(204);
      case 'POST holds':
        return json({
          id: google.holds.add(readPhase(body), {
            k: numberOf(body, 'k'),
            match: body.match === undefined ? undefined : readMatch(body.match)
          })
        });
      case 'GET holds':
        await google.holds.held(Number(id));
        return json({});
      case 'DELETE holds':
        google.holds.release(Number(id));
        return empty(204);
      case 'POST tokens':
        loseTokens(google, need(body, 'action'));
        return json({});
      default:
        return undefined;
    }
  }

  private records(key: string): Reply | undefined {
    switch (key) {
      case 'GET requests':
        return json({ requests: this.google.journal.list().map(entry => ({ ...entry })) });
      case 'DELETE requests':
        this.google.journal.clear();
        return empty(204);
      default:
        return undefined;
    }
  }
}

export function turn(google: Google, changes: JsonObject): void {
  try {
    turnKnobs(google.knobs, changes);
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : 'Bad knob');
  }
  google.clock.skewMs = google.knobs.clockSkewSeconds * 1000;
}

function loseTokens(google: Google, action: string): void {
  switch (action) {
    case 'expire':
      google.tokens.expireAll();
      return;
    case 'revoke':
      google.tokens.revokeAll();
      return;
    default:
      throw badRequest(`The emulator does not know the action ${action}.`, 'action');
  }
}

/** A new head revision, as if its owner had saved it. */
function overwrite(google: Google, item: Item, body: JsonObject): void {
  const base64 = textOf(body, 'base64');
  const size = numberOf(body, 'size');
  const content =
    size === undefined
      ? new MemoryContent(
          base64 === undefined
            ? Buffer.from(textOf(body, 'content') ?? '')
            : Buffer.from(base64, 'base64')
        )
      : new GeneratedContent(numberOf(body, 'contentSeed') ?? 0, size);
  item.modifiedTime = google.clock.now();
  item.revisions.push({
    id: google.ids.revision(),
    mimeType: item.mimeType,
    modifiedTime: item.modifiedTime,
    modifiedBy: item.owner ?? item.modifiedBy,
    keepForever: false,
    originalFilename: headOf(item)?.originalFilename ?? item.name,
    content
  });
  google.store.touch(item);
}

/** Every item, to compare the Drive with what a test expects. */
async function snapshot(google: Google): Promise<JsonObject[]> {
  const items = [...google.store.all.newestFirst()].reverse();
  return Promise.all(
    items.map(async item => ({
      id: item.id,
      name: item.name,
      mimeType: item.mimeType,
      parents: item.parents,
      owner: item.owner,
      driveId: item.driveId,
      size: sizeOf(item),
      md5: await headOf(item)?.content.digest('md5'),
      revisions: item.revisions.length,
      modifiedTime: time(item.modifiedTime),
      trashed: item.trashed
    }))
  );
}
