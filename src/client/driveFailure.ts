import { ServerConnection } from '@jupyterlab/services';
import {
  DriveError,
  HTTP_STATUS,
  isErrorCode,
  type ErrorCode,
  type ErrorReply
} from '../../protocol/errors';
import { isRecord } from '../../protocol/isRecord';

/** The error that a failed response stands for. */
export async function errorOfResponse(response: Response): Promise<DriveError> {
  const reply = await readReply(response);
  if (reply !== null) {
    return errorOfReply(reply);
  }
  const what = `HTTP ${response.status}`;
  return new DriveError(codeOfStatus(response.status), `The server answered ${what}.`, {
    details: { what }
  });
}

/** The error for a request that got no response. */
export function errorOfNetwork(cause: unknown): DriveError {
  return new DriveError('jupyterUnreachable', 'The Jupyter server does not answer.', { cause });
}

/** Anything that was thrown, as a DriveError. */
export function toDriveError(error: unknown): DriveError {
  if (error instanceof DriveError) {
    return error;
  }
  if (error instanceof DriveResponseError) {
    return error.driveError;
  }
  const message = error instanceof Error ? error.message : String(error);
  return new DriveError('internal', message, { cause: error });
}

export function errorOfReply(reply: ErrorReply): DriveError {
  const details =
    reply.requestId === undefined
      ? reply.details
      : { ...reply.details, requestId: reply.requestId };
  return new DriveError(reply.code, reply.message, { details });
}

/**
 * The form in which JupyterLab's contents code wants every failure of a drive:
 * it reads `response.status`, and shows `message`.
 */
export class DriveResponseError extends ServerConnection.ResponseError {
  constructor(
    readonly driveError: DriveError,
    message: string,
    status: number = HTTP_STATUS[driveError.code]
  ) {
    super(new Response(null, { status }), message);
  }
}

async function readReply(response: Response): Promise<ErrorReply | null> {
  try {
    const body: unknown = await response.json();
    return toReply(body);
  } catch {
    return null; // not JSON: it was not our proxy that answered
  }
}

function toReply(body: unknown): ErrorReply | null {
  if (!isRecord(body) || typeof body.code !== 'string' || typeof body.message !== 'string') {
    return null;
  }
  const { code, message, details, requestId } = body;
  return {
    code: isErrorCode(code) ? code : 'internal',
    message,
    details: isRecord(details) ? Object.fromEntries(Object.entries(details).filter(isPlain)) : {},
    requestId: typeof requestId === 'string' ? requestId : undefined
  };
}

function isPlain(entry: [string, unknown]): entry is [string, string | number | boolean] {
  return ['string', 'number', 'boolean'].includes(typeof entry[1]);
}

/** The code for a response that does not come from the proxy. */
function codeOfStatus(status: number): ErrorCode {
  switch (status) {
    case 404:
      return 'serverPartMissing';
    case 413:
      return 'tooLarge';
    case 502:
    case 503:
    case 504:
    case 599:
      return 'jupyterUnreachable';
    default:
      return 'internal';
  }
}
