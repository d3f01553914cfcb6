/** Turns a DriveError into status and body. Any other error is our fault: its text stays in the log. */
import type { Context } from 'hono';
import { DriveError, HTTP_STATUS, type ErrorReply } from '../../protocol';
import type { ILog } from '../log';

export function replyWithError(
  error: unknown,
  context: Context,
  requestId: string,
  log: ILog
): Response {
  if (context.req.raw.signal.aborted) {
    return new Response(null, { status: 499 }); // the browser has gone
  }
  const shown =
    error instanceof DriveError
      ? error
      : new DriveError(
          'internal',
          `Something went wrong in the Google Drive proxy. The server’s log has more, under the number ${requestId}.`
        );
  const fields = { requestId, route: `${context.req.method} ${context.req.path}`, error };
  if (shown.code === 'internal') {
    log.error('a request failed', fields);
  } else {
    log.info(shown.message, { requestId, code: shown.code, cause: shown.cause });
  }
  const { code, message, details } = shown;
  const reply: ErrorReply = { code, message, details, requestId };
  return new Response(JSON.stringify(reply), {
    status: HTTP_STATUS[code],
    headers: { 'content-type': 'application/json' }
  });
}
