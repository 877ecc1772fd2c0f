// Several tabs, one session: one renewal for all, a sign-out that all follow, and no window that waits for ever.

import { HOST } from './support/addresses.js';
import { makeEngine, openBlank } from './support/blank.js';
import * as desk from './support/practice.js';
import { advance, journal, scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const status = (page) => page.evaluate(() => window.engine.status());
const says = (page, words) => expect(page.locator('volet-session [role="alert"]')).toContainText(words);

/** How often the issuer's token endpoint was asked, and how often it refused. */
async function tokenCalls() {
  const rows = (await journal()).filter(({ service, path }) => service === 'aes' && path.endsWith('/token'));
  return { asked: rows.length, refused: rows.filter(({ status: code }) => code >= 400).length };
}

/** Another tab of the same browser, in front of the same certificate. */
async function anotherTab(context) {
  const page = await context.newPage();
  await desk.openCertificate(page);
  await expect(desk.button(page, 'sign-out')).toBeVisible();
  await desk.keepEngine(page);
  return page;
}

/** What a page does when it is seen again. */
const wake = (page) => page.evaluate(() => dispatchEvent(new Event('online')));

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
    await Promise.all(tabs.map(wake));
    await expect.poll(tokenCalls).toEqual({ asked: asked + round, refused: 0 });
    for (const tab of tabs) await expect.poll(() => status(tab)).toMatchObject({ state: 'signed-in' });
  }
});

test('a sign-out in one tab signs the others out at once', async ({ page, context }) => {
  await desk.atTheDesk(page);
  const other = await anotherTab(context);
  const third = await anotherTab(context);
  await desk.button(page, 'sign-out').click();
  for (const tab of [page, other, third]) await expect(desk.button(tab, 'sign-in')).toBeVisible({ timeout: 3_000 });
  expect(await status(other)).toMatchObject({ state: 'signed-out' });
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
  await wake(page);
  const told = () => page.evaluate(() => window.told);
  await expect.poll(told).toEqual(['signed-in', 'renewing', 'renewed']);
  await desk.button(page, 'sign-out').click();
  await expect(desk.button(other, 'sign-in')).toBeVisible();
  expect(await told()).toEqual(['signed-in', 'renewing', 'renewed', 'signed-out']);
  const words = new Set(await other.evaluate(() => window.told));
  expect([...words].filter((word) => !['renewing', 'renewed'].includes(word))).toEqual([]);
});

test('the next user of a shared computer is signed out, and the issuer asks for a password', async ({ page, context }) => {
  await desk.atTheDesk(page);
  await openBlank(page);
  await page.evaluate(async () => {
    const { defineElements } = await import('/pkg/index.js');
    await defineElements();
    document.body.append(document.createElement('volet-session'));
  });
  await makeEngine(page, { hostUser: 'u-b' });
  expect(await status(page)).toEqual({ state: 'signed-out', expiresIn: 0 });
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
  await says(page, 'La connexion a été refusée ou interrompue');
  await desk.signIn(page);
});

test('a gateway that comes back takes its message away', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.keepEngine(page);
  await page.route('**/volet/token', (route) => route.abort(), { times: 1 });
  await page.clock.install();
  await advance(300);
  await page.clock.fastForward(300_000);
  await wake(page);
  await says(page, 'Le service de connexion ne répond pas');
  await wake(page);
  await expect(page.locator('volet-session [role="alert"]')).toBeEmpty();
  await expect(desk.button(page, 'sign-out')).toBeVisible();
});

test('a gateway that does not answer when the page opens is asked again, and then says nothing more', async ({ page }) => {
  await page.clock.install();
  await page.route('**/volet/session', (route) => route.abort(), { times: 1 });
  await desk.openCertificate(page);
  await says(page, 'Le service de connexion ne répond pas');
  await page.clock.runFor(61_000);
  await expect(page.locator('volet-session [role="alert"]')).toBeEmpty();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
});

test('a session that is used is kept alive, one that is not ends', async ({ page }) => {
  await page.clock.install();
  await desk.atTheDesk(page);
  await desk.keepEngine(page);
  const minutes = async (count, used) => {
    for (let i = 0; i < count; i += 1) {
      if (used) await page.mouse.click(5, 5);
      await advance(60);
      await page.clock.runFor(60_000);
      // The simulated minutes run faster than the network: what a beat asked for has its answer before the next.
      await page.evaluate(() => fetch('/sandbox/scenarios').then((answer) => answer.text()));
    }
  };
  // AeS ends a session after thirty minutes without a renewal.
  await minutes(45, true);
  await expect.poll(() => status(page)).toMatchObject({ state: 'signed-in' });
  await minutes(70, false);
  await expect.poll(() => status(page)).toMatchObject({ state: 'expired' });
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
