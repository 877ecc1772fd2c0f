// The identity firewall: an answer belongs to its patient, whoever is on the screen when it comes.

import * as desk from './support/practice.js';
import { deposits, scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const goTo = (page, patient) =>
  page.evaluate((id) => { location.hash = `#/patients/${id}/certificats`; }, patient);

/** Everything that the form says, pages and fields. */
const shown = (page) => page.locator('volet-form').evaluate((form) => [
  form.shadowRoot.textContent,
  ...[...form.shadowRoot.querySelectorAll('input')].map(({ value }) => value),
].join('\n'));

async function slowSend(page) {
  let answer;
  const held = new Promise((resolve) => { answer = resolve; });
  await page.route('**/send-document', async (route) => {
    await held;
    await route.continue();
  });
  await desk.atTheDesk(page);
  await desk.keepEngine(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'sending');
  return answer;
}

test('an answer that comes under another patient paints nothing there and is not lost', async ({ page }) => {
  const answer = await slowSend(page);
  await goTo(page, desk.POL);
  await expect(desk.field(page, 'insured.lastName')).toHaveValue('Schmit');
  answer();
  await expect.poll(async () => (await desk.sends(page)).map(({ state }) => state)).toEqual(['accepted']);
  await desk.hasState(page, 'draft');
  const [{ documentId, uuidSecu }] = await deposits();
  for (const word of ['Şahin', 'Łukasz', '1985031402717', '1985 03 14', documentId, uuidSecu]) {
    expect(await shown(page)).not.toContain(word);
  }
  await goTo(page, desk.LUKASZ);
  await desk.hasState(page, 'accepted');
  await expect(page.locator('volet-form [part~="receipt"]')).toContainText(documentId);
});

test('a refusal that comes under another patient marks none of its fields', async ({ page }) => {
  await scenario('refused_with_anomalies', 1);
  const answer = await slowSend(page);
  await goTo(page, desk.POL);
  await expect(desk.field(page, 'insured.lastName')).toHaveValue('Schmit');
  answer();
  await expect.poll(async () => (await desk.sends(page)).map(({ state }) => state)).toEqual(['refused']);
  await expect(page.locator('volet-form .mark[data-severity="error"]')).toHaveCount(0);
  await expect(page.locator('volet-form [data-code]')).toHaveCount(0);
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
