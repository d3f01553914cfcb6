/** Starts the emulator, prints one line of JSON when it is ready, and ends cleanly. */
import { startServing } from './serving';
import { USAGE, readOptions } from './options';
import type { Options } from './options';

function options(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(2);
  }
}

async function main(): Promise<void> {
  const chosen = options();
  if (chosen.asksForHelp) {
    console.log(USAGE);
    return;
  }
  const serving = await startServing(chosen);
  const end = (): void => {
    void serving.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (chosen.diesWithStdin) {
    process.stdin.once('close', end).resume();
  }
  process.stdout.write(`${JSON.stringify(serving.ready)}\n`);
}

main().catch((error: unknown) => {
  console.error('emulator:', error instanceof Error ? error.message : error);
  process.exit(1);
});
