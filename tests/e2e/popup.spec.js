// The sign-in in a window of its own: the page stays where it is, whatever happens in that window.

import { HOST, ISSUER, SECOND, SECOND_PORT } from './support/addresses.js';
import { makeEngine, openBlank, OPTIONS } from './support/blank.js';
import { startDemo } from './support/demo.js';
import * as desk from './support/practice.js';
import { tokenCalls } from './support/sandbox.js';
import { expect, test } from './support/test.js';

/** A page with a session element, an engine that signs in by popup, and something typed. */
async function openHost(page, { host = HOST, auth = {} } = {}) {
  await openBlank(page, { host });
  await page.evaluate(() => {
    window.failures = [];
    document.body.append(document.createElement('volet-session'), document.createElement('input'));
    document.querySelector('input').value = 'typed before';
    document.body.addEventListener('volet-error', ({ detail }) => window.failures.push(detail.code));
  });
  await makeEngine(page, { auth: { ...OPTIONS.auth, login: 'popup', redirectUri: `${host}/callback`, ...auth } });
}

async function openWindow(page) {
  const opened = page.waitForEvent('popup');
  await desk.button(page, 'sign-in').click();
  return opened;
}

const staysAsItWas = async (page, host = HOST) => {
  await expect(page).toHaveURL(`${host}/blank`);
  await expect(page.locator('input')).toHaveValue('typed before');
};

test('the window signs in and closes, and the page goes on where it was', async ({ page }) => {
  await openHost(page);
  const popup = await openWindow(page);
  await popup.waitForURL((url) => url.origin === ISSUER);
  expect(await desk.status(page)).toMatchObject({ state: 'signing-in' });
  const closed = popup.waitForEvent('close');
  await desk.answerIssuer(popup);
  await expect(page.locator('volet-session')).toContainText('Anne Weber');
  await closed;
  await staysAsItWas(page);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
});

test('a refusal in the window is said in the page', async ({ page }) => {
  await openHost(page);
  const popup = await openWindow(page);
  await popup.getByRole('button', { name: 'Refuser' }).click();
  await expect.poll(() => page.evaluate(() => window.failures)).toEqual(['login_denied']);
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await staysAsItWas(page);
});

test('a window that the person closes is no dead end', async ({ page }) => {
  await openHost(page);
  const first = await openWindow(page);
  await first.waitForURL((url) => url.origin === ISSUER);
  await first.close();
  await expect(page.locator('volet-session')).toContainText('Connexion en cours');
  await page.waitForTimeout(2_100);
  const second = await openWindow(page);
  await second.waitForURL((url) => url.origin === ISSUER);
  await desk.answerIssuer(second);
  await expect(page.locator('volet-session')).toContainText('Anne Weber');
});

test('a window that the browser blocks becomes a redirect', async ({ page }) => {
  await page.addInitScript(() => { window.open = () => null; });
  await openHost(page);
  await desk.button(page, 'sign-in').click();
  await page.waitForURL((url) => url.origin === ISSUER);
  await desk.answerIssuer(page);
  await page.waitForURL((url) => url.origin === HOST);
  await expect(desk.button(page, 'sign-out')).toBeVisible();
});

test('an answer that nobody waits for, or with another state, signs nobody in', async ({ page, context }) => {
  await openHost(page);
  const popup = await openWindow(page);
  await popup.waitForURL((url) => url.origin === ISSUER);
  const state = new URL(popup.url()).searchParams.get('state');

  // Forged by another page of this origin, which does not know the state.
  const forger = await context.newPage();
  await forger.goto(`${HOST}/callback?code=forged&state=popup.forged`);
  await desk.sessionSays(forger, 'Cette réponse de connexion a déjà servi ou vient d’une autre fenêtre');
  expect(await desk.status(page)).toMatchObject({ state: 'signing-in' });

  // With the state, and of another issuer: refused before any exchange (mix-up, RFC 9207).
  await popup.goto(`${HOST}/callback?code=mixed-up&state=${state}&iss=https://elsewhere.example`);
  await expect.poll(() => page.evaluate(() => window.failures)).toEqual(['issuer_mismatch']);
  expect((await tokenCalls()).asked).toBe(0);
});

test('bff: the window signs in at the gateway and closes', async ({ page }) => {
  const stop = await startDemo({ at: SECOND_PORT, variables: { VOLET_MODE: 'bff' } });
  try {
    await openHost(page, { host: SECOND, auth: { mode: 'bff' } });
    const popup = await openWindow(page);
    await popup.waitForURL((url) => url.port === String(SECOND_PORT + 1));
    const closed = popup.waitForEvent('close');
    await desk.answerIssuer(popup);
    await expect(page.locator('volet-session')).toContainText('Anne Weber');
    await closed;
    await staysAsItWas(page, SECOND);
  } finally {
    await stop();
  }
});
