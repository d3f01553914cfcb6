/** The proxy crashes, the server is killed or ends; the next request finds the next of them. */
import type { ACTS } from '../plan/steps';
import type { World } from '../world/world';

type ProcessAct = (typeof ACTS.processes)[number];

/** What was done, in words. */
export async function actProcess(act: ProcessAct, world: World): Promise<string> {
  const { server } = world;
  switch (act) {
    case 'killChild':
      return server.killChild() ? 'killed the proxy' : 'found no proxy';
    case 'killServer':
      await world.killServer(false);
      return `killed ${server.serverId}; its proxy lives until it notices`;
    case 'killBoth':
      await world.killServer(true);
      return `killed ${server.serverId} and its proxy`;
    case 'stopServer':
      await server.stop();
      return `${server.serverId} ended`;
  }
}
