/**
 * Two servers: one as an administrator set it up, one bare. Both beside one emulator.
 *
 * Each worker has such a set of its own, so that no test meets what another one does to the Drive.
 */
const path = require('node:path');
const baseConfig = require('@jupyterlab/galata/lib/playwright-config');

const WORKERS = 2;
const firstPort = Number(process.env.GDRIVE_UI_PORT ?? 8790);

/** Where the servers of a worker listen and write. */
const setOf = worker => {
  const port = firstPort + 2 * worker;
  return {
    port,
    run: path.join(__dirname, 'test-results', `run${worker}`),
    url: `http://127.0.0.1:${port}`,
    bareUrl: `http://127.0.0.1:${port + 1}`
  };
};

// A worker reads this file anew, with its number in the environment.
const { run, url, bareUrl } = setOf(Number(process.env.TEST_PARALLEL_INDEX ?? 0));
process.env.GDRIVE_UI_RUN = run;
process.env.GDRIVE_UI_BARE_URL = bareUrl;
process.env.TARGET_URL = url;

module.exports = {
  ...baseConfig,
  testDir: 'tests',
  outputDir: 'test-results/output',
  reporter: [['list'], ['html', { open: 'never', outputFolder: 'playwright-report' }]],
  retries: 0,
  workers: WORKERS,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    ...baseConfig.use,
    baseURL: url,
    viewport: { width: 1280, height: 800 },
    // Without its film, which costs a fifth of the time.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true },
    screenshot: 'only-on-failure',
    video: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  webServer: Array.from({ length: WORKERS }, (_, worker) => setOf(worker)).map(set => ({
    command: `node servers.mjs ${set.port}`,
    cwd: __dirname,
    env: { ...process.env, GDRIVE_UI_RUN: set.run },
    url: `${set.bareUrl}/api`,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 }
  }))
};
