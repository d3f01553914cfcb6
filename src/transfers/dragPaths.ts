/** What a drag that a file browser began carries. */
import type { Drag } from '@lumino/dragdrop';
import { isGlobalPath } from '../contents/contentsModel';

const CONTENTS_MIME = 'application/x-jupyter-icontents';

/** Paths of our drive, if the drag carries nothing else. */
export function drivePaths(event: Pick<Drag.Event, 'mimeData'>): readonly string[] | null {
  const paths = contentsPaths(event);
  return paths.length > 0 && paths.every(isGlobalPath) ? paths : null;
}

/** Paths of the workspace, if the drag carries nothing else. `driveOf` tells the drive of a path. */
export function workspacePaths(
  event: Pick<Drag.Event, 'mimeData'>,
  driveOf: (path: string) => string
): readonly string[] | null {
  const paths = contentsPaths(event);
  return paths.length > 0 && paths.every(path => driveOf(path) === '') ? paths : null;
}

/** True if the drag carries files, whatever drives they are on. */
export function carriesFiles(event: Pick<Drag.Event, 'mimeData'>): boolean {
  return contentsPaths(event).length > 0;
}

function contentsPaths(event: Pick<Drag.Event, 'mimeData'>): readonly string[] {
  const paths: unknown = event.mimeData.getData(CONTENTS_MIME);
  return isPathList(paths) ? paths : [];
}

function isPathList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(path => typeof path === 'string');
}
