// Takes the README's picture: the demo with a certificate being filled in.

import { chromium } from '@playwright/test';
import { ORIGIN, PLACE, signIn, startDemo } from '../bench/demo.mjs';

const demo = await startDemo();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 }, locale: 'fr-LU' });
  await signIn(page);
  await page.goto(ORIGIN + PLACE);
  await page.locator('[name="certificate.days"]').fill('3');
  await page.locator('[name="certificate.diagnosis"]').fill('J11');
  await page.locator('svg[data-volet="caisse"] path').waitFor();
  await page.screenshot({ path: new URL('../../docs/demo.png', import.meta.url).pathname });
} finally {
  await browser.close();
  demo.kill('SIGTERM');
}
