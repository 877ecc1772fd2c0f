// Acting for a doctor: whose name is on the form, under which code, and what a secretary cannot do, by no means.

import { HOST } from './support/addresses.js';
import * as desk from './support/practice.js';
import { deposits, sendCalls } from './support/sandbox.js';
import { kept, keptAs } from './support/storage.js';
import { expect, test } from './support/test.js';
import { deposited, watch } from './support/wire.js';

const WEBER = '90813319';
const KLEIN = '90427125';
const ASSOCIATION = '90120070';

const acting = (page) => page.locator('volet-form [part~="acting"]');
const offered = (page, name) => desk.field(page, name).locator('option').evaluateAll((options) =>
  options.map(({ value }) => value));

test('a secretary of two doctors chooses for whom she acts, and sees the name at all times', async ({ page }) => {
  await desk.atTheDesk(page, { user: 'sec.wagner' });
  await expect(page.locator('volet-session')).toContainText('Anne Weber, Paul Klein');
  expect(await offered(page, 'practitioner')).toEqual([WEBER, KLEIN]);
  await expect(acting(page)).toHaveText(`Au nom de Anne Weber · code ${WEBER}`);

  await desk.fill(page, { practitioner: KLEIN });
  await expect(acting(page)).toContainText('Paul Klein');
  await desk.fill(page, { biller: KLEIN });
  expect(await offered(page, 'biller')).toEqual([KLEIN, ASSOCIATION]);
  await expect(acting(page)).toHaveText(`Au nom de Paul Klein · code ${KLEIN}`);
  for (const volet of ['caisse', 'employeur', 'assure']) {
    await expect(desk.copy(page, volet)).toContainText('Klein');
  }
  await page.setViewportSize({ width: 1280, height: 420 });
  await desk.field(page, 'insured.country').scrollIntoViewIfNeeded();
  await expect(acting(page)).toBeInViewport({ ratio: 1 });
});

test('choosing another doctor never leaves a code that is not his', async ({ page }) => {
  await desk.atTheDesk(page, { user: 'sec.wagner' });
  await desk.fill(page, { practitioner: KLEIN });
  await expect(desk.field(page, 'biller')).toHaveValue(KLEIN);
  await desk.fill(page, { biller: ASSOCIATION, practitioner: WEBER });
  await expect(desk.field(page, 'biller')).toHaveValue(ASSOCIATION);
});

test('what a secretary has prepared is left to the doctor, who signs in at the same screen and sends it', async ({ page }) => {
  await desk.atTheDesk(page, { user: 'sec.wagner' });
  await expect(desk.button(page, 'hand-over')).toBeHidden();
  await desk.fill(page, { ...desk.ILLNESS, practitioner: KLEIN, biller: ASSOCIATION, 'insured.firstName': 'Łukasz Jan' });
  await expect(desk.button(page, 'send')).toBeDisabled();
  const values = await desk.typed(page);
  await desk.button(page, 'hand-over').click();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  expect(await desk.typed(page)).toEqual(values);
  await keptAs(page, 'draft', 1);

  await desk.goToIssuer(page);
  await expect(page.locator('[name="password"]')).toBeVisible();
  await desk.answerIssuer(page, 'dr.klein');
  await expect(desk.field(page, 'insured.firstName')).toHaveValue('Łukasz Jan');
  expect(await desk.typed(page)).toEqual(values);
  await desk.look(page);
  await expect(page.locator('volet-form [part~="confirm"]')).toContainText('Paul Klein');
  await desk.button(page, 'confirm-send').click();
  await desk.hasState(page, 'accepted');
  expect(await deposits()).toMatchObject([{ gpCode: ASSOCIATION, state: 'accepted' }]);
  await keptAs(page, 'draft', 0);
  await keptAs(page, 'send', 0);
});

test('a form that was prepared for another doctor says whose name it bears now', async ({ page }) => {
  await desk.atTheDesk(page, { user: 'sec.wagner' });
  await desk.fill(page, { ...desk.ILLNESS, practitioner: KLEIN, biller: KLEIN });
  await desk.button(page, 'hand-over').click();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await desk.signIn(page, 'dr.weber');
  await expect(acting(page)).toHaveText(`Au nom de Anne Weber · code ${WEBER}`);
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('J11');
});

test('a doctor of an association bills under its code, which is on the wire and in the document', async ({ page }) => {
  await watch(page);
  await desk.atTheDesk(page);
  expect(await offered(page, 'biller')).toEqual([WEBER, ASSOCIATION]);
  await desk.fill(page, { ...desk.ILLNESS, biller: ASSOCIATION });
  await expect(acting(page)).toHaveText(`Au nom de Anne Weber · code ${ASSOCIATION}`);
  await desk.look(page);
  await expect(page.locator('volet-form [part~="confirm"]')).toContainText(ASSOCIATION);
  await desk.button(page, 'confirm-send').click();
  await desk.hasState(page, 'accepted');
  expect(await sendCalls()).toMatchObject([{ gpCode: ASSOCIATION }]);
  const xml = Buffer.from(JSON.parse((await deposited(page)).at(-1)).xml, 'base64').toString();
  expect(xml.replace(/\s/g, '')).toContain(`<facturier><codePrestataire>${ASSOCIATION}</codePrestataire>`);
  expect(xml).toContain(`<codePrestataire>${WEBER}</codePrestataire>`);
});

test('a request that is edited by hand is refused, whatever it asks for', async ({ page }) => {
  const bearer = new Promise((resolve) => page.on('request', (request) => {
    if (request.url().endsWith('/econnector/status')) resolve(request.headers().authorization);
  }));
  await desk.atTheDesk(page, { user: 'sec.wagner' });
  const authorization = await bearer;
  expect(authorization).toMatch(/^Bearer ./);
  const documentId = '6f1c1a52-1b1b-4a52-9c53-0d1f6a5f2c01';
  const ecit = { documentId, documentType: 'ECIT', xml: 'PHgvPg==' };
  const memo = { documentId, documentType: 'MH', xml: 'PHgvPg==' };
  const revocation = { documentId, uuidSecu: documentId, motif: 'x' };
  const named = (root, biller) => Buffer.from(
    `<${root}><entete><facturier><codePrestataire>${biller}</codePrestataire></facturier></entete></${root}>`).toString('base64');
  for (const [path, body, code, status = 403] of [
    [`${WEBER}/send-document`, ecit, 'not_entitled'],
    [`${ASSOCIATION}/send-document`, ecit, 'not_entitled'],
    [`${WEBER}/revoke-document`, revocation, 'not_entitled'],
    ['90999965/send-document', ecit, 'gp_code_refused'],
    ['90999965/send-document', memo, 'gp_code_refused'],
    ['ra/90999965/send-MH', memo, 'gp_code_refused'],
    // What the document says of itself counts as what stands beside it.
    [`${WEBER}/send-document`, { ...memo, xml: named('memoireHonoraire', KLEIN) }, 'gp_code_refused'],
    [`ra/${WEBER}/send-MH`, { ...memo, xml: named('memoireHonoraire', ASSOCIATION) }, 'gp_code_refused'],
    [`${WEBER}/send-document`, { ...memo, xml: named('certificatIncapaciteTravail', WEBER) }, 'invalid_request', 400],
    [`ra/${WEBER}/send-MH`, { ...memo, xml: named('certificatIncapaciteTravail', WEBER) }, 'invalid_request', 400],
  ]) {
    const answer = await page.evaluate(async ([to, content, token]) => {
      const response = await fetch(`/volet/econnector/saas/v2/${to}`, {
        method: 'POST',
        headers: { authorization: token, 'content-type': 'application/json', 'x-volet': '1', 'x-volet-user': 'u-1842' },
        body: JSON.stringify(content),
      });
      return { status: response.status, code: (await response.json()).code };
    }, [path, body, authorization]);
    expect(answer, path).toEqual({ status, code });
  }
  expect(await deposits()).toEqual([]);
  expect(await sendCalls()).toEqual([]);
});

test('a doctor’s request with another doctor’s code is refused, and the form says so', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await page.route('**/volet/econnector/saas/v2/*/send-document', (route, request) =>
    route.continue({ url: request.url().replace(WEBER, KLEIN) }), { times: 1 });
  await desk.send(page);
  await desk.saysFailure(page, 'gp_code_refused');
  expect(await deposits()).toEqual([]);
  await desk.fill(page, { biller: ASSOCIATION });
  await expect(desk.failure(page)).toHaveCount(0);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
});

test('the place of the software comes back with patient, tab and form', async ({ page }) => {
  await desk.openCertificate(page, desk.LINA);
  await desk.fill(page, { 'certificate.reason': 'crf', 'certificate.days': '2', 'child.firstName': 'Lina Marie' });
  const values = await desk.typed(page);
  await desk.signIn(page, 'sec.muller');
  await expect(page).toHaveURL(`${HOST}/#/patients/${desk.LINA}/certificats`);
  await expect(page.getByRole('tab', { name: 'Certificats' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Lina');
  await expect(desk.field(page, 'child.firstName')).toHaveValue('Lina Marie');
  expect(await desk.typed(page)).toEqual(values);
});
