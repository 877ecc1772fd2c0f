// Everybody can use what a form shows when things go another way: each state of the certificate and of the memo, wide and narrow.

import { fitsTheWidth, isAccessible } from './support/axe.js';
import * as desk from './support/practice.js';
import { scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';
import { flipOnTheWay, hold } from './support/wire.js';

const SENDING = '**/send-document';

for (const width of [1280, 360]) {
  const usable = async (page, state) => {
    await isAccessible(page, state);
    await fitsTheWidth(page, state);
  };
  const proof = (page, word) =>
    expect(page.locator('volet-form [data-proof]')).toHaveAttribute('data-proof', word, { timeout: 15_000 });

  test.describe(`${width} pixels wide`, () => {
    test.use({ viewport: { width, height: 900 }, contextOptions: { reducedMotion: 'reduce' } });
    test.setTimeout(90_000);

    test('a certificate that is refused, on its way, received with its official pages, and cancelled', async ({ page }) => {
      await desk.atTheDesk(page);
      await desk.fill(page, desk.ILLNESS);
      await scenario('refused_with_anomalies', 1);
      await desk.send(page);
      await desk.hasState(page, 'refused');
      await usable(page, 'refused');

      const release = await hold(page, SENDING);
      await desk.send(page);
      await desk.hasState(page, 'sending');
      await usable(page, 'sending');
      release();
      await desk.hasState(page, 'accepted');
      await expect(page.locator('volet-form .official[data-volet="assure"]')).toHaveAttribute('data-differs', '', { timeout: 20_000 });
      await usable(page, 'official pages');
      await desk.button(page, 'revoke').click();
      await desk.hasState(page, 'revoked');
      await usable(page, 'revoked');
    });

    test('a certificate whose outcome only mySecu can tell', async ({ page }) => {
      await desk.atTheDesk(page);
      await desk.fill(page, desk.ILLNESS);
      await page.route(SENDING, (route) => route.abort('connectionreset'), { times: 1 });
      await desk.send(page);
      await desk.hasState(page, 'unknown');
      await page.route(SENDING, (route) => route.fulfill({
        status: 422, contentType: 'application/problem+json', body: JSON.stringify({ code: 'document_invalid', correlationId: 'c-1' }),
      }), { times: 1 });
      await desk.button(page, 'resend').click();
      await expect(desk.button(page, 'release')).toBeVisible();
      await usable(page, 'stuck');
    });

    test('a symbol that nothing reads back, or that says something else', async ({ page }) => {
      await flipOnTheWay(page);
      await page.route('**/dist/proof_bg.wasm', (route) => route.abort());
      await desk.openCertificate(page);
      await desk.fill(page, desk.ILLNESS);
      await proof(page, 'silent');
      await usable(page, 'silent');
      await page.evaluate(() => { window.flipped = true; });
      await page.unroute('**/dist/proof_bg.wasm');
      await proof(page, 'different');
      await usable(page, 'different');
    });

    test('a leave for family reasons', async ({ page }) => {
      await desk.openCertificate(page, desk.LINA);
      await desk.fill(page, { 'certificate.reason': 'crf', 'certificate.days': '2' });
      await expect(desk.field(page, 'child.lastName')).toBeVisible();
      await usable(page, 'family reasons');
    });

    test('a memo looked at, refused, received with its shares, and in the list of what was sent', async ({ page }) => {
      await desk.openMemo(page);
      await desk.signIn(page);
      await desk.memoIsReady(page);
      await desk.fill(page, { 'line.1.code': 'C1' });
      await desk.look(page);
      await usable(page, 'look');
      await scenario('refused_with_anomalies', 1);
      await desk.button(page, 'confirm-send').click();
      await desk.hasState(page, 'refused');
      await usable(page, 'refused');
      await desk.send(page);
      await desk.hasState(page, 'accepted');
      await expect(page.locator('volet-form [data-share="receipt.share.patient"]')).toBeVisible();
      await usable(page, 'receipt');
      await desk.button(page, 'reset').click();
      await page.locator('volet-form .sent summary').click();
      await usable(page, 'sent');
    });
  });
}
