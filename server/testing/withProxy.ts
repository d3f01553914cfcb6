/**
 * The stage of a spec: a Google of its own, a workspace, and a proxy between them. One emulator serves all
 * specs of a file or a block; each of them finds an empty Drive, an empty workspace and a new proxy.
 * All of it ends in any case, and what a spec still waited for when its time was over is said.
 */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { startEmulator, type EmulatorProcess, type Knobs } from '../../emulator/client';
import { startProxy, type Home, type Proxy, type ProxyOptions } from './proxy';
import { Waits } from './waits';

export type StageOptions = {
  /** What is in Drive at first. */
  readonly seed?: string | number;
  readonly knobs?: Partial<Knobs>;
  /** How each spec's proxy is started; null if the specs start all of theirs. */
  readonly proxy?: ProxyOptions | ((emulator: EmulatorProcess) => Promise<ProxyOptions>) | null;
  /** `block`: all specs share one Drive, one workspace and one proxy. */
  readonly lasts?: 'spec' | 'block';
};

/** For the specs of the file or block that calls it. */
export function withProxy(options: StageOptions = {}): Stage {
  const stage = new Stage(options);
  beforeAll(() => stage.openEmulator());
  if (options.lasts === 'block') {
    beforeAll(() => stage.raise());
    afterEach(() => stage.tidy());
    afterAll(() => stage.clear());
  } else {
    beforeEach(() => stage.raise());
    afterEach(() => stage.clear());
  }
  afterAll(() => stage.closeEmulator());
  return stage;
}

export class Stage {
  private google: EmulatorProcess | null = null;
  private main: Proxy | null = null;
  /** How the main proxy was started. */
  private mainOptions: ProxyOptions = {};
  private proxies: Proxy[] = [];
  private ends: (() => void | Promise<void>)[] = [];
  private readonly waits = new Waits();

  constructor(private readonly options: StageOptions) {}

  get emulator(): EmulatorProcess {
    return present(this.google, 'emulator');
  }

  /** The spec's own, or the latest of its successors. */
  get proxy(): Proxy {
    return present(this.main, 'proxy');
  }

  /** Starts another proxy, with a workspace of its own unless a home is named. It ends with the spec. */
  async start(options: ProxyOptions = {}): Promise<Proxy> {
    const proxy = await startProxy(this.emulator, options);
    this.proxies.push(proxy);
    return proxy;
  }

  /** Starts the next proxy on the same home, as the main one was started unless `options` differ. */
  async startNext(options: ProxyOptions = {}): Promise<Proxy> {
    const { config, ...rest } = this.mainOptions;
    const { home } = this.proxy;
    this.main = await this.start({
      ...rest,
      home,
      ...options,
      config: { ...config, ...options.config }
    });
    return this.main;
  }

  /** Done when the spec is over, the latest first. */
  onEnd(end: () => void | Promise<void>): void {
    this.ends.unshift(end);
  }

  /** What `look` tells as soon as `isSo` holds for it. */
  until<T>(what: string, look: () => T | Promise<T>, isSo: (seen: T) => boolean): Promise<T> {
    return this.waits.until(what, look, isSo);
  }

  /** Absolute path of something in the workspace. */
  at(...names: string[]): string {
    return path.join(this.proxy.home.workspace, ...names);
  }

  text(...names: string[]): string {
    return readFileSync(this.at(...names), 'utf8');
  }

  /** All paths in the workspace, folders with a slash. */
  tree(): string[] {
    return treeOf(this.proxy.home.workspace);
  }

  async openEmulator(): Promise<void> {
    const { seed = 'empty', knobs } = this.options;
    this.google = await startEmulator({ seed, ...(knobs === undefined ? {} : { knobs }) });
  }

  /** Before each spec, or before all. */
  async raise(): Promise<void> {
    const { seed = 'empty', knobs, proxy = {} } = this.options;
    await this.emulator.reset(seed);
    if (knobs !== undefined) {
      await this.emulator.setKnobs(knobs);
    }
    if (proxy !== null) {
      this.mainOptions = typeof proxy === 'function' ? await proxy(this.emulator) : proxy;
      this.main = await this.start(this.mainOptions);
    }
  }

  /** After each spec of a block. */
  async tidy(): Promise<void> {
    await this.emulator.clearFaults();
    assertNone(this.giveUp());
  }

  /** Ends everything but the emulator, whatever fails on the way. */
  async clear(): Promise<void> {
    const troubles: unknown[] = [...this.giveUp()];
    const attempt = async (act: () => void | Promise<void>): Promise<void> => {
      try {
        await act();
      } catch (error) {
        troubles.push(error);
      }
    };
    await attempt(() => this.emulator.clearFaults());
    for (const proxy of this.proxies) {
      await attempt(() => proxy.stop());
    }
    for (const end of this.ends) {
      await attempt(end);
    }
    for (const { folder } of homesOf(this.proxies)) {
      await attempt(() => rm(folder, { recursive: true, force: true }));
    }
    [this.proxies, this.ends, this.main] = [[], [], null];
    assertNone(troubles);
  }

  async closeEmulator(): Promise<void> {
    await this.google?.stop();
    this.google = null;
  }

  private giveUp(): readonly string[] {
    return [this.waits, ...this.proxies.map(({ waits }) => waits)].flatMap(waits => waits.giveUp());
  }
}

function treeOf(folder: string, prefix = ''): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap(entry => {
      const name = prefix + entry.name;
      return entry.isDirectory()
        ? [`${name}/`, ...treeOf(path.join(folder, entry.name), `${name}/`)]
        : [name];
    })
    .sort();
}

function homesOf(proxies: readonly Proxy[]): Iterable<Home> {
  return new Map(proxies.map(({ home }) => [home.folder, home])).values();
}

function present<T>(value: T | null, what: string): T {
  if (value === null) {
    throw new Error(`There is no ${what} on the stage: it is there in specs and their hooks only.`);
  }
  return value;
}

function assertNone(troubles: readonly unknown[]): void {
  if (troubles.length > 0) {
    const sentences = troubles.map(trouble =>
      trouble instanceof Error ? trouble.message : String(trouble)
    );
    throw new Error(sentences.join('\n'), { cause: troubles[0] });
  }
}
