/** What every IDrive must do, whoever answers it: run by googleDrive.spec.ts and by `make live`. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller } from '../google/caller';
import {
  allPages,
  collect,
  DOCX,
  namesIn,
  newId,
  NO_SUCH_ID,
  patient,
  SMALL,
  uploadOf,
  type OpenDrive
} from '../testing/contractParts';
import { itMovesBytes } from './bytes.contract';
import type { IDrive, UploadRequest } from './drive';
import { childrenOf } from './query';

export function itKeepsTheContract(open: () => Promise<OpenDrive>): void {
  let drive: IDrive;
  let folder: string;
  let document: string;
  let close = (): Promise<void> => Promise.resolve();

  beforeAll(async () => {
    ({ drive, folder, document, close } = await open());
  });
  afterAll(() => close());

  itMovesBytes(() => ({ drive, folder, document }));

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
        { id: await newId(drive), name: 'pages', parent: folder },
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
      const empty = { id: await newId(drive), name: 'empty', parent: folder };
      await drive.createFolder(empty, patient());
      expect(await allPages(drive, empty.id, 100)).toEqual([[]]);
    });
  });

  describe('creates', () => {
    it('gives as many ids as asked for, each once', async () => {
      expect(new Set(await drive.generateIds(1_001, patient())).size).toBe(1_001);
    });

    it('makes one folder, however often it is asked with one id', async () => {
      const wanted = { id: await newId(drive), name: 'once', parent: folder };
      const first = await drive.createFolder(wanted, patient());
      const second = await drive.createFolder(wanted, patient());
      expect([first.id, second.id, second.kind]).toEqual([wanted.id, wanted.id, 'folder']);
      expect([first.wasThere, second.wasThere]).toEqual([false, true]);
      expect((await namesIn(drive, folder)).filter(name => name === 'once')).toEqual(['once']);
    });

    it('refuses a folder that is not there with notFound', async () => {
      const lost = { id: await newId(drive), name: 'lost', parent: NO_SUCH_ID };
      await expect(drive.createFolder(lost, patient())).rejects.toMatchObject({ code: 'notFound' });
    });
  });

  describe('cancelling', () => {
    const request = (): UploadRequest => ({
      ...uploadOf(SMALL),
      target: { kind: 'update', id: NO_SUCH_ID, replaces: null }
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
      ['trash', caller => drive.trash(NO_SUCH_ID, caller)],
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
