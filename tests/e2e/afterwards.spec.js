// After sending, and when sending does not succeed: replace, see again, print, hand out a substitute.

import { addForm, makeEngine, openBlank } from './support/blank.js';
import * as desk from './support/practice.js';
import { advance, calm, deposits, scenario } from './support/sandbox.js';
import { deposited, sent, watch } from './support/wire.js';
import { expect, test } from './support/test.js';

/** A deposited certificate for three days. */
async function received(page) {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
}

const revocations = async (page) =>
  (await sent(page)).filter(({ url }) => url.endsWith('/revoke-document')).map(({ body }) => JSON.parse(body));

test('a certificate is corrected: the new one is deposited, the old one cancelled with its name', async ({ page }) => {
  await watch(page);
  await received(page);
  await desk.keepEngine(page);
  await desk.button(page, 'replace').click();
  await desk.hasState(page, 'draft');
  const [first] = await deposits();
  await expect(page.locator('volet-form .replacing')).toContainText(first.documentId);
  await desk.fill(page, { 'certificate.days': '5' });
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await expect.poll(async () => (await deposits()).map(({ state }) => state)).toEqual(['replaced', 'accepted']);
  const [, second] = await deposits();
  const [revocation] = await revocations(page);
  expect(revocation).toMatchObject({ documentId: first.documentId, uuidSecu: first.uuidSecu, replacedBy: second.documentId });
  expect(await deposited(page)).toHaveLength(2);
  await expect.poll(async () => (await desk.sends(page)).map(({ state }) => state).sort()).toEqual(['accepted', 'replaced']);
});

test('a replacement can be given up: the receipt is there as it was', async ({ page }) => {
  await received(page);
  await desk.button(page, 'replace').click();
  await desk.fill(page, { 'certificate.days': '7' });
  await desk.button(page, 'keep').click();
  await desk.hasState(page, 'accepted');
  await expect(desk.copy(page, 'caisse')).toContainText(desk.onPage(desk.day(2)));
  expect(await deposits()).toHaveLength(1);
});

test('a cancellation that fails after the new deposit is said, and tried again', async ({ page }) => {
  await received(page);
  await desk.button(page, 'replace').click();
  let calls = 0;
  await page.route('**/revoke-document', (route) => {
    calls += 1;
    return calls === 1 ? route.abort() : route.continue();
  });
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await expect(page.locator('volet-form [part~="receipt"]')).toContainText('n’a pas pu être annulé');
  await desk.button(page, 'replace').click();
  await expect.poll(async () => (await deposits()).map(({ state }) => state)).toEqual(['replaced', 'accepted']);
  await expect(desk.button(page, 'revoke')).toBeVisible();
});

test('what was sent in this session is seen and printed again, for this patient only', async ({ page, context }) => {
  await received(page);
  await desk.button(page, 'reset').click();
  const list = page.locator('volet-form .sent');
  await expect(list.locator('summary')).toHaveCount(1);
  await list.locator('summary').click();
  const [paper] = await Promise.all([
    context.waitForEvent('page'),
    list.locator('[data-action="print"][data-volet="employeur"]').click(),
  ]);
  expect(paper.url()).toMatch(/^(blob:|about:blank)/);
  await paper.close();
  await desk.goTo(page, desk.POL);
  await desk.isReady(page);
  await expect(desk.field(page, 'insured.lastName')).toHaveValue('Schmit');
  await expect(page.locator('volet-form .sent')).toHaveCount(0);
});

const ladder = (page) => page.locator('volet-form .ladder');

test('an answer that cannot be read leaves the same ways open', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await scenario('econnector_500_html');
  await desk.send(page);
  await desk.hasState(page, 'unknown');
  await desk.button(page, 'substitute').click();
  await expect(ladder(page)).toContainText('à signer');
  await expect(desk.copy(page, 'caisse')).not.toContainText('APERÇU');
});

test('who cannot sign in can hand out a substitute', async ({ page }) => {
  await desk.openCertificate(page);
  await expect(ladder(page)).toHaveCount(0);
  // The gateway cannot reach the issuer for the code that the issuer has given.
  await page.route('**/volet/token', (route) => route.fulfill({
    status: 503, contentType: 'application/json', body: '{"error":"temporarily_unavailable","code":"issuer_unavailable"}',
  }));
  await desk.goToIssuer(page);
  await desk.answerIssuer(page);
  await desk.isReady(page);
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await expect(desk.button(page, 'send')).toBeDisabled();
  await expect(ladder(page)).toHaveCount(0);
  await desk.fill(page, desk.ILLNESS);
  await desk.button(page, 'substitute').click();
  await expect(desk.copy(page, 'caisse')).toContainText('transmission électronique');
  await expect(desk.copy(page, 'caisse')).not.toContainText('APERÇU');
});

test('a session that has merely ended asks for a sign-in, and for no paper', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await advance(3 * 3600);
  await desk.send(page);
  await desk.saysFailure(page, 'session_expired');
  await desk.hasState(page, 'draft');
  await expect(page.locator('volet-form .notice').first()).toContainText('session');
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await expect(ladder(page)).toHaveCount(0);
});

test('a certificate that was just sent can be prolonged, and begins where that one ends', async ({ page }) => {
  await received(page);
  const [{ documentId }] = await deposits();
  await desk.button(page, 'reset').click();
  await desk.hasState(page, 'draft');
  await desk.fill(page, { 'certificate.kind': 'prolongation', 'certificate.days': '2' });
  await desk.field(page, 'certificate.previous').selectOption(documentId);
  await expect(desk.field(page, 'certificate.start')).toHaveValue(desk.day(3));
  await expect(desk.field(page, 'certificate.end')).toHaveValue(desk.day(4));
});

test('a certificate of somebody else is nobody’s to prolong in the open file, nor where no file is open', async ({ page }) => {
  const isOffered = async (choices) => {
    await desk.send(page);
    await desk.hasState(page, 'accepted');
    await desk.button(page, 'reset').click();
    await desk.hasState(page, 'draft');
    await desk.fill(page, { 'certificate.kind': 'prolongation' });
    await expect(desk.field(page, 'certificate.previous').locator('option')).toHaveCount(choices);
  };
  await desk.atTheDesk(page);
  await desk.fill(page, { ...desk.ILLNESS, 'insured.matricule': '1893120105732' });
  await isOffered(1);
  await desk.fill(page, { ...desk.ILLNESS, 'certificate.kind': 'initial' });
  await isOffered(2);
  const home = await desk.typed(page);
  await desk.keepEngine(page);
  await page.evaluate(() => window.engine.setContext({}));
  await expect(desk.field(page, 'insured.matricule')).toHaveValue('');
  const person = Object.fromEntries(Object.entries(home).filter(([name, text]) => /^(insured|practitioner|biller)/.test(name) && text));
  await desk.fill(page, { ...desk.ILLNESS, ...person });
  await isOffered(1);
});

test('a reason for cancelling that cannot be printed is named at its field', async ({ page }) => {
  await received(page);
  const motif = desk.field(page, 'revoke.motif');
  for (const [text, words] of [[' ', 'À remplir'], ['ab\u202ecd', 'invisible']]) {
    await motif.fill(text);
    await desk.button(page, 'revoke').click();
    await expect(page.locator('volet-form .revoke .mark')).toContainText(words);
    await expect(motif).toHaveAttribute('aria-invalid', 'true');
    await desk.hasState(page, 'accepted');
  }
  await motif.fill('Erreur');
  await desk.button(page, 'revoke').click();
  await desk.hasState(page, 'revoked');
});

test('when the eConnector is down: kept as a draft, or printed as a substitute that says until when', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, { ...desk.ILLNESS, 'certificate.start': desk.day(), 'certificate.days': '3' });
  await scenario('econnector_down');
  await desk.send(page);
  await desk.saysFailure(page, 'econnector_down');
  await desk.hasState(page, 'draft');
  await expect(ladder(page)).toContainText('brouillon');
  await expect(desk.copy(page, 'caisse')).toContainText('APERÇU');
  await desk.button(page, 'substitute').click();
  await expect(ladder(page)).toContainText('à signer – transmission électronique à faire avant le');
  for (const volet of ['caisse', 'employeur', 'assure']) {
    await expect(desk.copy(page, volet)).not.toContainText('APERÇU');
    await expect(desk.copy(page, volet)).toContainText('transmission électronique');
  }
  await calm('econnector_down');
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await expect(desk.copy(page, 'caisse')).toContainText('APERÇU');
});

test('a substitute that is late already is due at once, and the form says when it was', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, { 'certificate.start': desk.day(-12), ...desk.ILLNESS });
  await scenario('econnector_down');
  await desk.send(page);
  await desk.saysFailure(page, 'econnector_down');
  await desk.button(page, 'substitute').click();
  await expect(desk.copy(page, 'caisse')).toContainText(`avant le ${desk.onPage(desk.day())}`);
  await expect(page.locator('volet-form')).toContainText('À la CNS au plus tard le');
  await expect(page.locator('volet-form')).not.toContainText(`À la CNS au plus tard le ${desk.onPage(desk.day())}`);
});

/** A receipt is left for a new certificate of nine days; the former one is shown again from the list. */
async function foundLater(page) {
  await received(page);
  await desk.button(page, 'reset').click();
  await desk.hasState(page, 'draft');
  await desk.fill(page, { 'certificate.days': '9' });
  await page.locator('volet-form .sent summary').click();
  await desk.button(page, 'reopen').click();
  await desk.hasState(page, 'accepted');
}

/** What was being written is there again. */
async function goesOn(page) {
  const back = desk.button(page, 'reset');
  await expect(back).toHaveText('Revenir à la saisie');
  await back.click();
  await desk.hasState(page, 'draft');
  await expect(desk.field(page, 'certificate.days')).toHaveValue('9');
}

test('a mistake that is found later: what was sent is cancelled from the list, the draft waits meanwhile', async ({ page }) => {
  await foundLater(page);
  await expect(desk.copy(page, 'caisse')).toContainText(desk.onPage(desk.day(2)));
  await desk.button(page, 'revoke').click();
  await desk.hasState(page, 'revoked');
  await expect.poll(async () => (await deposits()).map(({ state }) => state)).toEqual(['revoked']);
  await goesOn(page);
  await expect(page.locator('volet-form .sent summary')).toContainText('annulé');
  await page.locator('volet-form .sent summary').click();
  await expect(page.locator('volet-form .sent [data-action="print"]').first()).toBeVisible();
  await expect(desk.button(page, 'reopen')).toHaveCount(0);
});

test('a mistake that is found later: what was sent is replaced from the list, with the new name', async ({ page }) => {
  await watch(page);
  await foundLater(page);
  await desk.button(page, 'replace').click();
  await desk.hasState(page, 'draft');
  await expect(desk.field(page, 'certificate.days')).toHaveValue('3');
  await desk.fill(page, { 'certificate.days': '5' });
  await desk.send(page);
  await expect.poll(async () => (await deposits()).map(({ state }) => state)).toEqual(['replaced', 'accepted']);
  const [first, second] = await deposits();
  const [revocation] = await revocations(page);
  expect(revocation).toMatchObject({ documentId: first.documentId, uuidSecu: first.uuidSecu, replacedBy: second.documentId });
  await goesOn(page);
});

/** The gateway says that the issuer does not answer. */
const issuerIsGone = (page) => page.route('**/volet/configuration', async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, json: { ...await response.json(), issuerUnavailable: true } });
});

test('nobody is sent to an issuer that is not there: the page says so, and offers the substitute', async ({ page }) => {
  await desk.openCertificate(page);
  await issuerIsGone(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.button(page, 'sign-in').click();
  await desk.sessionSays(page, 'eSanté');
  expect(page.url()).toContain('/certificats');
  await expect(ladder(page)).toContainText('proposé à nouveau');
  await desk.button(page, 'substitute').click();
  await expect(desk.copy(page, 'caisse')).not.toContainText('APERÇU');
});

test('where the software keeps nothing, the person is told before she opens another patient', async ({ page }) => {
  await issuerIsGone(page);
  await openBlank(page);
  await makeEngine(page);
  await addForm(page);
  const refused = await page.evaluate(() => window.engine.login().catch(({ code }) => code));
  expect(refused).toBe('issuer_unavailable');
  await desk.fill(page, { 'certificate.diagnosis': 'J11' });
  await expect(ladder(page)).toContainText('effacée quand vous ouvrez un autre patient');
});
