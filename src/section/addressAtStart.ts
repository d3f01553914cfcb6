/** What of Drive the address leads to with which JupyterLab starts. */
import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { isGlobalPath, toLocalPath } from '../contents/contentsModel';

export type AddressAtStart = {
  /** Paths in Drive that JupyterLab is going to show; it needs our panel for each. */
  readonly drivePaths: readonly string[];
  /** True if it leads to the workspace, too. */
  readonly hasWorkspacePath: boolean;
};

/** JupyterLab itself asks when it is too late for building a panel. */
export function addressAtStart(): AddressAtStart {
  return readAddress(PageConfig.getOption('treePath'), window.location.search);
}

/** From the part after `/tree/`, and the query. Pure. */
export function readAddress(treePath: string, search: string): AddressAtStart {
  const query = URLExt.queryStringToObject(search);
  const paths = [treePath, query['file-browser-path'] ?? ''].filter(path => path !== '');
  return {
    drivePaths: paths.filter(isGlobalPath).map(path => toLocalPath(path).replace(/\/+$/, '')),
    hasWorkspacePath: paths.some(path => !isGlobalPath(path))
  };
}
