/** IDrive over Google's own client for metadata, and over requests of our own for bytes. */
import { drive_v3 } from 'googleapis/build/src/apis/drive/v3.js';
import { DriveError } from '../../protocol';
import { GoogleApiError } from '../google/apiErrors';
import { FILE_FIELDS, FOLDER_TYPE, LIST_FIELDS, toDriveFile } from './adapter';
import { Corpora } from './corpora';
import type {
  AboutAccount,
  ExportRequest,
  UploadRequest,
  DownloadRequest,
  DriveFile,
  FilePage,
  IDrive,
  ListRequest,
  NewFolder,
  SharedDrive
} from './drive';
import type { Caller } from '../google/caller';
import { authorized, type ITokens } from './authorized';
import { exportDocument, type ExportParts } from './exports';
import type { Call, Governor } from '../governor/governor';
import { fetchMedia } from '../google/download';
import { pagesOf } from './pages';
import { ALL_DRIVES, ask, withHeaders, type CallOptions, type LibraryAnswer } from './requests';
import { keyHeader, ResourceKeys } from './resourceKeys';
import { uploadFile } from './uploads';

type GoogleDriveParts = Omit<ExportParts, 'api' | 'authorized'> & {
  readonly tokens: ITokens;
  readonly governor: Pick<Governor, 'run'>;
};

const DRIVES_PER_PAGE = 100;
const IDS_PER_CALL = 1_000;

export class GoogleDrive implements IDrive {
  private readonly api: drive_v3.Drive;
  private readonly parts: ExportParts;
  private readonly corpora = new Corpora();
  private readonly keys = new ResourceKeys();

  constructor({ tokens, governor, ...parts }: GoogleDriveParts) {
    this.api = new drive_v3.Drive({ rootUrl: parts.rootUrl });
    this.parts = { ...parts, api: this.api, authorized: authorized(tokens, governor) };
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
    const key = resourceKey ?? this.keys.of(id);
    const file = await this.ask({ class: 'get', caller, what: id }, options =>
      this.api.files.get(
        { fileId: id, fields: FILE_FIELDS, ...ALL_DRIVES },
        withHeaders(options, keyHeader(id, key))
      )
    );
    this.keys.learn(id, key); // it is right: Drive has answered
    return this.keys.learnFrom(toDriveFile(file));
  }

  async list(request: ListRequest, caller: Caller): Promise<FilePage> {
    const isFirst = !request.pageToken;
    const page = await this.corpora.list(request.driveId ?? null, isFirst, corpus =>
      this.ask({ class: 'list', caller }, options =>
        this.api.files.list(
          {
            q: request.q,
            pageSize: request.pageSize,
            fields: LIST_FIELDS,
            includeItemsFromAllDrives: true,
            ...ALL_DRIVES,
            ...corpus,
            ...(request.orderBy ? { orderBy: request.orderBy } : {}),
            ...(request.pageToken ? { pageToken: request.pageToken } : {})
          },
          withHeaders(options, this.keys.headersForQuery(request.q))
        )
      )
    );
    return {
      files: (page.files ?? []).map(file => this.keys.learnFrom(toDriveFile(file))),
      nextPageToken: page.nextPageToken ?? null
    };
  }

  async sharedDrives(caller: Caller): Promise<readonly SharedDrive[]> {
    const fields = 'nextPageToken,drives(id,name)';
    const pages = pagesOf(pageToken =>
      this.ask({ class: 'list', caller }, options =>
        this.api.drives.list(
          { pageSize: DRIVES_PER_PAGE, fields, ...(pageToken === null ? {} : { pageToken }) },
          options
        )
      )
    );
    const drives: SharedDrive[] = [];
    for await (const page of pages) {
      drives.push(
        ...(page.drives ?? []).map(({ id, name }) => ({ id: id ?? '', name: name ?? '' }))
      );
    }
    return drives;
  }

  download<T>(request: DownloadRequest<T>, caller: Caller): Promise<T> {
    const { id, resumeAt, consume } = request;
    const path = `drive/v3/files/${encodeURIComponent(id)}?alt=media&supportsAllDrives=true`;
    const url = new URL(path, this.parts.rootUrl);
    const call = { class: 'download', caller, progress: resumeAt } as const;
    return this.parts.authorized(call, header => {
      const key = keyHeader(id, request.resourceKey ?? this.keys.of(id));
      const headers = { ...header, ...key };
      const media = { url, headers, offset: resumeAt(), signal: caller.signal };
      return fetchMedia(media, this.parts, consume);
    });
  }

  exportDocument<T>(request: ExportRequest<T>, caller: Caller): Promise<T> {
    const resourceKey = request.resourceKey ?? this.keys.of(request.id);
    return exportDocument({ ...request, resourceKey }, caller, this.parts);
  }

  async generateIds(count: number, caller: Caller): Promise<readonly string[]> {
    const ids: string[] = [];
    while (ids.length < count) {
      const missing = Math.min(IDS_PER_CALL, count - ids.length);
      const answer = await this.ask({ class: 'get', caller }, options =>
        this.api.files.generateIds({ count: missing, space: 'drive', type: 'files' }, options)
      );
      ids.push(...(answer.ids ?? []));
    }
    return ids;
  }

  createFolder(folder: NewFolder, caller: Caller): Promise<DriveFile> {
    const { id, name, parent } = folder;
    const requestBody = { id, name, mimeType: FOLDER_TYPE, parents: [parent] };
    return this.orWhatIsThere(id, caller, async () => {
      const created = await this.ask({ class: 'edit', caller, what: name }, options =>
        this.api.files.create({ requestBody, fields: FILE_FIELDS, ...ALL_DRIVES }, options)
      );
      return toDriveFile(created);
    });
  }

  upload(request: UploadRequest, caller: Caller): Promise<DriveFile> {
    return this.orWhatIsThere(request.target.id, caller, () =>
      uploadFile(request, caller, this.parts)
    );
  }

  /** The id was given to us alone: where it is in use, an earlier try arrived, and its answer was lost. */
  private async orWhatIsThere(
    id: string,
    caller: Caller,
    create: () => Promise<DriveFile>
  ): Promise<DriveFile> {
    try {
      return await create();
    } catch (error) {
      if (isIdInUse(error)) {
        return this.get(id, caller);
      }
      throw error;
    }
  }

  private ask<T>(
    call: Call,
    send: (options: CallOptions) => Promise<LibraryAnswer<T>>
  ): Promise<T> {
    return ask(this.parts, call, send);
  }
}

/** 409 `fileIdInUse` (docs/reference/drive.md, "Uploads"). */
function isIdInUse(error: unknown): boolean {
  return (
    error instanceof DriveError &&
    error.cause instanceof GoogleApiError &&
    error.cause.status === 409 &&
    error.cause.reason === 'fileIdInUse'
  );
}
