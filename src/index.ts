import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { commandsPlugin } from './plugins/commands';
import { starterPlugin } from './plugins/starter';
import { drivePlugin } from './plugins/drive';
import { sectionPlugin } from './plugins/section';
import { transfersPlugin } from './plugins/transfers';

export * from './tokens';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  drivePlugin,
  sectionPlugin,
  starterPlugin,
  transfersPlugin,
  commandsPlugin
];

export default plugins;
