/** Two servers: one as an administrator set it up, one bare. Both beside one emulator. */
const path = require('node:path');
const baseConfig = require('@jupyterlab/galata/lib/playwright-config');

const port = Number(process.env.GDRIVE_UI_PORT ?? 8790);
const run = process.env.GDRIVE_UI_RUN ?? path.join(__dirname, 'test-results', 'run');
process.env.GDRIVE_UI_RUN = run;
process.env.GDRIVE_UI_BARE_URL = `http://127.0.0.1:${port + 1}`;
process.env.TARGET_URL = `http://127.0.0.1:${port}`;

module.exports = {
  ...baseConfig,
  testDir: 'tests',
  outputDir: 'test-results/output',
  reporter: [['list'], ['html', { open: 'never', outputFolder: 'playwright-report' }]],
  retries: 0,
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    ...baseConfig.use,
    baseURL: process.env.TARGET_URL,
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
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
  webServer: {
    command: `node servers.mjs ${port}`,
    cwd: __dirname,
    env: { ...process.env, GDRIVE_UI_RUN: run },
    url: `${process.env.GDRIVE_UI_BARE_URL}/api`,
    timeout: 120_000,
    reuseExistingServer: process.env.GDRIVE_UI_REUSE === '1',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 }
  }
};
