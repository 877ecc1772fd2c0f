// The identity firewall: an answer belongs to its patient, whoever is on the screen when it comes.

import { pdfText } from './support/judges.js';
import * as desk from './support/practice.js';
import { deposits, scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';
import { hold } from './support/wire.js';

/** Everything that the form says, pages and fields. */
const shown = (page) => page.locator('volet-form').evaluate((form) => [
  form.shadowRoot.textContent,
  ...[...form.shadowRoot.querySelectorAll('input')].map(({ value }) => value),
].join('\n'));

const LUKASZ = ['Şahin', 'Łukasz', '1985031402717', '1985 03 14'];

/** The form in sight is Schmit's, and says nothing of the patient before him. */
async function showsOnlyPol(page, ...words) {
  await desk.hasState(page, 'draft');
  await expect(page.locator('volet-form .official')).toHaveCount(0);
  for (const word of [...LUKASZ, ...words]) expect(await shown(page)).not.toContain(word);
}

async function switchToPol(page, tab, name) {
  await desk.goTo(page, desk.POL, tab);
  await expect(desk.field(page, name)).toHaveValue('Schmit');
}

const states = async (page) => (await desk.sends(page)).map(({ state }) => state);

async function slowSend(page) {
  const answer = await hold(page, '**/send-document');
  await desk.atTheDesk(page);
  await desk.keepEngine(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'sending');
  return answer;
}

/** A doctor in front of a memo with one act. */
async function atTheMemo(page) {
  await desk.openMemo(page);
  await desk.signIn(page);
  await desk.memoIsReady(page);
  await desk.keepEngine(page);
  await desk.fill(page, { 'line.1.code': 'C1' });
}

test('an answer that comes under another patient paints nothing there and is not lost', async ({ page }) => {
  const answer = await slowSend(page);
  await switchToPol(page, 'certificats', 'insured.lastName');
  answer();
  await expect.poll(() => states(page)).toEqual(['accepted']);
  const [{ documentId, uuidSecu }] = await deposits();
  await showsOnlyPol(page, documentId, uuidSecu);
  await desk.goTo(page, desk.LUKASZ);
  await desk.hasState(page, 'accepted');
  await expect(page.locator('volet-form [part~="receipt"]')).toContainText(documentId);
});

test('a refusal that comes under another patient marks none of its fields', async ({ page }) => {
  await scenario('refused_with_anomalies', 1);
  const answer = await slowSend(page);
  await switchToPol(page, 'certificats', 'insured.lastName');
  answer();
  await expect.poll(() => states(page)).toEqual(['refused']);
  await expect(page.locator('volet-form .mark[data-severity="error"]')).toHaveCount(0);
  await expect(page.locator('volet-form [data-code]')).toHaveCount(0);
});

test('a memo’s answer that comes under another patient paints nothing there and is not lost', async ({ page }) => {
  const answer = await hold(page, '**/send-document');
  await atTheMemo(page);
  await desk.send(page);
  await desk.hasState(page, 'sending');
  await switchToPol(page, 'facturation', 'patient.lastName');
  answer();
  await expect.poll(() => states(page)).toEqual(['accepted']);
  const [{ documentId, uuidSecu }] = await deposits();
  await showsOnlyPol(page, documentId, uuidSecu, '62.60');
  await desk.goTo(page, desk.LUKASZ, 'facturation');
  await expect(page.locator('volet-form [part~="receipt"]')).toContainText(documentId);
});

test('a memo’s page names who bills, though the host shows nobody when the answer comes', async ({ page }) => {
  const answer = await hold(page, '**/send-document');
  await atTheMemo(page);
  await desk.send(page);
  await desk.hasState(page, 'sending');
  await page.locator('volet-form').evaluate((form) => form.volet.setContext({}));
  answer();
  await expect.poll(() => states(page)).toEqual(['accepted']);
  await desk.goTo(page, desk.POL, 'facturation');
  await desk.goTo(page, desk.LUKASZ, 'facturation');
  await desk.hasState(page, 'accepted');
  const bytes = await page.locator('volet-form').evaluate((form) => [...form.receipt().documents[0].bytes]);
  expect(pdfText(Uint8Array.from(bytes))).toContain('Weber');
});

test('a cancellation that is answered under another patient is his who was cancelled', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.keepEngine(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  const answer = await hold(page, '**/revoke-document');
  const asked = page.waitForRequest('**/revoke-document');
  await desk.button(page, 'revoke').click();
  await asked;
  await switchToPol(page, 'certificats', 'insured.lastName');
  answer();
  await expect.poll(() => states(page)).toEqual(['revoked']);
  const [{ documentId, uuidSecu }] = await deposits();
  await showsOnlyPol(page, documentId, uuidSecu);
  await desk.goTo(page, desk.LUKASZ);
  await desk.hasState(page, 'revoked');
});

test('a page of a memo that the eConnector makes too late is shown under nobody else', async ({ page }) => {
  await scenario('mh_pages');
  await atTheMemo(page);
  const answer = await hold(page, '**/generate-pdf');
  const asked = page.waitForRequest('**/generate-pdf');
  await desk.send(page);
  await asked;
  const answered = page.waitForResponse('**/generate-pdf');
  await switchToPol(page, 'facturation', 'patient.lastName');
  answer();
  await answered;
  await expect.poll(() => states(page)).toEqual(['accepted']);
  // What came before this is shown by the time it is.
  await desk.fill(page, { 'line.1.code': 'C41' });
  await expect(desk.copy(page, 'mh').first()).toContainText('C41');
  await showsOnlyPol(page);
});

test('an official page that is drawn too late is shown under nobody else', async ({ page }) => {
  const draw = await hold(page, '**/pdfjs/pdf.min.mjs');
  await desk.atTheDesk(page);
  await desk.keepEngine(page);
  await desk.fill(page, desk.ILLNESS);
  const asked = page.waitForRequest('**/pdfjs/pdf.min.mjs');
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await asked;
  await switchToPol(page, 'certificats', 'insured.lastName');
  const drawing = page.waitForEvent('worker', (worker) => worker.url().endsWith('/pdf.worker.min.mjs'));
  draw();
  await drawing;
  await desk.fill(page, { 'certificate.diagnosis': 'M54' });
  await expect(page.locator('volet-form [data-proof]')).toHaveAttribute('data-proof', 'read', { timeout: 15_000 });
  await showsOnlyPol(page);
});

test('an answer about another document is taken for none', async ({ page }) => {
  await page.route('**/send-document', async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    await route.fulfill({ response, json: { ...body, documentId: '11111111-2222-4333-8444-555555555555' } });
  });
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'unknown');
});

test('a host that switches the patient while the pages are painted never shows the one before', async ({ page }) => {
  await desk.atTheDesk(page);
  for (let round = 0; round < 5; round += 1) {
    for (const [matricule, name] of [['1978092201421', 'Dvořáková'], ['2001012801190', 'Schmit']]) {
      await page.locator('volet-form').evaluate((form, [matricule, lastName]) => {
        form.volet.setContext({ patient: { matricule, lastName, firstName: 'X', birthDate: '1990-01-01' } });
      }, [matricule, name]);
      await expect(desk.copy(page, 'caisse')).toContainText(name);
      const other = name === 'Schmit' ? 'Dvořáková' : 'Schmit';
      expect(await shown(page)).not.toContain(other);
    }
  }
});
