/** What a person types for a place, as the proxy understands it. */
import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { DriveError } from '../../protocol';

/** What JupyterLab's "Copy Path" puts before a path of the panel. */
const DRIVE_PREFIX = 'GDrive:';

/** A path of the panel, `id:…` or a link; all three are the proxy's to resolve. */
export function drivePath(typed: string): string {
  return typed.startsWith(DRIVE_PREFIX) ? typed.slice(DRIVE_PREFIX.length) : typed;
}

/** The same for a folder that must be there. */
export function workspaceFolder(typed: string, root: string): string {
  const relative = workspacePath(typed, root);
  if (isFolder(path.join(root, relative))) {
    return relative;
  }
  throw new DriveError(
    'workspaceMissing',
    `There is no folder “${typed}” in the working directory. Make it first, or name another.`,
    { details: { path: typed } }
  );
}

/** A local path as the proxy names it: relative to the root, with slashes; '' is the root. */
export function workspacePath(typed: string, root: string): string {
  const absolute = path.resolve(root, typed);
  for (const candidate of [absolute, resolved(absolute)]) {
    const relative = path.relative(root, candidate);
    if (relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative)) {
      return relative.split(path.sep).join('/');
    }
  }
  throw new DriveError(
    'workspaceRefused',
    `“${typed}” is outside the working directory, which is the workspace here. ` +
      'Change to a folder above it and run the command there.',
    { details: { path: typed } }
  );
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    return false;
  }
}

/** With all links followed, as far as there is something. */
function resolved(absolute: string): string {
  try {
    return realpathSync(absolute);
  } catch {
    const parent = path.dirname(absolute);
    return parent === absolute ? absolute : path.join(resolved(parent), path.basename(absolute));
  }
}
