// One Chromium, one demo, one test after the other: the sandbox's state is shared, and each test begins by resetting it.

import { defineConfig } from '@playwright/test';
import { HOST } from './support/addresses.js';

export default defineConfig({
  testMatch: '*.spec.js',
  outputDir: 'results/artifacts',
  globalSetup: './support/demo.js',
  reporter: 'list',
  workers: 1,
  // A machine that stalls for seconds breaks a wait; what fails twice is wrong. A second try is printed as flaky.
  retries: 1,
  forbidOnly: true,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: HOST,
    locale: 'fr-LU',
    timezoneId: 'Europe/Luxembourg',
    viewport: { width: 1280, height: 900 },
    trace: 'off',
    actionTimeout: 10_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});
