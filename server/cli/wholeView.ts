import { DriveError } from '../../protocol';

/** Views can be listed, but neither copied nor uploaded to. */
export function wholeView(typed: string): DriveError {
  const sentence = `“${typed}” is a whole view. Name files or folders in it.`;
  return new DriveError('notSupported', sentence, { details: { what: typed } });
}
