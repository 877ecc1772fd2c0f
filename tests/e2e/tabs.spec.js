// Several tabs, one session: one renewal for all, a sign-out that all follow, and no window that waits for ever.

import { HOST } from './support/addresses.js';
import { makeEngine, openBlank, OPTIONS } from './support/blank.js';
import * as desk from './support/practice.js';
import { advance, deposits, scenario, tokenCalls } from './support/sandbox.js';
import { expect, test } from './support/test.js';


/** Another tab of the same browser, in front of the same certificate. */
async function anotherTab(context) {
  const page = await context.newPage();
  await desk.openCertificate(page);
  await expect(desk.button(page, 'sign-out')).toBeVisible();
  await desk.keepEngine(page);
  return page;
}

test('six tabs that wake together renew once', async ({ page, context }) => {
  await desk.atTheDesk(page);
  await desk.keepEngine(page);
  const tabs = [page];
  for (let i = 0; i < 5; i += 1) tabs.push(await anotherTab(context));
  const { asked } = await tokenCalls();
  await Promise.all(tabs.map((tab) => tab.clock.install()));
  for (const round of [1, 2, 3]) {
    await advance(300);
    await Promise.all(tabs.map((tab) => tab.clock.fastForward(300_000)));
    await Promise.all(tabs.map(desk.wake));
    await expect.poll(tokenCalls).toEqual({ asked: asked + round, refused: 0 });
    for (const tab of tabs) await expect.poll(() => desk.status(tab)).toMatchObject({ state: 'signed-in' });
  }
  // Each has the token of the last renewal, or is given it: no call asks the issuer for another.
  for (const tab of tabs) {
    await desk.fill(tab, desk.ILLNESS);
    await tab.locator('volet-form').evaluate((form) => form.send());
  }
  expect(await deposits()).toHaveLength(tabs.length);
  expect(await tokenCalls()).toEqual({ asked: asked + 3, refused: 0 });
});

for (const [what, sign] of [
  ['is seen again', () => document.dispatchEvent(new Event('visibilitychange'))],
  ['comes back from the cache of pages', () => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))],
  ['has the network again', () => dispatchEvent(new Event('online'))],
]) {
  test(`a page that ${what} renews, and needs no other sign`, async ({ page }) => {
    await page.clock.install();
    await desk.atTheDesk(page);
    const before = await tokenCalls();
    await advance(300);
    // The time goes on, and no timer runs: as in a laptop that sleeps.
    await page.clock.setSystemTime(Date.now() + 300_000);
    await page.evaluate(() => fetch('/sandbox/scenarios').then((answer) => answer.text()));
    expect(await tokenCalls()).toEqual(before);
    await page.evaluate(sign);
    await expect.poll(tokenCalls).toEqual({ asked: before.asked + 1, refused: 0 });
  });
}

test('a sign-out in one tab signs the others out at once', async ({ page, context }) => {
  await desk.atTheDesk(page);
  const other = await anotherTab(context);
  const third = await anotherTab(context);
  await desk.button(page, 'sign-out').click();
  for (const tab of [page, other, third]) await expect(desk.button(tab, 'sign-in')).toBeVisible({ timeout: 3_000 });
  expect(await desk.status(other)).toMatchObject({ state: 'signed-out' });
  expect((await context.cookies(HOST)).filter(({ name }) => name.includes('volet'))).toEqual([]);
});

test('a sign-in in one tab is seen in the others', async ({ page, context }) => {
  await desk.openCertificate(page);
  const other = await context.newPage();
  await desk.openCertificate(other);
  await desk.signIn(other);
  await expect(desk.button(page, 'sign-out')).toBeVisible();
});

test('no message between tabs holds a token or a code', async ({ page, context }) => {
  await context.addInitScript(() => {
    window.told = [];
    const { postMessage } = BroadcastChannel.prototype;
    BroadcastChannel.prototype.postMessage = function tell(message) {
      window.told.push(message);
      return postMessage.call(this, message);
    };
  });
  await desk.atTheDesk(page);
  const other = await anotherTab(context);
  await page.clock.install();
  await advance(300);
  await page.clock.fastForward(300_000);
  await desk.wake(page);
  const told = () => page.evaluate(() => window.told);
  await expect.poll(told).toEqual(['signed-in', 'renewing', 'renewed']);
  await desk.button(page, 'sign-out').click();
  await expect(desk.button(other, 'sign-in')).toBeVisible();
  expect(await told()).toEqual(['signed-in', 'renewing', 'renewed', 'signed-out']);
  const words = new Set(await other.evaluate(() => window.told));
  expect([...words].filter((word) => !['renewing', 'renewed'].includes(word))).toEqual([]);
});

test('the next user of a shared computer is signed out and told so, and the issuer asks for a password', async ({ page, context }) => {
  await desk.atTheDesk(page);
  await openBlank(page);
  await page.evaluate(async () => {
    const { defineElements } = await import('/pkg/index.js');
    await defineElements();
    document.body.append(document.createElement('volet-session'));
  });
  await makeEngine(page, { hostUser: 'u-b' });
  await desk.sessionSays(page, 'La session appartenait à une autre personne');
  expect(await desk.status(page)).toEqual({ state: 'signed-out', expiresIn: 0 });
  expect(await context.cookies(HOST)).toEqual([]);
  await desk.goToIssuer(page);
  await expect(page.locator('[name="password"]')).toBeVisible();
});

test('back from the issuer is no dead end', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.goToIssuer(page);
  await page.goBack();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await desk.signIn(page);
});

test('a page that is not left after all says so within ten seconds, and signs in when asked again', async ({ page }) => {
  await desk.openCertificate(page);
  await page.evaluate(() => addEventListener('beforeunload', (event) => event.preventDefault(), { once: true }));
  page.once('dialog', (question) => question.dismiss());
  await desk.button(page, 'sign-in').click();
  await expect(page.locator('volet-session')).toContainText('Connexion en cours');
  await expect(desk.button(page, 'sign-in')).toHaveText('Recommencer');
  await desk.sessionSays(page, 'La connexion a été refusée ou interrompue');
  await desk.signIn(page);
});

test('a gateway that comes back takes its message away', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.keepEngine(page);
  await page.route('**/volet/token', (route) => route.abort(), { times: 1 });
  await page.clock.install();
  await advance(300);
  await page.clock.fastForward(300_000);
  await desk.wake(page);
  await desk.sessionSays(page, 'Le service de connexion ne répond pas');
  await desk.wake(page);
  await expect(desk.sessionAlert(page)).toBeEmpty();
  await expect(desk.button(page, 'sign-out')).toBeVisible();
});

test('a gateway that does not answer when the page opens is asked again, and then says nothing more', async ({ page }) => {
  await page.clock.install();
  await page.route('**/volet/session', (route) => route.abort(), { times: 1 });
  await desk.openCertificate(page);
  await desk.sessionSays(page, 'Le service de connexion ne répond pas');
  await page.clock.runFor(61_000);
  await expect(desk.sessionAlert(page)).toBeEmpty();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
});

/** So many minutes, with a click in each where the page is used. */
async function minutes(page, count, used) {
  for (let i = 0; i < count; i += 1) {
    if (used) await page.mouse.click(5, 5);
    await advance(60);
    await page.clock.runFor(60_000);
    // The simulated minutes run faster than the network: what a beat asked for has its answer before the next.
    await page.evaluate(() => fetch('/sandbox/scenarios').then((answer) => answer.text()));
  }
}

test('a host that wants no session kept alive has it end, however the page is used', async ({ page }) => {
  await page.clock.install();
  await desk.atTheDesk(page);
  await openBlank(page);
  await makeEngine(page, { auth: { ...OPTIONS.auth, keepAlive: false } });
  expect(await desk.status(page)).toMatchObject({ state: 'signed-in' });
  await minutes(page, 45, true);
  await expect.poll(() => desk.status(page)).toMatchObject({ state: 'expired' });
});

test('a session that is used is kept alive, one that is not ends', async ({ page }) => {
  await page.clock.install();
  await desk.atTheDesk(page);
  await desk.keepEngine(page);
  // AeS ends a session after thirty minutes without a renewal.
  await minutes(page, 45, true);
  await expect.poll(() => desk.status(page)).toMatchObject({ state: 'signed-in' });
  await minutes(page, 70, false);
  await expect.poll(() => desk.status(page)).toMatchObject({ state: 'expired' });
  await expect(page.locator('volet-session')).toContainText('La session eSanté est terminée');
});

test('fifty reloads in the middle of a renewal lose no session', async ({ page }) => {
  test.setTimeout(400_000);
  await desk.atTheDesk(page);
  await scenario('refresh_slow');
  for (let i = 0; i < 50; i += 1) {
    await advance(300);
    const asked = page.waitForRequest('**/volet/token');
    await page.reload({ waitUntil: 'commit' });
    await asked;
    // The issuer takes a second to answer; the page does not wait for it.
    const settled = page.waitForResponse('**/volet/econnector/status');
    await page.reload({ waitUntil: 'commit' });
    await expect(desk.button(page, 'sign-out')).toBeVisible();
    await settled;
  }
  expect((await tokenCalls()).refused).toBe(0);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
});
