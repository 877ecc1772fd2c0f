// Whatever the person or the host does in mid-send, there is one document and its outcome is known.

import * as desk from './support/practice.js';
import { deposits, scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';

/** A certificate of Łukasz Şahin on its way, slowly. */
async function onItsWay(page) {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.keepEngine(page);
  await desk.listen(page, 'volet-sent');
  await scenario('econnector_slow', 1);
  await desk.send(page);
  await desk.hasState(page, 'sending');
}

const endsAccepted = (page) =>
  expect.poll(() => desk.sends(page), { timeout: 15_000 }).toMatchObject([{ type: 'ecit', state: 'accepted' }]);

test('a double click sends once', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.look(page);
  await desk.button(page, 'confirm-send').dblclick();
  await desk.hasState(page, 'accepted');
  expect(await deposits()).toHaveLength(1);
});

test('two clicks in one task, and a host that sends too, send once', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.look(page);
  const code = await page.locator('volet-form').evaluate(async (form) => {
    const button = form.shadowRoot.querySelector('[data-action="confirm-send"]');
    button.click();
    button.click();
    return form.send().then(() => 'sent', (error) => error.code);
  });
  expect(code).toBe('state_conflict');
  await desk.hasState(page, 'accepted');
  expect(await deposits()).toHaveLength(1);
});

test('a form that leaves the page in mid-send does not lose the outcome', async ({ page }) => {
  await onItsWay(page);
  await page.evaluate(() => {
    window.place = document.querySelector('volet-form').parentElement;
    document.querySelector('volet-form').remove();
  });
  await endsAccepted(page);
  expect(await deposits()).toHaveLength(1);
  expect(await desk.heard(page)).toMatchObject([{ where: 'engine', type: 'volet-sent', detail: { state: 'accepted' } }]);
  await expect(page.locator('main')).toContainText('accepté');

  await page.evaluate(() => {
    const form = document.createElement('volet-form');
    form.type = 'ecit';
    form.volet = window.engine;
    window.place.append(form);
  });
  await desk.hasState(page, 'accepted');
});

test('another patient in the software in mid-send sees nothing of the first', async ({ page }) => {
  await onItsWay(page);
  await desk.goTo(page, desk.POL);
  await expect(desk.copy(page, 'caisse')).toContainText('Schmit');
  await seesOnlyPol(page);
  await endsAccepted(page);
  await seesOnlyPol(page);
  expect(await deposits()).toHaveLength(1);
  await expect(page.locator('main')).toContainText('accepté');
});

test('another patient in the same form in mid-send sees nothing of the first', async ({ page }) => {
  await onItsWay(page);
  await page.evaluate(async (id) => {
    const patients = await (await fetch('/sandbox/patients')).json();
    const patient = patients.find((one) => one.id === id);
    window.engine.setContext({ patient, insured: patient });
  }, desk.POL);
  await expect(desk.copy(page, 'caisse')).toContainText('Schmit');
  await seesOnlyPol(page);
  await endsAccepted(page);
  await seesOnlyPol(page);
  expect(await deposits()).toHaveLength(1);
  expect(await desk.heard(page)).toMatchObject([{ where: 'engine', detail: { state: 'accepted' } }]);
});

test('a lost answer of a patient who is no longer shown stays in sight', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.keepEngine(page);
  await scenario('drop_response_after_commit', 1);
  await desk.send(page);
  await desk.hasState(page, 'unknown');
  await desk.goTo(page, desk.POL);
  await expect(desk.copy(page, 'caisse')).toContainText('Schmit');
  await expect(page.locator('volet-session')).toContainText('sans réponse');

  await desk.goTo(page, desk.LUKASZ);
  await expect(desk.copy(page, 'caisse')).toContainText('Şahin');
  await desk.hasState(page, 'unknown');
  await desk.button(page, 'resend').click();
  await endsAccepted(page);
  expect(await deposits()).toHaveLength(1);
});

test('leaving the page asks first during a send, and only then', async ({ page }) => {
  await onItsWay(page);
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await desk.hasState(page, 'accepted');
  expect(await deposits()).toHaveLength(1);

  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
});

async function seesOnlyPol(page) {
  await expect(desk.outcome(page)).toHaveAttribute('data-state', 'draft');
  const shown = await page.locator('volet-form').evaluate((form) => form.shadowRoot.textContent);
  const values = JSON.stringify(await desk.typed(page));
  for (const word of ['Şahin', 'Łukasz', '1985', 'J11']) {
    expect(shown).not.toContain(word);
    expect(values).not.toContain(word);
  }
}
