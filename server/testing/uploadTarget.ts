/** What a spec that uploads into one folder of Drive finds there. */
import type { EmulatorProcess } from '../../emulator/client';
import type { Proxy } from './proxy';

/** Begins an upload of workspace paths into a folder of My Drive that is called `target`; the transfer's id. */
export async function uploadInto(
  proxy: Proxy,
  target: string,
  paths: readonly string[]
): Promise<string> {
  const folder = { id: target, path: 'My Drive/target' };
  return (await proxy.call('POST /uploads', { body: { paths, folder } })).body.id;
}

/** Paths below a folder, by its id, with the checksums of files; sorted. */
export async function pathsBelow(emulator: EmulatorProcess, target: string): Promise<string[]> {
  const items = await emulator.snapshot();
  const pathOf = (id: string): string => {
    const item = items.find(each => each.id === id);
    return item === undefined || id === target
      ? ''
      : `${pathOf(item.parents[0] ?? '')}/${item.name}`;
  };
  return items
    .filter(({ id, trashed }) => id !== target && !trashed)
    .map(({ id, md5: sum }) => `${pathOf(id)} ${sum ?? ''}`.trim())
    .sort();
}
