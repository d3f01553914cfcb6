import { beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, type DriveSettings, type Status } from '../../protocol/status';
import { status } from '../testing/samples';
import { DriveStatus, type HeldSettings, type StatusCalls } from './driveStatus';

type Values = HeldSettings['values'];

/** A proxy that takes only numbers for `askAboveFiles`, and says by which settings it goes. */
class Proxy {
  readonly calls: string[] = [];
  settings: Partial<DriveSettings> & Values = DEFAULT_SETTINGS;
  file: Partial<DriveSettings> & Values = DEFAULT_SETTINGS;
  locked: Status['locked'] = {};
  fails = false;

  readonly client = {
    status: () => this.answer('status'),
    applySettings: (values: Values) => {
      this.settings = values;
      return this.answer('apply');
    },
    readSettingsFile: () => {
      this.settings = this.file;
      return this.answer('read');
    }
  } satisfies StatusCalls;

  private answer(call: string): Promise<Status> {
    this.calls.push(call);
    const isWrong = typeof this.settings.askAboveFiles !== 'number';
    const { askAboveFiles } = isWrong ? DEFAULT_SETTINGS : this.settings;
    const wrongSettings = isWrong ? [{ key: 'askAboveFiles', message: 'No number.' }] : [];
    const settings = { ...DEFAULT_SETTINGS, ...this.settings, askAboveFiles: askAboveFiles ?? 0 };
    return this.fails
      ? Promise.reject(new Error('down'))
      : Promise.resolve(status({ settings, wrongSettings, locked: this.locked }));
  }
}

const held = (changes: Values = {}): HeldSettings => ({
  values: { ...DEFAULT_SETTINGS, ...changes },
  areSet: Object.keys(changes).length > 0
});
const MINE = held({ keyFile: '/mine.json' });

describe('the status', () => {
  let proxy: Proxy;
  let drive: DriveStatus;

  beforeEach(() => {
    proxy = new Proxy();
    drive = new DriveStatus(proxy.client);
  });

  it('is asked for only when somebody looks', async () => {
    await drive.applySettings(MINE);
    expect([proxy.calls, drive.status, drive.isReady]).toEqual([[], null, false]);
  });

  it('is first told once it is about the person’s own settings', async () => {
    proxy.settings = { ...DEFAULT_SETTINGS, keyFile: '/of-before.json' };
    const told: (string | undefined)[] = [];
    drive.changed.connect(({ status: now }) => told.push(now?.settings.keyFile));
    await drive.applySettings(MINE);
    await drive.connect();
    expect([proxy.calls, told]).toEqual([['status', 'apply'], ['/mine.json']]);
  });

  it('needs no second request where the settings are in force', async () => {
    await drive.connect();
    await drive.applySettings(held());
    expect([proxy.calls, drive.isReady]).toEqual([['status'], true]);
  });

  it('changes with the settings from then on', async () => {
    await drive.connect();
    await drive.applySettings(MINE);
    expect([proxy.calls, drive.status?.settings.keyFile]).toEqual([
      ['status', 'apply'],
      '/mine.json'
    ]);
  });

  it('leaves alone what the administrator locked', async () => {
    proxy.locked = { keyFile: '' };
    await drive.applySettings(MINE);
    await drive.connect();
    expect(proxy.calls).toEqual(['status']);
  });

  it('hands over what is wrong, too, and that it was put right with the default', async () => {
    await drive.connect();
    await drive.applySettings(held({ askAboveFiles: 'many' }));
    expect(drive.status?.wrongSettings).toEqual([{ key: 'askAboveFiles', message: 'No number.' }]);
    await drive.applySettings(held());
    expect([proxy.calls, drive.status?.wrongSettings]).toEqual([['status', 'apply', 'read'], []]);
  });

  it('keeps what the proxy took from a settings file that Jupyter dropped', async () => {
    proxy.file = { ...DEFAULT_SETTINGS, keyFile: '/mine.json', askAboveFiles: undefined };
    proxy.settings = proxy.file;
    await drive.applySettings(held());
    await drive.connect();
    expect([proxy.calls, drive.status?.settings.keyFile]).toEqual([
      ['status', 'read'],
      '/mine.json'
    ]);
    await drive.applySettings(held({ askAboveFiles: 7 }));
    expect(drive.status?.settings).toEqual({ ...DEFAULT_SETTINGS, askAboveFiles: 7 });
  });

  it('says no more what was wrong in a settings file that was put right by hand', async () => {
    proxy.settings = { ...DEFAULT_SETTINGS, keyFile: '/mine.json', askAboveFiles: undefined };
    await drive.applySettings(held());
    await drive.connect();
    expect([drive.status?.wrongSettings, drive.status?.settings.keyFile]).toEqual([[], '']);
  });

  it('hands over nothing before it has anything', async () => {
    proxy.settings = { ...DEFAULT_SETTINGS, keyFile: '/read-at-start.json' };
    await drive.connect();
    expect([proxy.calls, drive.status?.settings.keyFile]).toEqual([
      ['status'],
      '/read-at-start.json'
    ]);
  });

  it('keeps what it knew through a failure, and forgets the failure afterwards', async () => {
    await drive.connect();
    proxy.fails = true;
    await drive.refresh();
    expect([drive.failure?.code, drive.isReady, drive.status?.state]).toEqual([
      'internal',
      false,
      'ready'
    ]);
    proxy.fails = false;
    await drive.refresh();
    expect([drive.failure, drive.isReady]).toEqual([null, true]);
  });
});
