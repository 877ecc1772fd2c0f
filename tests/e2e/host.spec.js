// The demo's own software: finding a patient, the list of what was sent, the sandbox's panel.

import { HOST, SECOND, SECOND_PORT } from './support/addresses.js';
import { startDemo } from './support/demo.js';
import * as desk from './support/practice.js';
import { deposits } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const found = (page) => page.locator('main tbody tr');

for (const [by, words] of [
  ['name, without its accents', 'sahin'], ['matricule in groups', '1985 03 14 027'], ['matricule', '1985031402717'], ['name and day of birth', 'lukasz 14/03/1985'],
]) {
  test(`a patient is found by ${by}`, async ({ page }) => {
    await page.goto(HOST);
    const search = page.getByLabel('Rechercher un patient');
    await search.fill('personne de ce nom');
    await expect(page.locator('main [role="status"]')).toContainText('Aucun patient');
    await search.fill(words);
    await expect(found(page)).toHaveCount(1);
    await expect(found(page)).toContainText('Łukasz');
    await search.press('Enter');
    await expect(page).toHaveURL(`${HOST}/#/patients/${desk.LUKASZ}`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Łukasz Şahin');
  });
}

test('a fault is switched on in the panel, and what was deposited is read there', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  const [row, journal] = [page.locator('#deposits li'), page.locator('#journal li')];
  await page.locator('#scenario').selectOption('econnector_down');
  await page.locator('#times').fill('1');
  await page.locator('#scenario-form [type="submit"], #scenario-form button').click();
  await expect(page.locator('#sandbox-status')).toHaveText('Scénario appliqué.');
  await expect(page.locator('#scenario option', { hasText: '●' })).toHaveCount(1);
  await desk.send(page);
  await desk.saysFailure(page, 'econnector_down');
  await expect(page.locator('#volet-error')).toContainText('econnector_down');

  await desk.send(page);
  await desk.hasState(page, 'accepted');
  const [{ documentId, uuidSecu, gpCode }] = await deposits();
  await expect(row).toHaveCount(1);
  for (const word of ['ECIT accepted', documentId, uuidSecu, gpCode]) await expect(row).toContainText(word);
  await expect(journal.filter({ hasText: '/send-document' }).first()).toContainText('200');
  await page.locator('#reset').click();
  await expect(row).toHaveText('Vide.');
});

test('the list of certificates holds certificates, and no memo', async ({ page }) => {
  await desk.openMemo(page);
  await desk.signIn(page);
  await desk.memoIsReady(page);
  await desk.fill(page, { 'line.1.code': 'C1' });
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await page.getByRole('tab', { name: 'Certificats' }).click();
  const panel = page.locator('#panel-certificats');
  await expect(panel).toContainText('Aucun certificat envoyé depuis cette page.');
  await desk.goTo(page, desk.POL);
  await desk.isReady(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  const [, { documentId }] = await deposits();
  await expect(panel.locator('section tbody tr')).toHaveCount(1);
  await expect(panel.locator('section tbody tr')).toContainText(documentId);
});

for (const [what, answered, told] of [
  ['without an issuer', (route) => route.fulfill({ status: 503, json: { code: 'issuer_unavailable' } }), 'le service d’identification ne répond pas'],
  ['that is not there', (route) => route.abort(), 'la passerelle ne donne pas sa configuration'],
]) {
  test(`of a gateway ${what} no mode is guessed: the software says so, and tries again`, async ({ page }) => {
    await page.route('**/volet/configuration', answered);
    await page.goto(HOST);
    const session = page.locator('#session');
    await expect(session.getByRole('alert')).toContainText(told);
    await expect(page.locator('volet-session')).toHaveCount(0);
    await page.unroute('**/volet/configuration');
    await session.getByRole('button', { name: 'Réessayer' }).click();
    await expect(desk.button(page, 'sign-in')).toBeVisible();
    await expect(session.getByRole('alert')).toHaveCount(0);
  });
}

test('a gateway for software that has its own sign-in is none for the demo, which says so', async ({ page }) => {
  const stop = await startDemo({ at: SECOND_PORT, variables: { VOLET_MODE: 'host' } });
  try {
    await page.goto(SECOND);
    await expect(page.locator('#session')).toContainText('VOLET_MODE=mediated ou bff');
  } finally {
    await stop();
  }
});
