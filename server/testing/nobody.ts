/** Root passes every permission, so it steps down for a moment. */
export async function asNobody(act: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) {
    return act();
  }
  process.seteuid?.(65_534);
  try {
    await act();
  } finally {
    process.seteuid?.(0);
  }
}
