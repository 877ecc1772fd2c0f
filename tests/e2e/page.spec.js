// The page: the strict policy holds, nothing goes elsewhere, no token is left lying about, and everybody can use it.

import { HOST, ISSUER } from './support/addresses.js';
import { fitsTheWidth, isAccessible } from './support/axe.js';
import * as desk from './support/practice.js';
import { scenario } from './support/sandbox.js';
import { kept, keptAs } from './support/storage.js';
import { expect, test } from './support/test.js';

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
  + "img-src 'self' blob:; font-src 'self'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
  + "base-uri 'none'; require-trusted-types-for 'script'; trusted-types volet";

/** The whole job, with a PDF of each kind. */
async function wholeJob(page) {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await page.getByLabel('Langue').selectOption('en');
  await page.getByLabel('Langue').selectOption('fr');
  await downloads(page);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await downloads(page);
  await desk.button(page, 'revoke').click();
  await desk.hasState(page, 'revoked');
}

async function downloads(page) {
  await Promise.all([
    page.waitForEvent('download'),
    page.locator('[data-action="download-pdf"][data-volet="employeur"]').click(),
  ]);
}

test('the strict policy holds for the whole job', async ({ page }) => {
  const violations = [];
  await page.exposeBinding('violated', (_, what) => violations.push(what));
  await page.addInitScript(() => addEventListener('securitypolicyviolation', (event) =>
    window.violated(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`)));
  page.on('console', (message) => {
    if (/content security policy|trusted ?type/i.test(message.text())) violations.push(message.text());
  });
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  const answer = await page.goto(HOST);
  expect(answer.headers()['content-security-policy']).toBe(POLICY);
  await wholeJob(page);
  expect(violations).toEqual([]);
  expect(faults).toEqual([]);
});

test('nothing is asked of another host but the navigation to the issuer', async ({ page }) => {
  const strangers = [];
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin === HOST || ['blob:', 'data:'].includes(protocol)) return;
    const fromIssuer = request.isNavigationRequest() || new URL(request.frame().url()).origin === ISSUER;
    if (origin !== ISSUER || !fromIssuer) strangers.push(request.url());
  });
  await wholeJob(page);
  expect(strangers).toEqual([]);
});

test('the token is in the page’s memory and nowhere else', async ({ page, context }) => {
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  const answered = page.waitForResponse((response) => response.url() === `${HOST}/volet/token`);
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  const answer = await (await answered).json();
  expect(Object.keys(answer).sort()).toEqual(['access_token', 'expires_in', 'session_expires_in', 'token_type']);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await keptAs(page, 'filed', 1);
  const left = await page.evaluate(async () => {
    const attributes = (root) => [...root.querySelectorAll('*')].flatMap((node) => [
      ...[...node.attributes].map(({ value }) => value),
      ...(node.shadowRoot ? attributes(node.shadowRoot) : []),
    ]);
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, await caches.keys(),
      await indexedDB.databases(), history.state, location.href, window.name, attributes(document)]);
  });
  for (const place of [left, JSON.stringify(await context.cookies()), said.join('\n')]) {
    expect(place).not.toContain(answer.access_token);
    expect(place).not.toContain(answer.access_token.split('.')[1]);
  }
  const [cookie] = (await context.cookies(HOST)).filter(({ name }) => name.startsWith('__Host-volet'));
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/', expires: -1 });
  expect(Object.keys(await kept(page))).toEqual([expect.stringMatching(/^volet-filed\./)]);
});

test('the PDF engine is not fetched before the first PDF, and the preview not before the form', async ({ page }) => {
  const fetched = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto(HOST);
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  expect(fetched.filter((path) => /preview|pdf|records|\.ttf/.test(path))).toEqual([]);
  await desk.openCertificate(page);
  // The store is asked for what is owed: that is small, and the reader of the record stays away.
  expect(fetched.filter((path) => /pdf|records[-_]|_records/.test(path))).toEqual([]);
  await downloads(page);
  expect(fetched.filter((path) => /pdf_bg\.wasm/.test(path))).toHaveLength(1);
});

for (const width of [1280, 360]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`everybody can use each state, ${width} pixels wide, ${colorScheme}`, async ({ page }) => {
      test.setTimeout(120_000);
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await desk.openCertificate(page);
      await isAccessible(page, 'signed out');
      await fitsTheWidth(page, 'signed out');
      await desk.signIn(page);
      await desk.isReady(page);
      await isAccessible(page, 'empty');
      await desk.button(page, 'send').click();
      await expect(desk.marks(page, 'certificate.diagnosis')).toBeVisible();
      await isAccessible(page, 'errors');
      await desk.fill(page, desk.ILLNESS);
      await isAccessible(page, 'filled');
      await desk.look(page);
      await isAccessible(page, 'confirm');
      await fitsTheWidth(page, 'confirm');
      await scenario('drop_response_after_commit', 1);
      await desk.button(page, 'confirm-send').click();
      await desk.hasState(page, 'unknown');
      await isAccessible(page, 'unknown');
      await desk.button(page, 'resend').click();
      await desk.hasState(page, 'accepted');
      await isAccessible(page, 'receipt');
      await fitsTheWidth(page, 'receipt');
    });
  }
}
