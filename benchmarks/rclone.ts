/** rclone's Drive backend, unmodified: it believes that the emulator is Google. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand, type Cost } from './processes';
import type { Google, Stage } from './stage';

const HOSTS =
  '127.0.0.1 localhost www.googleapis.com oauth2.googleapis.com accounts.google.com docs.google.com';
/** Its own copy of /etc/hosts, seen by this process alone and gone with it. */
const AS_GOOGLE = 'mount --make-rprivate / && mount --bind "$0" /etc/hosts && exec "$@"';

/** rclone's default is a burst of 100 calls, then 10 a second; opened, it is as fast as it can be. */
export const PACER_OPENED = [
  '--drive-pacer-min-sleep',
  '1ms',
  '--drive-pacer-burst',
  '10000',
  '--transfers',
  '16',
  '--checkers',
  '16'
];

export class Rclone {
  private constructor(
    private readonly prefix: readonly string[],
    private readonly environment: NodeJS.ProcessEnv,
    private readonly caFile: string,
    /** What is unequal about the comparison; '' for nothing. */
    readonly note: string
  ) {}

  static async create(google: Google, stage: Stage): Promise<Rclone> {
    const folder = stage.folder();
    const [config, hosts] = [path.join(folder, 'rclone.conf'), path.join(folder, 'hosts')];
    writeFileSync(config, '');
    writeFileSync(hosts, `${HOSTS}\n`);
    const environment = {
      ...process.env,
      RCLONE_CONFIG: config,
      RCLONE_CONFIG_D_TYPE: 'drive',
      RCLONE_CONFIG_D_SCOPE: 'drive',
      RCLONE_CONFIG_D_SERVICE_ACCOUNT_FILE: google.keyFile,
      RCLONE_CONFIG_D_IMPERSONATE: google.subject
    };
    const prefix = ['unshare', '-m', 'bash', '-c', AS_GOOGLE, hosts];
    const canMount = await runCommand([...prefix, 'true']).then(
      () => true,
      () => false
    );
    if (canMount && new URL(google.tlsUrl).port === '') {
      return new Rclone(prefix, environment, google.caFile, '');
    }
    const proxied = { ...environment, HTTPS_PROXY: google.connectProxy ?? '' };
    return new Rclone(
      [],
      proxied,
      google.caFile,
      '; through a CONNECT proxy, which costs it a copy'
    );
  }

  /** As it is: what it copied is left to the kernel. */
  copy(source: string, target: string, options: readonly string[] = []): Promise<Cost> {
    return runCommand([...this.prefix, ...this.command(source, target, options)], this.environment);
  }

  /** And the file is on disk afterwards, as ours is. */
  copyAndSync(source: string, target: string, options: readonly string[] = []): Promise<Cost> {
    const script = 'target=$1; shift; "$@" && sync "$target"/*';
    const command = [
      'bash',
      '-c',
      script,
      'sync',
      target,
      ...this.command(source, target, options)
    ];
    return runCommand([...this.prefix, ...command], this.environment);
  }

  private command(source: string, target: string, options: readonly string[]): readonly string[] {
    return ['rclone', '--ca-cert', this.caFile, 'copy', `d:${source}`, target, ...options];
  }
}
