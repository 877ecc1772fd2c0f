// The whole life of a session at an issuer that is not ours: sign in, deposit, renew, sign out, in every mode that has one.

import { SECOND, SECOND_PORT } from './support/addresses.js';
import { startDemo } from './support/demo.js';
import * as desk from './support/practice.js';
import { answerProvider, CONFIDENTIAL, PUBLIC, SECRET, startProvider } from './support/provider.js';
import { expect, test } from './support/test.js';

const PLACE = `${SECOND}/#/patients/${desk.LUKASZ}/certificats`;

let provider;
let stopDemo;

/** A demo in this mode whose issuer is the provider. */
async function begin(mode) {
  provider = await startProvider({
    redirectUris: [`${SECOND}/callback`, `${SECOND}/volet/callback`],
    postLogout: [`${SECOND}/`, `${SECOND}/callback`],
  });
  stopDemo = await startDemo({
    at: SECOND_PORT,
    variables: {
      VOLET_MODE: mode,
      VOLET_ISSUER: provider.issuer,
      VOLET_CLIENT_ID: mode === 'public' ? PUBLIC : CONFIDENTIAL,
      VOLET_CLIENT_SECRET: SECRET,
    },
  });
}

test.afterEach(async () => {
  await stopDemo?.();
  await provider?.stop();
  stopDemo = undefined;
  provider = undefined;
});

/** The demo's clock, which is the gateway's too. The provider keeps its own: its tokens are renewed early, not late. */
const later = (seconds) => fetch(`http://127.0.0.1:${SECOND_PORT + 4}/sandbox/clock`, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ advanceSeconds: seconds }),
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
    await desk.button(page, 'sign-in').click();
    await answerProvider(page, provider);
    await expect(desk.button(page, 'sign-out')).toBeVisible();
    await expect(page).toHaveURL(PLACE);
    await desk.isReady(page);
    await deposit(page);
    expect(provider.grants).toMatchObject({ authorization_code: 1, refused: 0 });

    const before = provider.grants.refresh_token;
    await later(250);
    await page.reload();
    await desk.isReady(page);
    await deposit(page);
    expect(provider.grants.refresh_token).toBe(before + 1);

    await desk.button(page, 'sign-out').click();
    // The provider has no way to end its session from behind: it asks the person.
    await page.waitForURL((url) => url.origin === provider.issuer);
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
  const kept = await page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }, document.cookie]);
  expect(JSON.stringify(kept)).not.toMatch(/volet|eyJ/);

  // The token has run out by the page's clock: the refresh token goes, and another comes in its place, twice.
  const before = provider.grants.refresh_token;
  await page.clock.install();
  for (const round of [1, 2]) {
    await page.clock.fastForward(300_000);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => provider.grants.refresh_token).toBe(before + round);
  }
  expect(provider.grants.refused).toBe(0);

  await desk.button(page, 'sign-out').click();
  await page.waitForURL((url) => url.origin === provider.issuer);
  expect(page.url()).not.toContain('eyJ');
  await page.locator('button[value="yes"]').click();
  await expect(page).toHaveURL(PLACE);
  await desk.button(page, 'sign-in').click();
  await expect(page.locator('[name="password"]')).toBeVisible();
});

/** The negative modules of the OpenID Foundation's relying-party tests, between the provider and the page. */
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());

const withClaims = (change) => (token) => {
  const [head, payload, signature] = token.split('.');
  return `${head}.${encode(change(decode(payload)))}.${signature}`;
};

for (const [flaw, code, change] of [
  ['no id_token', 'id_token_missing', () => undefined],
  ['no signature', 'id_token_alg', (token) => `${encode({ alg: 'none' })}.${token.split('.')[1]}.`],
  ['an HMAC', 'id_token_hmac', (token) => `${encode({ alg: 'HS256' })}.${token.split('.')[1]}.AAAA`],
  ['another signature', 'id_token_signature', (token) => `${token.slice(0, -12)}AAAAAAAAAAAA`],
  ['a changed claim', 'id_token_signature', withClaims((claims) => ({ ...claims, sub: 'other' }))],
  ['no JWT', 'id_token_malformed', () => 'e30.e30'],
]) {
  test(`public: an id_token with ${flaw}`, async ({ page }) => {
    await begin('public');
    await page.addInitScript(() => {
      window.failures = [];
      addEventListener('volet-error', ({ detail }) => window.failures.push(detail.code));
    });
    await page.route(`${provider.issuer}/token`, async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      const answer = await route.fetch();
      const body = await answer.json();
      return route.fulfill({ response: answer, json: { ...body, id_token: change(body.id_token) } });
    });
    await signInPublic(page);
    await expect(page).toHaveURL(PLACE);
    await expect(desk.button(page, 'sign-in')).toBeVisible();
    await expect.poll(() => page.evaluate(() => window.failures)).toEqual([code]);
  });
}

test('public: metadata of another issuer are not followed', async ({ page }) => {
  await begin('public');
  await page.route('**/.well-known/openid-configuration', async (route) => {
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: { ...await answer.json(), issuer: 'https://elsewhere.example' } });
  });
  await desk.isReady(await page.goto(PLACE).then(() => page));
  await desk.button(page, 'sign-in').click();
  await expect(page.locator('volet-session [role="alert"]')).toContainText('La réponse vient d’un autre service');
  await expect(page).toHaveURL(PLACE);
});
