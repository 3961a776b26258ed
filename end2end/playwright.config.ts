import { defineConfig } from '@playwright/test';
import { chromium, runsAsRoot } from './support/programs';
import type { TandemOptions } from './support/test';

/** One test, one attempt: a test that passes only the second time does not hold. */
export default defineConfig<TandemOptions>({
  testDir: './tests',
  outputDir: './test-results/artifacts',
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/report.json' }]],
  use: {
    browserName: 'chromium',
    launchOptions: {
      chromiumSandbox: !runsAsRoot(),
      executablePath: chromium(),
      // Nothing may leave the machine, and containers have a small /dev/shm.
      args: [
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--no-first-run',
      ],
    },
    // Without transitions: a colour on its way from one theme to the other is no colour of the page.
    contextOptions: { reducedMotion: 'reduce' },
    locale: 'en-GB',
    // No rota of the tests is in this zone, so a page that leans on the browser's zone is noticed.
    timezoneId: 'Pacific/Auckland',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'desktop',
      use: { viewport: { width: 1440, height: 900 } },
      grepInvert: /@phone-only|@no-javascript-only/,
    },
    {
      name: 'phone',
      use: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true },
      grep: /@phone/,
    },
    {
      name: 'no-javascript',
      use: { viewport: { width: 1440, height: 900 }, javaScriptEnabled: false },
      grep: /@no-javascript/,
    },
  ],
});
