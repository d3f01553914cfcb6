/** IDrive over Google's own client for metadata, and over media.ts for bytes. */
import { drive_v3 } from 'googleapis/build/src/apis/drive/v3.js';
import type http from 'node:http';
import type { GoogleAnswer } from '../answer';
import { toBrokenConnection, toGoogleAnswer } from '../answer';
import { FILE_FIELDS, LIST_FIELDS, toDriveFile } from './adapter';
import type {
  AboutAccount,
  Caller,
  DownloadRequest,
  DriveFile,
  FilePage,
  IDrive,
  ListRequest,
  SharedDrive
} from './drive';
import type { Call, Governor } from './governor';
import { fetchMedia } from './media';

/** Hands out access tokens; drops one that Google refused. */
export interface ITokens {
  token(signal: AbortSignal): Promise<string>;
}

export type GoogleDriveParts = {
  /** Origin of the API, with a trailing slash: Google's, or an emulator's. */
  readonly rootUrl: string;
  readonly agent: http.Agent;
  readonly tokens: ITokens;
  readonly governor: Governor;
  readonly idleMs: number;
};

/** What every request must say, or items of shared drives are 404 (drive-api.md §1.1). */
const ALL_DRIVES = { supportsAllDrives: true } as const;
const DRIVES_PER_PAGE = 100;

type Answer<T> = {
  readonly status: number;
  readonly data: T;
  readonly headers: Headers | http.IncomingHttpHeaders;
};
type CallOptions = {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly agent: http.Agent;
  readonly retry: false;
  readonly validateStatus: () => true;
};

export class GoogleDrive implements IDrive {
  private readonly api: drive_v3.Drive;

  constructor(private readonly parts: GoogleDriveParts) {
    this.api = new drive_v3.Drive({ rootUrl: parts.rootUrl });
  }

  async about(caller: Caller): Promise<AboutAccount> {
    const fields = 'user(emailAddress,displayName,permissionId)';
    const { user } = await this.ask({ class: 'get', caller }, options =>
      this.api.about.get({ fields }, options)
    );
    const email = user?.emailAddress ?? '';
    return {
      email,
      name: user?.displayName ?? email,
      permissionId: user?.permissionId ?? email,
      kind: email.endsWith('.gserviceaccount.com') ? 'serviceAccount' : 'user'
    };
  }

  async get(id: string, caller: Caller, resourceKey: string | null = null): Promise<DriveFile> {
    const file = await this.ask({ class: 'get', caller, what: id }, options =>
      this.api.files.get(
        { fileId: id, fields: FILE_FIELDS, ...ALL_DRIVES },
        withKey(options, id, resourceKey)
      )
    );
    return toDriveFile(file);
  }

  async list(request: ListRequest, caller: Caller): Promise<FilePage> {
    const inDrive = request.driveId
      ? { corpora: 'drive', driveId: request.driveId }
      : { corpora: 'user' };
    const page = await this.ask({ class: 'list', caller }, options =>
      this.api.files.list(
        {
          q: request.q,
          pageSize: request.pageSize,
          fields: LIST_FIELDS,
          includeItemsFromAllDrives: true,
          ...ALL_DRIVES,
          ...inDrive,
          ...(request.orderBy ? { orderBy: request.orderBy } : {}),
          ...(request.pageToken ? { pageToken: request.pageToken } : {})
        },
        options
      )
    );
    return {
      files: (page.files ?? []).map(toDriveFile),
      nextPageToken: page.nextPageToken ?? null
    };
  }

  async sharedDrives(caller: Caller): Promise<readonly SharedDrive[]> {
    const drives: SharedDrive[] = [];
    let pageToken: string | undefined;
    do {
      const paging = pageToken === undefined ? {} : { pageToken };
      const page = await this.ask({ class: 'list', caller }, options =>
        this.api.drives.list(
          { pageSize: DRIVES_PER_PAGE, fields: 'nextPageToken,drives(id,name)', ...paging },
          options
        )
      );
      drives.push(
        ...(page.drives ?? []).map(({ id, name }) => ({ id: id ?? '', name: name ?? '' }))
      );
      pageToken = page.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
    return drives;
  }

  download<T>(request: DownloadRequest<T>, caller: Caller): Promise<T> {
    const { governor, tokens, agent, idleMs, rootUrl } = this.parts;
    const path = `drive/v3/files/${encodeURIComponent(request.id)}?alt=media&supportsAllDrives=true`;
    return governor.run({ class: 'download', caller }, async progressed => {
      const token = await tokens.token(caller.signal);
      const offset = request.resumeAt();
      const headers = {
        authorization: `Bearer ${token}`,
        ...keyHeader(request.id, request.resourceKey ?? null)
      };
      const media = { url: new URL(path, rootUrl), headers, offset, signal: caller.signal };
      try {
        return await fetchMedia(media, { agent, idleMs }, request.consume);
      } finally {
        if (request.resumeAt() > offset) {
          progressed();
        }
      }
    });
  }

  /** One metadata call: token, no retry of the library's own, failures as GoogleAnswer. */
  private ask<T>(call: Call, send: (options: CallOptions) => Promise<Answer<T>>): Promise<T> {
    const { governor, tokens, agent } = this.parts;
    const { signal } = call.caller;
    return governor.run(call, async () => {
      const token = await tokens.token(signal);
      const headers = { authorization: `Bearer ${token}` };
      const answer = await send({
        headers,
        signal,
        agent,
        retry: false,
        validateStatus: () => true
      }).catch((error: unknown) => {
        throw signal.aborted ? error : toBrokenConnection(error);
      });
      if (answer.status >= 200 && answer.status < 300) {
        return answer.data;
      }
      throw failureOf(answer);
    });
  }
}

function failureOf(answer: Answer<unknown>): GoogleAnswer {
  const body = typeof answer.data === 'string' ? answer.data : JSON.stringify(answer.data);
  return toGoogleAnswer(answer.status, body, {
    retryAfter: headerOf(answer, 'retry-after'),
    date: headerOf(answer, 'date')
  });
}

/** The library's type allows for HTTP/2, whose headers are a plain object. */
function headerOf({ headers }: Answer<unknown>, name: 'retry-after' | 'date'): string | null {
  return headers instanceof Headers ? headers.get(name) : (headers[name] ?? null);
}

function withKey(options: CallOptions, id: string, resourceKey: string | null): CallOptions {
  return { ...options, headers: { ...options.headers, ...keyHeader(id, resourceKey) } };
}

/** Link-shared items from before 2021 answer 404 without their key (drive-api.md §2.2). */
function keyHeader(id: string, resourceKey: string | null): Record<string, string> {
  return resourceKey === null ? {} : { 'x-goog-drive-resource-keys': `${id}/${resourceKey}` };
}
