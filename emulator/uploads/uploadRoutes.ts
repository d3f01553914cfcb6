import { MAY } from '../accounts/scopes';
import { badRequest } from '../drive/refusals';
import type { QueryParameters } from '../http/query';
import type { Reply } from '../http/reply';
import type { Call, IApiRoute } from '../http/routes';
import type { LatencyKind } from '../traffic/latency';
import { uploadMedia, uploadMultipart } from './oneRequest';
import type { ResumableParts } from './resumable';
import { beginResumable } from './resumable';

type Kind = { latency: LatencyKind; begin: (google: ResumableParts, call: Call) => Promise<Reply> };

const KINDS: Record<string, Kind> = {
  media: { latency: 'createSmall', begin: uploadMedia },
  multipart: { latency: 'createSmall', begin: uploadMultipart },
  resumable: { latency: 'resumeInit', begin: beginResumable }
};

/** POST creates, PATCH updates; PUT is version 2's and unknown here (docs/reference/drive.md, "Uploads"). */
export function uploadRoutes(google: ResumableParts): IApiRoute[] {
  return ['/upload/drive/v3/files', '/resumable/upload/drive/v3/files'].flatMap(base => [
    ...Object.entries(KINDS).flatMap(([name, kind]) => {
      const isAsked = (query: QueryParameters): boolean =>
        query.value('uploadType') === name && !query.has('upload_id');
      return [
        route(google, { method: 'POST', path: base, name: 'Create', kind, when: isAsked }),
        route(google, {
          method: 'PATCH',
          path: `${base}/:fileId`,
          name: 'Update',
          kind,
          when: isAsked
        })
      ];
    }),
    ...['POST', 'PATCH'].map(method =>
      route(google, {
        method,
        path: method === 'POST' ? base : `${base}/:fileId`,
        name: method === 'POST' ? 'Create' : 'Update',
        kind: { latency: 'get', begin: unknownKind },
        when: query => !query.has('upload_id')
      })
    )
  ]);
}

function route(
  google: ResumableParts,
  {
    method,
    path,
    name,
    kind,
    when
  }: {
    method: string;
    path: string;
    name: string;
    kind: Kind;
    when: (query: QueryParameters) => boolean;
  }
): IApiRoute {
  return {
    method,
    path,
    name: `google.apps.drive.v3.DriveFiles.${name}`,
    scopes: name === 'Create' ? MAY.write : MAY.writeMetadata,
    units: 'edit',
    latency: kind.latency,
    when,
    run: call => kind.begin(google, call)
  };
}

function unknownKind(): Promise<Reply> {
  return Promise.reject(badRequest('Invalid upload type', 'uploadType'));
}
