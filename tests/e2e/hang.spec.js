// Whatever hangs, the person is told within ten seconds, and nothing goes on spinning: each phase, each endpoint.

import { HOST, SECOND } from './support/addresses.js';
import { OPTIONS, openBlank } from './support/blank.js';
import * as desk from './support/practice.js';
import { answerProvider, startAway } from './support/provider.js';
import { advance } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const LONGEST = 10_000;
/** For a browser on a busy machine to say what it has to say. */
const PATIENCE = { timeout: 20_000 };

test.beforeEach(({ page }) => page.addInitScript(() => {
  window.failures = [];
  addEventListener('volet-error', ({ detail }) => {
    window.failures.push({ ...detail, after: performance.now() - (window.began ?? 0) });
  });
}));

/** Requests to this address are taken, and never answered. Gives when the first has come. */
const hang = async (page, address) => {
  let came;
  const asked = new Promise((resolve) => { came = resolve; });
  await page.route(address, () => came());
  return { asked };
};

/** Whose wait is measured: from this call on, or from the page's load. */
const begin = (page) => page.evaluate(() => { window.began = performance.now(); });

async function isTold(page, code, phase) {
  await expect.poll(() => page.evaluate(() => window.failures), PATIENCE).toHaveLength(1);
  const [failure] = await page.evaluate(() => window.failures);
  expect(failure).toMatchObject({ code, phase, retryable: true });
  expect(failure.after).toBeLessThan(LONGEST);
  await expect(desk.sessionAlert(page)).not.toBeEmpty();
}

const isIdle = (page) => expect(page.locator('volet-session')).not.toContainText('en cours');

test('who is signed in', async ({ page }) => {
  await hang(page, '**/volet/session');
  await desk.openCertificate(page);
  await isTold(page, 'gateway_unavailable', 'configure');
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await isIdle(page);
});

test('where to sign in', async ({ page }) => {
  await desk.openCertificate(page);
  await hang(page, '**/volet/configuration');
  await begin(page);
  await desk.button(page, 'sign-in').click();
  await isTold(page, 'gateway_unavailable', 'login');
  await isIdle(page);
});

test('the issuer’s page', async ({ page }) => {
  // While a page waits to be left, Playwright asks it nothing: it has to tell by itself.
  const told = [];
  await page.exposeFunction('tell', (detail) => told.push(detail));
  await page.addInitScript(() => addEventListener('volet-error', ({ detail }) => {
    window.tell({ ...detail, after: performance.now() - window.began });
  }));
  await desk.openCertificate(page);
  await hang(page, (url) => url.pathname.endsWith('/protocol/openid-connect/auth'));
  await begin(page);
  await desk.button(page, 'sign-in').click();
  await expect.poll(() => told, PATIENCE).toMatchObject([{ code: 'login_denied', phase: 'login' }]);
  expect(told[0].after).toBeLessThan(LONGEST);
});

test('the exchange of the code', async ({ page }) => {
  await desk.openCertificate(page);
  await hang(page, '**/volet/token');
  await desk.goToIssuer(page);
  await desk.answerIssuer(page);
  await page.waitForURL((url) => url.origin === HOST);
  await isTold(page, 'gateway_unavailable', 'callback');
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await isIdle(page);
});

test('a renewal, and the session lives', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.keepEngine(page);
  const { asked } = await hang(page, '**/volet/token');
  await advance(300);
  await page.clock.install();
  await page.clock.fastForward(300_000);
  await begin(page);
  await desk.wake(page);
  await asked;
  await isTold(page, 'gateway_unavailable', 'refresh');
  expect(await desk.status(page)).toMatchObject({ state: 'signed-in' });
  await isIdle(page);
});

test('the end of a session', async ({ page }) => {
  await desk.atTheDesk(page);
  await hang(page, '**/volet/logout');
  await begin(page);
  await desk.button(page, 'sign-out').click();
  await isTold(page, 'gateway_unavailable', 'logout');
  await isIdle(page);
});

test('the state of the eConnector', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await hang(page, '**/volet/econnector/status');
  await desk.look(page);
  await begin(page);
  await desk.button(page, 'confirm-send').click();
  await expect.poll(() => page.evaluate(() => window.failures), PATIENCE).toHaveLength(1);
  const [{ code, phase, after }] = await page.evaluate(() => window.failures);
  expect({ code, phase }).toEqual({ code: 'econnector_down', phase: 'send' });
  expect(after).toBeLessThan(LONGEST);
  await expect(desk.field(page, 'certificate.diagnosis')).toBeEditable();
});

test('the host’s own token', async ({ page }) => {
  await openBlank(page);
  const told = await page.evaluate(async (options) => {
    const { createVolet } = await import('/pkg/index.js');
    const began = performance.now();
    const getToken = () => new Promise(() => {});
    const volet = await createVolet({ ...options, auth: { mode: 'host', getToken }, hostUser: undefined });
    const detail = await new Promise((heard) => {
      volet.addEventListener('volet-error', (event) => heard(event.detail), { once: true });
    });
    const { state } = await volet.status();
    volet.destroy();
    return { ...detail, state, after: performance.now() - began };
  }, OPTIONS);
  expect(told).toMatchObject({ code: 'host_token_unavailable', phase: 'refresh', retryable: true, state: 'signed-out' });
  expect(told.after).toBeLessThan(LONGEST);
});

test.describe('in public mode', () => {
  let away;
  test.beforeAll(async () => { away = await startAway('public'); });
  test.afterAll(() => away?.stop());

  const open = async (page) => {
    await page.goto(`${SECOND}/#/patients/${desk.LUKASZ}/certificats`);
    await desk.isReady(page);
  };

  test('the issuer’s metadata', async ({ page }) => {
    await open(page);
    await hang(page, '**/.well-known/openid-configuration');
    await begin(page);
    await desk.button(page, 'sign-in').click();
    await isTold(page, 'issuer_unavailable', 'login');
    await isIdle(page);
  });

  for (const [what, path] of [['the issuer’s token endpoint', 'token'], ['the issuer’s keys', 'jwks']]) {
    test(what, async ({ page }) => {
      await open(page);
      await hang(page, `${away.provider.issuer}/${path}`);
      await desk.button(page, 'sign-in').click();
      await answerProvider(page, away.provider);
      await page.waitForURL((url) => url.origin === SECOND);
      await isTold(page, 'issuer_unavailable', 'callback');
      await expect(desk.button(page, 'sign-in')).toBeVisible();
      await isIdle(page);
    });
  }
});
