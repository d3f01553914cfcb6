/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { DriveError } from '../../protocol/errors';
import { DriveResponseError, errorOfResponse, toDriveError } from './driveFailure';

const answer = (status: number, body: string): Response => new Response(body, { status });

const read = async (status: number, body: string) => {
  const { code, message, details } = await errorOfResponse(answer(status, body));
  return { code, message, details };
};

describe('a failed answer', () => {
  it('is the error that the proxy sent, with its details and its id in the log', async () => {
    const body = {
      code: 'keyFileMissing',
      message: 'There is no such file.',
      details: { path: '/a', nested: {} },
      requestId: 'r7'
    };
    expect(await read(401, JSON.stringify(body))).toEqual({
      code: 'keyFileMissing',
      message: 'There is no such file.',
      details: { path: '/a', requestId: 'r7' }
    });
  });

  it('keeps the sentence of a code that this panel does not know', async () => {
    expect(await read(400, '{"code":"new","message":"Said tomorrow."}')).toMatchObject({
      code: 'internal',
      message: 'Said tomorrow.'
    });
  });

  it.each([
    [404, 'serverPartMissing'],
    [413, 'tooLarge'],
    [503, 'jupyterUnreachable'],
    [504, 'jupyterUnreachable'],
    [500, 'internal']
  ])('with status %d and no words of ours is %s', async (status, code) => {
    expect(await read(status, '<html>')).toMatchObject({
      code,
      details: { what: `HTTP ${String(status)}` }
    });
  });
});

describe('anything thrown', () => {
  it('becomes a DriveError, and one that is wrapped for JupyterLab comes out again', () => {
    const error = new DriveError('offline', 'No way.');
    expect(toDriveError(error)).toBe(error);
    expect(toDriveError(new DriveResponseError(error, 'Worded.'))).toBe(error);
    expect(toDriveError(new Error('broken'))).toMatchObject({
      code: 'internal',
      message: 'broken'
    });
  });

  it('carries the status that JupyterLab looks at', () => {
    const error = new DriveError('notFound', '');
    expect(new DriveResponseError(error, 'Gone.').response.status).toBe(404);
    expect(new DriveResponseError(error, 'Gone.', 410).response.status).toBe(410);
  });
});
