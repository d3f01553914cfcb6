/** A long-running download: made at once, shown as done only after a while (docs/reference/drive.md, "Exports"). */
export type Operation = {
  name: string;
  email: string;
  fileId: string;
  mimeType: string;
  revisionId: string | undefined;
  doneAt: number;
  expiresAt: number;
};

const LIFE_MS = 24 * 3600 * 1000;

export class Operations {
  private readonly operations = new Map<string, Operation>();

  add(operation: Omit<Operation, 'expiresAt'>, now: number): Operation {
    const full = { ...operation, expiresAt: now + LIFE_MS };
    this.operations.set(full.name, full);
    return full;
  }

  find(name: string, now: number): Operation | undefined {
    const operation = this.operations.get(name);
    return operation !== undefined && operation.expiresAt > now ? operation : undefined;
  }
}
