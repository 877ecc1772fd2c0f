// eConnector Desktop with delegated OIDC: the host software has the sign-in, and its transport takes each call, with the
// token, to an eConnector on the clinician's machine. That eConnector is another than the gateway's.

import { HOST, ISSUER, SECOND_CONTROL, SECOND_PORT } from './support/addresses.js';
import { makeEngine, openBlank, OPTIONS } from './support/blank.js';
import { startDemo } from './support/demo.js';
import * as desk from './support/practice.js';
import { deposits } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const DESKTOP = `http://127.0.0.1:${SECOND_PORT + 2}`;

const IDENTITIES = [{
  self: true,
  practitioner: { code: '90813319', lastName: 'Weber', firstName: 'Anne', specialty: 'Médecine générale' },
  gpCodes: ['90813319'],
  may: ['ecit', 'revoke'],
}];

let stop;

test.beforeEach(async ({ page, context }) => {
  // It believes the tokens of the issuer that the host signs in at.
  stop = await startDemo({
    at: SECOND_PORT,
    variables: { VOLET_ISSUER: `${ISSUER}/auth/realms/default`, VOLET_CLIENT_SECRET: 'not used here' },
  });
  // The host's own sign-in at AeS: here it is Volet's, and ends in a cookie that only the host asks tokens with.
  await desk.atTheDesk(page);
  await context.grantPermissions(['local-network-access'], { origin: HOST });
  await openBlank(page, { connect: DESKTOP });
});

test.afterEach(() => stop());

/** The practice software: its token, its transport, and what they were asked. */
async function openSoftware(page, changes = {}) {
  await page.evaluate(async ({ options, identities, desktop, lives, silent = 0 }) => {
    const { createVolet, defineElements } = await import('/pkg/index.js');
    await defineElements();
    Object.assign(window, { wanted: [], calls: [], failures: [], answer: undefined });
    const headers = { 'X-Volet': '1', 'X-Volet-User': 'u-1842', 'content-type': 'application/x-www-form-urlencoded' };
    const getToken = async ({ minValidity }) => {
      window.wanted.push(minValidity);
      if (window.answer !== undefined) return window.answer;
      const body = `grant_type=refresh_token&client_id=volet-demo&refresh_token=cookie&min_validity=${minValidity}`;
      const token = await (await fetch('/volet/token', { method: 'POST', headers, body })).json();
      return { accessToken: token.access_token, expiresIn: lives ?? token.expires_in };
    };
    const transport = async (request, { tag, signal }) => {
      window.calls.push({ tag, bearer: Boolean(request.headers.get('authorization')), url: request.url });
      if (tag === 'session' && silent-- > 0) return new Response('', { status: 503 });
      if (tag === 'session') return Response.json({ signedIn: true, session_expires_in: 300, identities });
      const path = new URL(request.url).pathname.replace('/volet/econnector/saas', '/saas').replace('/volet', '');
      const body = request.method === 'POST' ? await request.arrayBuffer() : undefined;
      const { method, headers: own } = request;
      return fetch(desktop + path, {
        method, body, signal, headers: { authorization: own.get('authorization'), 'content-type': 'application/json' },
      });
    };
    document.body.addEventListener('volet-error', ({ detail }) => window.failures.push(detail));
    const session = document.createElement('volet-session');
    const form = document.createElement('volet-form');
    form.type = 'ecit';
    document.body.append(session, form);
    window.engine = await createVolet({ ...options, auth: { mode: 'host', getToken }, hostUser: undefined, transport });
    const [patient] = (await (await fetch('/sandbox/patients')).json()).filter(({ id }) => id === 'p-1002');
    window.engine.setContext({ patient, insured: patient });
  }, { options: OPTIONS, identities: IDENTITIES, desktop: DESKTOP, ...changes });
  await desk.isReady(page);
}

const read = (page, name) => page.evaluate((what) => window[what], name);

test('a certificate goes to the eConnector of this machine, with the host’s token', async ({ page }) => {
  await openSoftware(page);
  await expect(page.locator('volet-session')).toContainText('Anne Weber');
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');

  const there = await (await fetch(`${SECOND_CONTROL}/deposits`)).json();
  expect(there).toMatchObject([{ gpCode: '90813319', documentType: 'ECIT' }]);
  expect(await deposits()).toEqual([]);
  const journal = await (await fetch(`${SECOND_CONTROL}/journal`)).json();
  expect(journal.find(({ path }) => path.endsWith('/send-document'))).toMatchObject({ status: 200, sub: expect.any(String) });

  const calls = await read(page, 'calls');
  expect(new Set(calls.map(({ tag }) => tag)))
    .toEqual(new Set(['session', 'econnector.status', 'econnector.send-document']));
  expect(calls.every(({ bearer }) => bearer)).toBe(true);
  // A deposit may take 70 s: the token is asked to outlive it.
  expect(Math.max(...await read(page, 'wanted'))).toBeGreaterThanOrEqual(75);
});

test('software that cannot say at once for whom it acts is asked again', async ({ page }) => {
  await page.clock.install();
  await openSoftware(page, { silent: 2 });
  await desk.sessionSays(page, 'Le service de connexion ne répond pas');
  await expect(desk.button(page, 'send')).toBeDisabled();
  for (const [asked, minutes] of [[2, 1], [3, 2]]) {
    await page.clock.runFor(60_500);
    await expect.poll(async () => (await read(page, 'calls')).filter(({ tag }) => tag === 'session').length, `${minutes} min`).toBe(asked);
  }
  await expect(page.locator('volet-session')).toContainText('Anne Weber');
  await expect(desk.sessionAlert(page)).toBeEmpty();
  await expect(desk.button(page, 'send')).toBeEnabled();
});

test('a token that would end inside the deposit starts none', async ({ page }) => {
  await openSoftware(page, { lives: 60 });
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.saysFailure(page, 'token_too_short');
  expect(await (await fetch(`${SECOND_CONTROL}/deposits`)).json()).toEqual([]);
});

test('a host with nobody signed in, and one that fails, are told apart', async ({ page }) => {
  await openSoftware(page);
  const open = (answer) => page.evaluate(async ([options, given]) => {
    const { createVolet } = await import('/pkg/index.js');
    const getToken = async () => {
      if (given === 'fails') throw new Error('the host’s own trouble');
      return given;
    };
    const codes = [];
    const volet = await createVolet({ ...options, auth: { mode: 'host', getToken }, hostUser: undefined });
    volet.addEventListener('volet-error', ({ detail }) => codes.push([detail.code, detail.retryable]));
    const { state } = await volet.status();
    await new Promise((done) => { setTimeout(done); });
    const login = await volet.login().then(() => 'done', ({ code }) => code);
    volet.destroy();
    return { state, codes, login };
  }, [OPTIONS, answer]);
  expect(await open(null)).toEqual({ state: 'signed-out', codes: [['login_denied', false]], login: 'login_denied' });
  expect(await open('fails')).toEqual({
    state: 'signed-out',
    codes: [['host_token_unavailable', true], ['host_token_unavailable', true]],
    login: 'host_token_unavailable',
  });
});

test('signing out forgets the token and leaves the host’s session alone', async ({ page }) => {
  await openSoftware(page);
  await desk.button(page, 'sign-out').click();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  const before = (await read(page, 'wanted')).length;
  await desk.wake(page);
  expect(await read(page, 'wanted')).toHaveLength(before);
  await desk.button(page, 'sign-in').click();
  await expect(desk.button(page, 'sign-out')).toBeVisible();
});
