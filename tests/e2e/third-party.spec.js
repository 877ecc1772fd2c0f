// The whole life of a session at an issuer that is not ours: sign in, deposit, renew, sign out, in every mode that has one.

import { SECOND } from './support/addresses.js';
import * as desk from './support/practice.js';
import { answerProvider, startAway } from './support/provider.js';
import { advanceSecond } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const PLACE = `${SECOND}/#/patients/${desk.LUKASZ}/certificats`;

let away;
let provider;

/** A demo in this mode whose issuer is the provider. */
async function begin(mode) {
  away = await startAway(mode);
  ({ provider } = away);
}

test.afterEach(async () => {
  await away?.stop();
  away = undefined;
});

async function deposit(page) {
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
}

for (const mode of ['mediated', 'bff']) {
  test(`${mode}: sign in, deposit, renew, sign out`, async ({ page, context }) => {
    await begin(mode);
    await page.goto(PLACE);
    await desk.isReady(page);
    await desk.fill(page, { 'insured.firstName': 'Łukasz Jan' });
    await desk.button(page, 'sign-in').click();
    await answerProvider(page, provider);
    await expect(desk.button(page, 'sign-out')).toBeVisible();
    await expect(page).toHaveURL(PLACE);
    await desk.isReady(page);
    await expect(desk.field(page, 'insured.firstName')).toHaveValue('Łukasz Jan');
    await deposit(page);
    expect(provider.grants).toMatchObject({ authorization_code: 1, refused: 0 });

    const before = provider.grants.refresh_token;
    // The provider keeps its own clock: its tokens are renewed early, not late.
    await advanceSecond(250);
    await page.reload();
    await desk.isReady(page);
    await deposit(page);
    expect(provider.grants.refresh_token).toBe(before + 1);

    await desk.button(page, 'sign-out').click();
    // The provider has no way to end its session from behind: it asks the person.
    await page.waitForURL((url) => url.origin === provider.issuer);
    await expect.poll(() => provider.grants.revoked).toBe(1);
    expect((await context.cookies(SECOND)).filter(({ name }) => name.includes('volet'))).toEqual([]);
    await page.locator('button[value="yes"]').click();
    await page.goto(PLACE);
    await desk.button(page, 'sign-in').click();
    await expect(page.locator('[name="password"]')).toBeVisible();
    expect(provider.grants).toMatchObject({ authorization_code: 1, refused: 0 });
  });
}

test('bff: no token reaches the page', async ({ page }) => {
  await begin('bff');
  const seen = [];
  page.on('request', (request) => seen.push(JSON.stringify(request.headers())));
  page.on('response', async (response) => {
    if (response.url().startsWith(`${SECOND}/volet`)) seen.push(await response.text().catch(() => ''));
  });
  await page.goto(PLACE);
  await desk.button(page, 'sign-in').click();
  await answerProvider(page, provider);
  await desk.isReady(page);
  await deposit(page);
  const text = seen.join('\n');
  expect(text).toContain('session_expires_in');
  expect(text).not.toContain('access_token');
  expect(text).not.toContain('"authorization":');
  expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/);
});

async function signInPublic(page) {
  await page.goto(PLACE);
  await desk.button(page, 'sign-in').click();
  await answerProvider(page, provider);
  await page.waitForURL((url) => url.origin === SECOND);
}

test('public: sign in, deposit, renew, sign out', async ({ page }) => {
  await begin('public');
  await signInPublic(page);
  await expect(page).toHaveURL(PLACE);
  await expect(page.locator('volet-session')).toContainText('Anne Weber');
  await desk.isReady(page);
  await deposit(page);
  // What was sent lies there sealed, and nothing else.
  const kept = () => page.evaluate(() => [{ ...localStorage }, Object.keys(sessionStorage), document.cookie]);
  await expect.poll(kept).toEqual([{}, [expect.stringMatching(/^volet-filed\./)], '']);

  // The token has run out by the page's clock: the refresh token goes, and another comes in its place, twice.
  const before = provider.grants.refresh_token;
  await desk.keepEngine(page);
  await page.clock.install();
  for (const round of [1, 2]) {
    await page.clock.fastForward(300_000);
    await desk.wake(page);
    await expect.poll(() => provider.grants.refresh_token).toBe(before + round);
    // The issuer has answered; the page has not read that yet, and its patience runs by the clock that is moved on.
    await expect.poll(() => page.evaluate(() => window.engine.status().then(({ expiresIn }) => expiresIn)))
      .toBeGreaterThan(250);
  }
  expect(provider.grants.refused).toBe(0);

  await desk.button(page, 'sign-out').click();
  await page.waitForURL((url) => url.origin === provider.issuer);
  expect(page.url()).not.toContain('eyJ');
  await expect.poll(() => provider.grants.revoked).toBe(1);
  await page.locator('button[value="yes"]').click();
  await expect(page).toHaveURL(PLACE);
  await desk.button(page, 'sign-in').click();
  await expect(page.locator('[name="password"]')).toBeVisible();
});

test('public: metadata of another issuer are not followed', async ({ page }) => {
  await begin('public');
  await page.route('**/.well-known/openid-configuration', async (route) => {
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: { ...await answer.json(), issuer: 'https://elsewhere.example' } });
  });
  await desk.isReady(await page.goto(PLACE).then(() => page));
  await desk.button(page, 'sign-in').click();
  await desk.sessionSays(page, 'La réponse vient d’un autre service');
  await expect(page).toHaveURL(PLACE);
});

test('public: back from a sign-out, an address without its state is left alone', async ({ page }) => {
  await begin('public');
  await signInPublic(page);
  await desk.isReady(page);
  await desk.button(page, 'sign-out').click();
  await page.waitForURL((url) => url.origin === provider.issuer);
  for (const query of ['', '?state=forged']) {
    await page.goto(`${SECOND}/callback${query}`);
    await expect(desk.button(page, 'sign-in')).toBeVisible();
    await expect(page).toHaveURL(`${SECOND}/callback${query}`);
  }
});
