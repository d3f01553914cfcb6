/** What every IDrive must do, whoever answers it: run by googleDrive.spec.ts and by `make live`. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Caller, Download } from '../google/caller';
import type { DriveFile, IDrive, UploadRequest } from './drive';
import { pagesOf } from './pages';
import { childrenOf } from './query';
import { RESUMABLE_ABOVE } from './uploads';

/** A drive, with a folder in it that the suite may fill; whoever opened it removes the folder. */
export type OpenDrive = {
  readonly drive: IDrive;
  readonly folder: string;
  /** Id of a Google document with a line of text. */
  readonly document: string;
  readonly close: () => Promise<void>;
};

const SMALL = Buffer.from('five small bytes, and some more\n');
const LARGE = randomBytes(RESUMABLE_ABOVE + 1_234_567);
const MODIFIED = '2024-05-06T07:08:09.123Z';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const NO_SUCH_ID = '1nobodyhasthisid0000000000000000x';

export function itKeepsTheContract(open: () => Promise<OpenDrive>): void {
  let drive: IDrive;
  let folder: string;
  let document: string;
  let close = (): Promise<void> => Promise.resolve();

  beforeAll(async () => {
    ({ drive, folder, document, close } = await open());
  });
  afterAll(() => close());

  const newId = async (): Promise<string> => (await drive.generateIds(1, patient()))[0] ?? '';

  async function put(name: string, bytes: Buffer, more: Partial<UploadRequest> = {}) {
    const target = { kind: 'create', id: await newId(), name, parent: folder } as const;
    return drive.upload({ ...uploadOf(bytes), target, ...more }, patient());
  }

  const names = async (parent: string): Promise<string[]> =>
    (await allPages(drive, parent, 100)).flat().map(({ name }) => name);

  describe('what there is', () => {
    it('says who the account is', async () => {
      const { email, permissionId } = await drive.about(patient());
      expect([email.includes('@'), permissionId !== '']).toEqual([true, true]);
    });

    it('knows My Drive by its alias and by its id', async () => {
      const byAlias = await drive.get('root', patient());
      const byId = await drive.get(byAlias.id, patient());
      expect(byAlias).toEqual(byId);
      expect(byAlias).toMatchObject({ kind: 'folder', parents: [] });
      expect(byAlias.id).not.toBe('root');
    });

    it('lists shared drives by id and name', async () => {
      for (const { id, name } of await drive.sharedDrives(patient())) {
        expect([id, name]).not.toContain('');
      }
    });

    it('rejects an id that nobody has with notFound', async () => {
      await expect(drive.get(NO_SUCH_ID, patient())).rejects.toMatchObject({
        name: 'DriveError',
        code: 'notFound'
      });
    });
  });

  describe('lists', () => {
    it('gives every child once, page by page', async () => {
      const parent = await drive.createFolder(
        { id: await newId(), name: 'pages', parent: folder },
        patient()
      );
      const ids = await drive.generateIds(5, patient());
      for (const id of ids) {
        await drive.createFolder({ id, name: `child ${id}`, parent: parent.id }, patient());
      }
      const pages = await allPages(drive, parent.id, 2);
      expect(pages.every(files => files.length <= 2)).toBe(true);
      expect(
        pages
          .flat()
          .map(({ id }) => id)
          .sort()
      ).toEqual([...ids].sort());
    });

    it('is empty for an empty folder', async () => {
      const empty = { id: await newId(), name: 'empty', parent: folder };
      await drive.createFolder(empty, patient());
      expect(await allPages(drive, empty.id, 100)).toEqual([[]]);
    });
  });

  describe('creates', () => {
    it('gives as many ids as asked for, each once', async () => {
      expect(new Set(await drive.generateIds(1_001, patient())).size).toBe(1_001);
    });

    it('makes one folder, however often it is asked with one id', async () => {
      const wanted = { id: await newId(), name: 'once', parent: folder };
      const first = await drive.createFolder(wanted, patient());
      const second = await drive.createFolder(wanted, patient());
      expect([first.id, second.id, second.kind]).toEqual([wanted.id, wanted.id, 'folder']);
      expect((await names(folder)).filter(name => name === 'once')).toEqual(['once']);
    });

    it('refuses a folder that is not there with notFound', async () => {
      const lost = { id: await newId(), name: 'lost', parent: NO_SUCH_ID };
      await expect(drive.createFolder(lost, patient())).rejects.toMatchObject({ code: 'notFound' });
    });
  });

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
        parents: [folder]
      });
    });

    it.each([
      ['small', SMALL],
      ['large', LARGE]
    ])('makes one %s file, however often it is asked with one id', async (kind, bytes) => {
      const name = `${kind} once`;
      const target = { kind: 'create', id: await newId(), name, parent: folder } as const;
      await drive.upload({ ...uploadOf(bytes), target }, patient());
      const again = await drive.upload({ ...uploadOf(bytes), target }, patient());
      expect([again.id, again.md5]).toEqual([target.id, md5(bytes)]);
      expect((await names(folder)).filter(each => each === target.name)).toEqual([target.name]);
    });

    it('replaces the content of a file, and gives it another revision', async () => {
      const before = await put('replaced', SMALL);
      const bytes = Buffer.from('other bytes');
      const target = { kind: 'update', id: before.id } as const;
      const after = await drive.upload({ ...uploadOf(bytes), target }, patient());
      expect(after).toMatchObject({ id: before.id, name: 'replaced', md5: md5(bytes) });
      expect(after.headRevisionId).not.toBe(before.headRevisionId);
    });

    it('takes a session up where an earlier caller left it', async () => {
      const target = {
        kind: 'create',
        id: await newId(),
        name: 'resumed',
        parent: folder
      } as const;
      const sessions: string[] = [];
      const stopped = new AbortController();
      const first = drive.upload(
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
      const file = await drive.upload({ ...uploadOf(LARGE), target, session }, patient());
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
      const bytes = await drive.download(
        { id: file.id, resumeAt: () => from, consume: collect },
        patient()
      );
      expect(md5(bytes)).toBe(md5(LARGE.subarray(from)));
    });

    it('says corrupt where the file is shorter than what was there before', async () => {
      const request = { id: file.id, resumeAt: () => LARGE.length + 5, consume: collect };
      await expect(drive.download(request, patient())).rejects.toMatchObject({ code: 'corrupt' });
    });

    it('rejects with what its caller threw', async () => {
      const consume = (): Promise<never> => Promise.reject(new Error('no room'));
      const error: unknown = await drive
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
      const download = drive.download({ id: file.id, resumeAt: () => 0, consume }, caller);
      await expect(download).rejects.toBe(reason);
    });

    it('exports a document whole', async () => {
      const request = { id: document, mimeType: DOCX, resourceKey: null, consume: collect };
      const bytes = await drive.exportDocument(request, patient());
      expect([bytes.toString('latin1', 0, 2), bytes.includes('PK\u0005\u0006')]).toEqual([
        'PK',
        true
      ]);
    });

    it('refuses to export what is no document', async () => {
      const request = { id: file.id, mimeType: DOCX, resourceKey: null, consume: collect };
      await expect(drive.exportDocument(request, patient())).rejects.toMatchObject({
        code: 'downloadRefused'
      });
    });
  });

  describe('cancelling', () => {
    const request = (): UploadRequest => ({
      ...uploadOf(SMALL),
      target: { kind: 'update', id: NO_SUCH_ID }
    });
    const methods: readonly (readonly [string, (caller: Caller) => Promise<unknown>])[] = [
      ['about', caller => drive.about(caller)],
      ['get', caller => drive.get('root', caller)],
      ['list', caller => drive.list({ q: childrenOf('root'), pageSize: 1 }, caller)],
      ['sharedDrives', caller => drive.sharedDrives(caller)],
      ['generateIds', caller => drive.generateIds(1, caller)],
      [
        'createFolder',
        caller => drive.createFolder({ id: 'x', name: 'cancelled', parent: folder }, caller)
      ],
      ['upload', caller => drive.upload(request(), caller)],
      [
        'download',
        caller => drive.download({ id: document, resumeAt: () => 0, consume: collect }, caller)
      ],
      [
        'exportDocument',
        caller =>
          drive.exportDocument(
            { id: document, mimeType: DOCX, resourceKey: null, consume: collect },
            caller
          )
      ]
    ];

    it.each(methods)('%s rejects with the reason, before and midway', async (_, act) => {
      const reason = new Error('not wanted any more');
      await expect(act({ ...patient(), signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const midway = new AbortController();
      const rejected = expect(act({ ...patient(), signal: midway.signal })).rejects.toBe(reason);
      midway.abort(reason);
      await rejected;
    });
  });
}

function patient(): Caller {
  return { priority: 'transfer', signal: new AbortController().signal };
}

function uploadOf(bytes: Buffer): Omit<UploadRequest, 'target'> {
  return {
    mimeType: 'application/octet-stream',
    modified: MODIFIED,
    source: {
      size: bytes.length,
      read: offset => Readable.from([bytes.subarray(offset)]),
      onOffset: () => undefined
    },
    session: null,
    onSession: () => undefined
  };
}

async function allPages(drive: IDrive, parent: string, pageSize: number): Promise<DriveFile[][]> {
  const q = childrenOf(parent);
  const pages: DriveFile[][] = [];
  for await (const page of pagesOf(token =>
    drive.list({ q, pageSize, pageToken: token }, patient())
  )) {
    pages.push([...page.files]);
  }
  return pages;
}

async function collect({ pipeTo }: Download): Promise<Buffer> {
  const parts: Buffer[] = [];
  await pipeTo(bytes => {
    parts.push(Buffer.from(bytes)); // they are good only until we return
    return null;
  });
  return Buffer.concat(parts);
}

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}
