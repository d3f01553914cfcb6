/** Work that grows while it is done, with a limit to how much of it is under way at once. */

/**
 * Does what `next` begins, `atOnce` at a time, until it has nothing more (null) and all is over. Rejects with the
 * first failure, when nothing of it is under way any more; nothing is begun after a failure.
 */
export async function drain(atOnce: number, next: () => Promise<void> | null): Promise<void> {
  const running = new Set<Promise<void>>();
  const failed: unknown[] = [];
  for (;;) {
    while (failed.length === 0 && running.size < atOnce) {
      const begun = next();
      if (begun === null) {
        break;
      }
      const work: Promise<void> = begun
        .catch((error: unknown) => void failed.push(error))
        .finally(() => running.delete(work));
      running.add(work);
    }
    if (running.size === 0) {
      break;
    }
    await Promise.race(running);
  }
  if (failed.length > 0) {
    throw failed[0];
  }
}
