import { randomBytes } from 'node:crypto';

import { fileReply } from '../calls/fileReply';
import { lookUp } from '../calls/lookup';
import type { Reply } from '../http/reply';
import { empty, text } from '../http/reply';
import type { ApiRequest } from '../http/request';
import { header, isBroken, readJson } from '../http/request';
import type { Call, IOpenRoute } from '../http/routes';
import type { Knobs } from '../traffic/knobs';
import { checkUpdate } from '../writes/changing';
import { checkCreate } from '../writes/creating';
import { readMetadata, refuseParents } from '../writes/metadata';
import type { UploadParts } from './completing';
import { complete } from './completing';
import { parseContentRange } from './contentRange';
import { Intake } from './intake';
import type { UploadSession, UploadSessions } from './session';
import type { Step } from './uploadState';
import { nextStep, wrongLength } from './uploadState';

/** Beside what every upload needs: the sessions. */
export type ResumableParts = UploadParts & {
  readonly uploads: UploadSessions;
  readonly knobs: Pick<Knobs, 'uploadSessionTtlSeconds' | 'uploadKeepBytes'>;
};

/** Begins a session: permission and quota are refused here; the answer's Location is the key to it. */
export async function beginResumable(google: ResumableParts, call: Call): Promise<Reply> {
  const { request } = call;
  const body = await readJson(request);
  const { fileId } = call.params;
  const metadata = readMetadata(body);
  const declared = readLength(header(request, 'x-upload-content-length'));
  if (fileId === undefined) {
    checkCreate(google, call, metadata, declared ?? 0);
  } else {
    refuseParents(body);
    checkUpdate(google, call, lookUp(google, call, fileId), metadata, declared ?? 0);
  }
  const id = `AEnB2U${randomBytes(60).toString('base64url')}`;
  const { uploadSessionTtlSeconds } = google.knobs;
  google.uploads.add({
    id,
    call,
    metadata,
    fileId,
    mimeType: header(request, 'x-upload-content-type'),
    expiresAt: google.clock.now() + uploadSessionTtlSeconds * 1000,
    writer: google.uploadFolder.write(),
    state: { received: 0, total: declared },
    turn: 0
  });
  const separator = request.query.text === '' ? '' : '&';
  return empty(200, {
    Location: `${request.origin}${request.path}?${request.query.text}${separator}upload_id=${id}`,
    'X-GUploader-UploadID': id,
    Server: 'UploadServer'
  });
}

function readLength(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

const PATHS = [
  '/upload/drive/v3/files',
  '/upload/drive/v3/files/:fileId',
  '/resumable/upload/drive/v3/files',
  '/resumable/upload/drive/v3/files/:fileId'
];

/** The sessions' own addresses. They need no token: who has the address may upload. */
export function sessionRoutes(google: ResumableParts): IOpenRoute[] {
  return PATHS.flatMap(path =>
    ['PUT', 'POST', 'DELETE'].map(method => ({
      method,
      path,
      latency: 'chunkAck' as const,
      when: query => query.has('upload_id'),
      answer: async request => {
        const id = request.query.value('upload_id') ?? '';
        const session = google.uploads.find(id, google.clock.now());
        if (session === undefined) {
          return text(404, 'Not Found', 'text/html; charset=utf-8');
        }
        if (method === 'DELETE') {
          await google.uploads.cancel(session);
          return empty(499, { Server: 'UploadServer' });
        }
        return withSessionId(session, await advance(google, session, request));
      }
    }))
  );
}

function withSessionId(session: UploadSession, reply: Reply): Reply {
  const headers = { 'X-GUploader-UploadID': session.id, Server: 'UploadServer' };
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

/** One request of the session: bytes, or a question. */
async function advance(
  google: ResumableParts,
  session: UploadSession,
  request: ApiRequest
): Promise<Reply> {
  if (session.item !== undefined) {
    return fileReply(google, session.call, session.item);
  }
  const range = parseContentRange(header(request, 'content-range'));
  const length = readLength(header(request, 'content-length'));
  const step = nextStep(session.state, range, length, google.knobs.uploadKeepBytes);
  if (range.kind === 'query' || range.kind === 'chunk') {
    session.state.total ??= range.total;
  }
  session.turn += 1;
  switch (step.kind) {
    case 'refuse':
      return text(step.status, step.text);
    case 'report':
      return progress(session);
    case 'finish':
      return finish(google, session);
    case 'take':
      return takeBytes(google, session, request, step);
  }
}

/** Takes the body. When the connection breaks, whole units of 256 KiB stay and the client asks again. */
async function takeBytes(
  google: ResumableParts,
  session: UploadSession,
  request: ApiRequest,
  step: Extract<Step, { kind: 'take' }>
): Promise<Reply> {
  const { turn } = session;
  const intake = new Intake(session, step);
  try {
    for await (const piece of request.body) {
      if (session.turn !== turn) {
        return progress(session);
      }
      await intake.take(piece);
    }
  } catch (error) {
    if (isBroken(error)) {
      return progress(session);
    }
    throw error;
  }
  if (session.turn !== turn) {
    return progress(session);
  }
  if (step.expect !== undefined && intake.seen !== step.expect) {
    return text(400, wrongLength(intake.seen, step.expect, 0, step.expect - 1));
  }
  await intake.flush();
  return step.isLast ? finish(google, session) : progress(session);
}

/** 308 with what is kept; without a Range header nothing is. */
function progress({ state }: UploadSession): Reply {
  return empty(308, state.received === 0 ? {} : { Range: `bytes=0-${state.received - 1}` });
}

async function finish(google: ResumableParts, session: UploadSession): Promise<Reply> {
  session.finished ??= session.writer.finish();
  const content = await session.finished;
  session.item ??= complete(google, session.call, session.fileId, session.metadata, {
    content,
    mimeType: session.mimeType
  });
  return fileReply(google, session.call, session.item);
}
