import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, type DriveSettings, type Status } from '../../protocol/status';
import { DriveStatus, type StatusCalls } from './driveStatus';
import { status } from '../testing/samples';

/** A proxy that tells by whose settings it acts; everything else of it would be a mistake here. */
class Proxy {
  readonly calls: string[] = [];
  settings = DEFAULT_SETTINGS;

  readonly client = {
    status: () => this.answer('status'),
    applySettings: (settings: DriveSettings) => {
      this.settings = settings;
      return this.answer('apply');
    }
  } satisfies StatusCalls;

  private answer(call: string): Promise<Status> {
    this.calls.push(call);
    return Promise.resolve(status({ settings: this.settings }));
  }
}

const MINE: DriveSettings = { ...DEFAULT_SETTINGS, keyFile: '/mine.json' };

describe('the status', () => {
  it('is asked for only when somebody looks', async () => {
    const proxy = new Proxy();
    const drive = new DriveStatus(proxy.client);
    await drive.applySettings(MINE);
    expect([proxy.calls, drive.status, drive.isReady]).toEqual([[], null, false]);
  });

  it('is first told once it is about the person’s own settings', async () => {
    const proxy = new Proxy();
    proxy.settings = { ...DEFAULT_SETTINGS, keyFile: '/of-somebody-before.json' };
    const drive = new DriveStatus(proxy.client);
    const told: (string | undefined)[] = [];
    drive.changed.connect(({ status: now }) => told.push(now?.settings.keyFile));
    await drive.applySettings(MINE);
    await drive.connect();
    expect([proxy.calls, told]).toEqual([['status', 'apply'], ['/mine.json']]);
  });

  it('needs no second question where the settings are in force', async () => {
    const proxy = new Proxy();
    const drive = new DriveStatus(proxy.client);
    await drive.connect();
    await drive.applySettings(DEFAULT_SETTINGS);
    expect([proxy.calls, drive.isReady]).toEqual([['status'], true]);
  });

  it('changes with the settings from then on', async () => {
    const proxy = new Proxy();
    const drive = new DriveStatus(proxy.client);
    await drive.connect();
    await drive.applySettings(MINE);
    expect([proxy.calls, drive.status?.settings.keyFile]).toEqual([
      ['status', 'apply'],
      '/mine.json'
    ]);
  });
});
