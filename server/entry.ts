/**
 * The bundle's entry. Run as a program it is the proxy; the command line loads it instead, and runs the
 * engine in its own process: so the wheel holds Google's client once.
 */
export { createApplication, type Application } from './app';
export { parseConfig } from './config';
export { createLog } from './log';

if (require.main === module) {
  void import('./main');
}
