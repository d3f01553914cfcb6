/** What the system says of a process. Linux. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A zombie does not live. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}

/** What its descriptors lead to, sockets and pipes left out; empty for a process that is gone. */
export function openFilesOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap(descriptor => {
      const target = targetOf(`${folder}/${descriptor}`);
      return target.startsWith('/') && !target.startsWith('/dev/') ? [target] : [];
    });
  } catch {
    return [];
  }
}

/** Closed meanwhile: ''. */
function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}
