// `public` mode: the flaws of an id_token that the OpenID Foundation's relying-party tests name, between a certified issuer and
// the page. Each is refused with a code of its own, the same as the gateway's (pkg/README.md).

import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { SECOND } from './support/addresses.js';
import * as desk from './support/practice.js';
import { answerProvider, startAway } from './support/provider.js';
import { expect, test } from './support/test.js';

const PLACE = `${SECOND}/#/patients/${desk.LUKASZ}/certificats`;
const HOUR = 3_600;

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const JWKS = { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'of-this-run', use: 'sig', alg: 'RS256' }] };

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

/** The provider's id_token with other claims, signed with the key that the page is given for the provider's. */
function signed(claims, { kid = 'of-this-run', key = pair.privateKey } = {}) {
  const text = `${encode({ alg: 'RS256', kid })}.${encode(claims)}`;
  return `${text}.${sign('sha256', text, key).toString('base64url')}`;
}

function byHmac(claims) {
  const text = `${encode({ alg: 'HS256', kid: 'of-this-run' })}.${encode(claims)}`;
  return `${text}.${createHmac('sha256', JWKS.keys[0].n).update(text).digest('base64url')}`;
}

const without = (name) => ({ [name]: _, ...claims }) => signed(claims);
const having = (change) => (claims) => signed({ ...claims, ...change });

const FLAWS = [
  ['no id_token', 'id_token_missing', () => undefined],
  ['no JWT', 'id_token_malformed', () => 'e30.e30'],
  ['no signature', 'id_token_alg', (claims) => `${encode({ alg: 'none' })}.${encode(claims)}.`],
  ['a secret for a key', 'id_token_hmac', byHmac],
  ['another signature', 'id_token_signature', (claims) => signed(claims, { key: foreign.privateKey })],
  ['a key that is not published', 'id_token_kid', (claims) => signed(claims, { kid: 'another' })],
  ['another issuer', 'issuer_mismatch', having({ iss: 'https://elsewhere.example' })],
  ['another audience', 'id_token_audience', having({ aud: 'another-client' })],
  ['no audience', 'id_token_audience_missing', without('aud')],
  ['another authorised party', 'id_token_azp', having({ azp: 'another-client' })],
  ['another nonce', 'nonce_mismatch', having({ nonce: 'another' })],
  ['an end long ago', 'id_token_expired', (claims) =>
    signed({ ...claims, iat: claims.iat - 2 * HOUR, exp: claims.iat - HOUR })],
  ['no time of issue', 'id_token_iat', without('iat')],
  ['no subject', 'id_token_subject', without('sub')],
  ['the hash of another access token', 'id_token_at_hash', having({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })],
];

let away;

test.beforeAll(async () => { away = await startAway('public'); });

test.afterAll(() => away?.stop());

/** Puts `change` between the provider's token endpoint and the page, and this run's keys in the place of its own. */
async function tamper(page, change) {
  const { jwks_uri: keys } = await (await fetch(`${away.provider.issuer}/.well-known/openid-configuration`)).json();
  await page.route(keys, async (route) => route.fulfill({ response: await route.fetch(), json: JWKS }));
  await page.route(`${away.provider.issuer}/token`, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const response = await route.fetch();
    const body = await response.json();
    return route.fulfill({ response, json: { ...body, id_token: change(claimsOf(body.id_token)) } });
  });
  await page.addInitScript(() => {
    window.failures = [];
    addEventListener('volet-error', ({ detail }) => window.failures.push(detail.code));
  });
}

async function signIn(page) {
  await page.goto(PLACE);
  await desk.button(page, 'sign-in').click();
  await answerProvider(page, away.provider);
  await page.waitForURL((url) => url.origin === SECOND);
  await expect(page).toHaveURL(PLACE);
}

test('no two flaws share a code', () => {
  expect(new Set(FLAWS.map(([, code]) => code)).size).toBe(FLAWS.length);
});

test('an id_token without a flaw signs in', async ({ page }) => {
  await tamper(page, signed);
  await signIn(page);
  await expect(desk.button(page, 'sign-out')).toBeVisible();
});

for (const [flaw, code, change] of FLAWS) {
  test(`${flaw}: ${code}`, async ({ page }) => {
    await tamper(page, change);
    await signIn(page);
    await expect(desk.button(page, 'sign-in')).toBeVisible();
    await expect.poll(() => page.evaluate(() => window.failures)).toEqual([code]);
  });
}
