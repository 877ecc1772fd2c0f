// What goes wrong while signing in is said clearly, and no code is ever exchanged twice.

import { HOST, ISSUER } from './support/addresses.js';
import * as desk from './support/practice.js';
import { advance, scenario, tokenCalls } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const PLACE = `${HOST}/#/patients/${desk.LUKASZ}/certificats`;

const ourCookies = async (context) =>
  (await context.cookies(HOST)).filter(({ name }) => name.includes('volet'));

test.beforeEach(({ page }) => page.addInitScript(() => {
  window.failures = [];
  addEventListener('volet-error', ({ detail }) => window.failures.push(detail.code));
}));

/** Back where it began, signed out, with nothing left of the sign-in. */
async function isBackSignedOut(page, words) {
  await desk.sessionSays(page, words);
  await expect(page).toHaveURL(PLACE);
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await desk.isReady(page);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).not.toContain('volet.login');
}

test('a consent that the issuer denies', async ({ page }) => {
  await scenario('login_denied', 1);
  await desk.openCertificate(page);
  await desk.button(page, 'sign-in').click();
  await isBackSignedOut(page, 'La connexion a été refusée ou interrompue');
  await desk.signIn(page);
});

test('a consent that the person denies', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.goToIssuer(page);
  await page.getByRole('button', { name: 'Refuser' }).click();
  await isBackSignedOut(page, 'La connexion a été refusée ou interrompue');
  await desk.signIn(page);
});

test('the host hears of a failed sign-in', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.goToIssuer(page);
  await page.getByRole('button', { name: 'Refuser' }).click();
  await expect(page).toHaveURL(PLACE);
  await expect.poll(() => page.evaluate(() => window.failures)).toEqual(['login_denied']);
});

const ODD = 'L’identité reçue n’est pas valable';

for (const [scenarioName, code, words] of [
  ['idtoken_bad_nonce', 'nonce_mismatch', 'La réponse de connexion n’est pas celle attendue'],
  ['idtoken_bad_iss', 'issuer_mismatch', 'La réponse vient d’un autre service'],
  ['idtoken_bad_aud', 'id_token_audience', ODD],
  ['idtoken_bad_azp', 'id_token_azp', ODD],
  ['idtoken_bad_exp', 'id_token_expired', ODD],
  ['idtoken_bad_sig', 'id_token_signature', ODD],
  ['idtoken_bad_alg', 'id_token_alg', ODD],
  ['idtoken_bad_hmac', 'id_token_hmac', ODD],
  ['idtoken_bad_kid', 'id_token_kid', ODD],
  ['idtoken_bad_at_hash', 'id_token_at_hash', ODD],
  ['idtoken_no_aud', 'id_token_audience_missing', ODD],
  ['idtoken_no_sub', 'id_token_subject', ODD],
  ['idtoken_no_iat', 'id_token_iat', ODD],
]) {
  test(`${scenarioName} is refused as ${code}`, async ({ page, context }) => {
    await scenario(scenarioName, 1);
    await desk.openCertificate(page);
    await desk.goToIssuer(page);
    await desk.answerIssuer(page);
    await isBackSignedOut(page, words);
    await expect.poll(() => page.evaluate(() => window.failures)).toEqual([code]);
    expect(await ourCookies(context)).toEqual([]);
  });
}

test('an answer with a state that we did not make is not exchanged', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.goToIssuer(page);
  await page.goto(`${HOST}/callback?code=forged&state=forged`);
  await desk.sessionSays(page, 'Cette réponse de connexion a déjà servi ou vient d’une autre fenêtre');
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  expect((await tokenCalls()).asked).toBe(0);
});

test('an answer of another issuer is not exchanged', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.goToIssuer(page);
  const state = new URL(page.url()).searchParams.get('state');
  await page.goto(`${HOST}/callback?code=mixed-up&state=${state}&iss=https://elsewhere.example`);
  await isBackSignedOut(page, 'La réponse vient d’un autre service');
  expect((await tokenCalls()).asked).toBe(0);
});

test('a callback that is replayed is not exchanged again', async ({ page, browser }) => {
  const used = page.waitForRequest((request) => request.url().startsWith(`${HOST}/callback?`));
  await desk.atTheDesk(page);
  const address = (await used).url();
  expect((await tokenCalls()).asked).toBe(1);

  await page.goto(address);
  await expect(desk.button(page, 'sign-out')).toBeVisible();
  expect((await tokenCalls()).asked).toBe(1);

  const stranger = await browser.newPage();
  await stranger.goto(address);
  await desk.sessionSays(stranger, 'Cette réponse de connexion a déjà servi ou vient d’une autre fenêtre');
  await expect(desk.button(stranger, 'sign-in')).toBeVisible();
  expect((await tokenCalls()).asked).toBe(1);
  await stranger.close();
});

test('a code that is too old', async ({ page }) => {
  await desk.openCertificate(page);
  await page.route(`${HOST}/volet/token`, async (route) => {
    await advance(120);
    await route.continue();
  }, { times: 1 });
  await desk.goToIssuer(page);
  await desk.answerIssuer(page);
  await isBackSignedOut(page, 'La connexion a trop duré');
});

test('keys that the issuer changes are fetched anew, and neither a sign-in nor a session ends by it', async ({ page }) => {
  await scenario('keys_rotated', 1);
  await desk.atTheDesk(page);
  await scenario('keys_rotated', 1);
  await advance(400);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  expect(await tokenCalls()).toEqual({ asked: 2, refused: 0 });
  expect(await page.evaluate(() => window.failures)).toEqual([]);
});

test('signing out ends the session here and at the issuer', async ({ page, context }) => {
  await desk.atTheDesk(page);
  const ended = page.waitForResponse((answer) => answer.url() === `${HOST}/volet/logout`);
  await desk.button(page, 'sign-out').click();
  expect((await ended).ok()).toBe(true);
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  expect(await ourCookies(context)).toEqual([]);
  await desk.goToIssuer(page);
  await expect(page.locator('[name="password"]')).toBeVisible();
  expect(page.url()).toContain(ISSUER);
});
