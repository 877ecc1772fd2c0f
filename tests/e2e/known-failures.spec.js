// Failures that browser sign-ins are known for (docs/session.md), beside those of the other session tests.

import { HOST } from './support/addresses.js';
import * as desk from './support/practice.js';
import { advance, scenario, tokenCalls } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const PLACE = `${HOST}/#/patients/${desk.LUKASZ}/certificats`;

test('two tabs that sign in at the same time both come back', async ({ page, context }) => {
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await desk.openCertificate(tab);
    await desk.goToIssuer(tab);
  }
  // The later one answers first.
  await desk.answerIssuer(other);
  await expect(desk.button(other, 'sign-out')).toBeVisible();
  await desk.answerIssuer(page);
  for (const tab of [page, other]) {
    await expect(desk.button(tab, 'sign-out')).toBeVisible();
    await expect(tab).toHaveURL(PLACE);
  }
  await desk.isReady(other);
  await desk.fill(other, desk.ILLNESS);
  await desk.send(other);
  await desk.hasState(other, 'accepted');
});

test('a lock is free after a renewal that was refused, and a new sign-in works', async ({ page }) => {
  await desk.atTheDesk(page);
  await scenario('refresh_reused', 1);
  await page.clock.install();
  await advance(300);
  await page.clock.fastForward(300_000);
  await desk.wake(page);
  await expect(page.locator('volet-session')).toContainText('La session eSanté est terminée');
  expect(await page.evaluate(async () => (await navigator.locks.query()).held)).toEqual([]);
  await desk.signIn(page);
});

test('a tab that holds the lock for ever is said within ten seconds', async ({ page, context }) => {
  const other = await context.newPage();
  await desk.atTheDesk(page);
  await other.goto(HOST);
  await other.evaluate(() => new Promise((held) => {
    navigator.locks.request('volet.refresh', () => {
      held();
      return new Promise(() => {});
    });
  }));
  await advance(300);
  await page.evaluate(() => {
    addEventListener('volet-error', ({ detail }) => {
      window.failure = { code: detail.code, retryable: detail.retryable, after: Date.now() - window.asked };
    });
  });
  // The resource says that the token is too old, and no other can be had.
  await desk.fill(page, desk.ILLNESS);
  await desk.look(page);
  await page.evaluate(() => { window.asked = Date.now(); });
  await desk.button(page, 'confirm-send').click();
  await expect.poll(() => page.evaluate(() => window.failure), { timeout: 15_000 })
    .toMatchObject({ code: 'gateway_unavailable', retryable: true });
  expect((await page.evaluate(() => window.failure)).after).toBeLessThan(10_000);
  await other.close();
  await desk.button(page, 'send').click();
  await desk.button(page, 'confirm-send').click();
  await desk.hasState(page, 'accepted');
});

test('a browser that refuses storage is said, and nothing is half begun', async ({ page }) => {
  await desk.openCertificate(page);
  await page.evaluate(() => {
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
  });
  await desk.button(page, 'sign-in').click();
  await desk.sessionSays(page, 'La connexion a été refusée ou interrompue');
  await expect(page).toHaveURL(PLACE);
});

test('storage that was wiped during the sign-in leaves words and a way in', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.goToIssuer(page);
  await page.addInitScript(() => sessionStorage.clear());
  await desk.answerIssuer(page);
  await desk.sessionSays(page, 'Cette réponse de connexion a déjà servi ou vient d’une autre fenêtre');
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  expect((await tokenCalls()).asked).toBe(0);
});

test('a place to return to that was tampered with leads nowhere else', async ({ page }) => {
  await desk.openCertificate(page);
  await page.addInitScript(() => {
    const stored = sessionStorage.getItem('volet.login');
    if (!stored || !location.search) return;
    sessionStorage.setItem('volet.login', JSON.stringify({ ...JSON.parse(stored), return_to: '//evil.example/x' }));
  });
  await desk.goToIssuer(page);
  await desk.answerIssuer(page);
  await expect(desk.button(page, 'sign-out')).toBeVisible();
  await expect(page).toHaveURL(`${HOST}/`);
});

test('signing in and out touches nothing of the host in storage', async ({ page }) => {
  await desk.openCertificate(page);
  const own = { 'cabinet.language': 'fr', code: 'x', state: 'y' };
  await page.evaluate((values) => {
    for (const [name, value] of Object.entries(values)) {
      sessionStorage.setItem(name, value);
      localStorage.setItem(name, value);
    }
  }, own);
  await desk.signIn(page);
  await desk.button(page, 'sign-out').click();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  expect(await page.evaluate(() => [{ ...sessionStorage }, { ...localStorage }])).toEqual([own, own]);
});
