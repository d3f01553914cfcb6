/** The part of the contract about bytes: uploads, downloads and exports. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import type { Download } from '../google/caller';
import {
  collect,
  DOCX,
  LARGE,
  md5,
  MODIFIED,
  namesIn,
  newId,
  NO_SUCH_ID,
  patient,
  SMALL,
  uploadOf,
  type OpenDrive
} from '../testing/contractParts';
import type { DriveFile, IDrive, UploadRequest } from './drive';

/** `opened` is called only once the drive is open. */
export function itMovesBytes(opened: () => Omit<OpenDrive, 'close'>): void {
  const drive = (): IDrive => opened().drive;
  const folder = (): string => opened().folder;

  async function put(
    name: string,
    bytes: Buffer,
    more: Partial<UploadRequest> = {}
  ): Promise<DriveFile> {
    const target = { kind: 'create', id: await newId(drive()), name, parent: folder() } as const;
    return drive().upload({ ...uploadOf(bytes), target, ...more }, patient());
  }

  describe('uploads', () => {
    it.each([
      ['nothing', Buffer.alloc(0)],
      ['a small file', SMALL],
      ['a large file', LARGE]
    ])('%s arrives with name, time, size and checksum', async (name, bytes) => {
      expect(await put(name, bytes)).toMatchObject({
        name,
        kind: 'file',
        size: bytes.length,
        md5: md5(bytes),
        modified: MODIFIED,
        parents: [folder()]
      });
    });

    it.each([
      ['small', SMALL],
      ['large', LARGE]
    ])('makes one %s file, however often it is asked with one id', async (kind, bytes) => {
      const name = `${kind} once`;
      const target = { kind: 'create', id: await newId(drive()), name, parent: folder() } as const;
      await drive().upload({ ...uploadOf(bytes), target }, patient());
      const again = await drive().upload({ ...uploadOf(bytes), target }, patient());
      expect([again.id, again.md5]).toEqual([target.id, md5(bytes)]);
      expect((await namesIn(drive(), folder())).filter(each => each === target.name)).toEqual([
        target.name
      ]);
    });

    it('replaces the content of a file, and gives it another revision', async () => {
      const before = await put('replaced', SMALL);
      const bytes = Buffer.from('other bytes');
      const target = {
        kind: 'update',
        id: before.id,
        replaces: before.headRevisionId
      } as const;
      const after = await drive().upload({ ...uploadOf(bytes), target }, patient());
      expect(after).toMatchObject({ id: before.id, name: 'replaced', md5: md5(bytes) });
      expect(after.headRevisionId).not.toBe(before.headRevisionId);
    });

    it.each([
      ['small', SMALL],
      ['large', LARGE]
    ])('replaces no other revision than the one that is named, by a %s file', async (_, bytes) => {
      const before = await put('guarded', SMALL);
      const other = Buffer.from('of somebody else');
      const update = { kind: 'update', id: before.id, replaces: before.headRevisionId } as const;
      await drive().upload({ ...uploadOf(other), target: update }, patient());
      const late = drive().upload({ ...uploadOf(bytes), target: update }, patient());
      await expect(late).rejects.toMatchObject({ code: 'conflict' });
      expect((await drive().get(before.id, patient())).md5).toBe(md5(other));
    });

    it('tells a file that was made now from one that was there under its id', async () => {
      const target = {
        kind: 'create',
        id: await newId(drive()),
        name: 'x',
        parent: folder()
      } as const;
      const made = await drive().upload({ ...uploadOf(SMALL), target }, patient());
      const found = await drive().upload({ ...uploadOf(Buffer.from('y')), target }, patient());
      expect([made.wasThere, found.wasThere, found.md5]).toEqual([false, true, md5(SMALL)]);
    });

    it('puts a file into the trash', async () => {
      const { id } = await put('thrown away', SMALL);
      await drive().trash(id, patient());
      expect((await drive().get(id, patient())).trashed).toBe(true);
      await expect(drive().trash(NO_SUCH_ID, patient())).rejects.toMatchObject({
        code: 'notFound'
      });
    });

    it('takes a session up where an earlier caller left it', async () => {
      const target = {
        kind: 'create',
        id: await newId(drive()),
        name: 'resumed',
        parent: folder()
      } as const;
      const sessions: string[] = [];
      const stopped = new AbortController();
      const first = drive().upload(
        {
          ...uploadOf(LARGE),
          target,
          onSession: session => {
            sessions.push(session);
            stopped.abort(new Error('enough'));
          }
        },
        { ...patient(), signal: stopped.signal }
      );
      await expect(first).rejects.toThrow('enough');
      const [session = ''] = sessions;
      const file = await drive().upload({ ...uploadOf(LARGE), target, session }, patient());
      expect(file).toMatchObject({ id: target.id, md5: md5(LARGE) });
    });

    it('begins anew where Drive has forgotten the session', async () => {
      const sessions: string[] = [];
      const onSession = (session: string): void => void sessions.push(session);
      const first = await put('known', LARGE, { onSession });
      const forgotten = `${sessions[0] ?? ''}x`;
      const file = await put('forgotten', LARGE, { session: forgotten, onSession });
      expect([first.md5, file.md5, sessions.length]).toEqual([md5(LARGE), md5(LARGE), 2]);
    });

    it('rejects with what the disk said', async () => {
      const read = (): Readable =>
        new Readable({
          read() {
            this.destroy(new Error('the disk is gone'));
          }
        });
      const source = { ...uploadOf(SMALL).source, read };
      const error: unknown = await put('unread', SMALL, { source }).catch(
        (reason: unknown) => reason
      );
      expect(String(error instanceof Error ? (error.cause ?? error) : error)).toContain(
        'disk is gone'
      );
    });
  });

  describe('downloads', () => {
    let file: DriveFile;
    beforeAll(async () => {
      file = await put('downloaded', LARGE);
    });

    it.each([0, 1, LARGE.length - 1])('gives the bytes from %d on', async from => {
      const bytes = await drive().download(
        { id: file.id, resumeAt: () => from, consume: collect },
        patient()
      );
      expect(md5(bytes)).toBe(md5(LARGE.subarray(from)));
    });

    it('says corrupt where the file is shorter than what was there before', async () => {
      const request = { id: file.id, resumeAt: () => LARGE.length + 5, consume: collect };
      await expect(drive().download(request, patient())).rejects.toMatchObject({ code: 'corrupt' });
    });

    it('rejects with what its caller threw', async () => {
      const consume = (): Promise<never> => Promise.reject(new Error('no room'));
      const error: unknown = await drive()
        .download({ id: file.id, resumeAt: () => 0, consume }, patient())
        .catch((reason: unknown) => reason);
      expect(String(error instanceof Error ? (error.cause ?? error) : error)).toContain('no room');
    });

    it('ends in the middle of a body when it is cancelled', async () => {
      const reason = new Error('enough of it');
      const stopping = new AbortController();
      const consume = ({ pipeTo }: Download): Promise<void> =>
        pipeTo(() => {
          stopping.abort(reason);
          return null;
        });
      const caller = { ...patient(), signal: stopping.signal };
      const download = drive().download({ id: file.id, resumeAt: () => 0, consume }, caller);
      await expect(download).rejects.toBe(reason);
    });

    it('exports a document whole', async () => {
      const request = {
        id: opened().document,
        mimeType: DOCX,
        resourceKey: null,
        consume: collect
      };
      const bytes = await drive().exportDocument(request, patient());
      expect([bytes.toString('latin1', 0, 2), bytes.includes('PK\u0005\u0006')]).toEqual([
        'PK',
        true
      ]);
    });

    it('refuses to export what is no document', async () => {
      const request = { id: file.id, mimeType: DOCX, resourceKey: null, consume: collect };
      await expect(drive().exportDocument(request, patient())).rejects.toMatchObject({
        code: 'downloadRefused'
      });
    });
  });
}
