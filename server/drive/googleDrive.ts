/** IDrive over Google's own client for metadata, and over requests of our own for bytes. */
import { drive_v3 } from 'googleapis/build/src/apis/drive/v3.js';
import { cutName, DriveError } from '../../protocol';
import { GoogleApiError } from '../google/apiErrors';
import { FILE_FIELDS, FOLDER_TYPE, LIST_FIELDS, toDriveFile, toFilePage } from './adapter';
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
  Made,
  NewFolder,
  SharedDrive
} from './drive';
import type { Caller } from '../google/caller';
import { authorized, type ITokens } from './authorized';
import { exportDocument, type ExportParts } from './exports';
import type { Call, Governor } from '../governor/governor';
import { fetchMedia } from '../google/download';
import {
  asRecord,
  asId,
  listOf,
  recordOf,
  required,
  requiredId,
  textOf,
  type Fields
} from './fields';
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

  about(caller: Caller): Promise<AboutAccount> {
    const fields = 'user(emailAddress,displayName,permissionId)';
    return this.ask(
      { class: 'get', caller },
      options => this.api.about.get({ fields }, options),
      answer => {
        const user = required(recordOf(answer, 'user'), 'user');
        const email = required(textOf(user, 'emailAddress'), 'emailAddress');
        return {
          email,
          name: textOf(user, 'displayName') ?? email,
          permissionId: textOf(user, 'permissionId') ?? email,
          kind: email.endsWith('.gserviceaccount.com') ? 'serviceAccount' : 'user'
        };
      }
    );
  }

  async get(id: string, caller: Caller, resourceKey: string | null = null): Promise<DriveFile> {
    const key = resourceKey ?? this.keys.of(id);
    const file = await this.ask(
      { class: 'get', caller, what: id },
      options =>
        this.api.files.get(
          { fileId: id, fields: FILE_FIELDS, ...ALL_DRIVES },
          withHeaders(options, keyHeader(id, key))
        ),
      toDriveFile
    );
    this.keys.learn(id, key); // it is right: Drive has answered
    return this.keys.learnFrom(file);
  }

  async list(request: ListRequest, caller: Caller): Promise<FilePage> {
    const isFirst = !request.pageToken;
    const page = await this.corpora.list(request.driveId ?? null, isFirst, corpus =>
      this.ask(
        { class: 'list', caller },
        options =>
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
          ),
        toFilePage
      )
    );
    page.files.forEach(file => this.keys.learnFrom(file));
    return page;
  }

  async sharedDrives(caller: Caller): Promise<readonly SharedDrive[]> {
    const fields = 'nextPageToken,drives(id,name)';
    const pages = pagesOf(
      pageToken =>
        this.ask(
          { class: 'list', caller },
          options =>
            this.api.drives.list(
              { pageSize: DRIVES_PER_PAGE, fields, ...(pageToken === null ? {} : { pageToken }) },
              options
            ),
          toDrivesPage
        ),
      page => page.drives.length
    );
    const drives: SharedDrive[] = [];
    for await (const page of pages) {
      drives.push(...page.drives);
    }
    return drives;
  }

  download<T>(request: DownloadRequest<T>, caller: Caller): Promise<T> {
    const { id, resumeAt, consume, anyway = false } = request;
    const path = `drive/v3/files/${encodeURIComponent(id)}?alt=media&supportsAllDrives=true`;
    const plain = new URL(path, this.parts.rootUrl);
    let url = anyway ? new URL(`${plain.href}&acknowledgeAbuse=true`) : plain;
    const call = { class: 'download', caller, progress: resumeAt } as const;
    return this.parts.authorized(call, async header => {
      const key = keyHeader(id, request.resourceKey ?? this.keys.of(id));
      const headers = { ...header, ...key };
      const fetchFrom = (address: URL): Promise<T> => {
        const media = { url: address, headers, offset: resumeAt(), signal: caller.signal };
        return fetchMedia(media, this.parts, consume);
      };
      try {
        return await fetchFrom(url);
      } catch (error) {
        if (!isNotFlagged(error)) {
          throw error;
        }
        url = plain;
        return fetchFrom(url);
      }
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
      const more = await this.ask(
        { class: 'get', caller },
        options =>
          this.api.files.generateIds({ count: missing, space: 'drive', type: 'files' }, options),
        toIds
      );
      ids.push(...more);
    }
    return ids;
  }

  createFolder(folder: NewFolder, caller: Caller): Promise<Made> {
    const { id, name, parent } = folder;
    const requestBody = { id, name, mimeType: FOLDER_TYPE, parents: [parent] };
    return this.orWhatIsThere(id, caller, () =>
      this.ask(
        { class: 'edit', caller, what: name },
        options =>
          this.api.files.create({ requestBody, fields: FILE_FIELDS, ...ALL_DRIVES }, options),
        toDriveFile
      )
    );
  }

  upload(request: UploadRequest, caller: Caller): Promise<Made> {
    return this.orWhatIsThere(request.target.id, caller, () =>
      uploadFile(request, caller, this.parts)
    );
  }

  async trash(id: string, caller: Caller): Promise<void> {
    await this.ask(
      { class: 'edit', caller, what: id },
      options =>
        this.api.files.update(
          { fileId: id, requestBody: { trashed: true }, fields: 'id', ...ALL_DRIVES },
          options
        ),
      answer => requiredId(answer, 'id')
    );
  }

  /** The id was given to us alone: where it is in use, an earlier try arrived, and its answer was lost. */
  private async orWhatIsThere(
    id: string,
    caller: Caller,
    create: () => Promise<DriveFile>
  ): Promise<Made> {
    try {
      return { ...(await create()), wasThere: false };
    } catch (error) {
      if (isIdInUse(error)) {
        return { ...(await this.get(id, caller)), wasThere: true };
      }
      throw error;
    }
  }

  private ask<T>(
    call: Call,
    send: (options: CallOptions) => Promise<LibraryAnswer>,
    read: (answer: Fields) => T
  ): Promise<T> {
    return ask(this.parts, call, { send, read });
  }
}

function toDrivesPage(page: Fields): {
  readonly drives: readonly SharedDrive[];
  readonly nextPageToken: string | null;
} {
  const drives = required(listOf(page, 'drives'), 'drives').map(drive => {
    const fields = asRecord(drive, 'a shared drive');
    return { id: requiredId(fields, 'id'), name: cutName(textOf(fields, 'name') ?? '') };
  });
  return { drives, nextPageToken: textOf(page, 'nextPageToken') };
}

/** At least one, or asking for them would never end. */
function toIds(answer: Fields): readonly string[] {
  const ids = required(listOf(answer, 'ids'), 'ids').map(id => asId(id, 'ids'));
  required(ids[0] ?? null, 'ids');
  return ids;
}

/** Google cleared the file meanwhile, and refuses the words that a flagged one needs. */
function isNotFlagged(error: unknown): boolean {
  return error instanceof GoogleApiError && error.reason === 'invalidAbuseAcknowledgment';
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
