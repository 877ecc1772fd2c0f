// The fee memo, by both routes: lines at the keyboard, acts by code or words, rules at the line, sums, receipt.

import * as desk from './support/practice.js';
import { deposits, journal, scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const line = (page, number) => page.locator(`volet-form [data-line="${number}"].line`);
const sums = (page) => page.locator('volet-form [data-note="sums"]');

/** A doctor in front of a memo whose acts are loaded. */
async function atTheMemo(page, { patient = desk.LUKASZ, user = 'dr.weber', type = 'mh' } = {}) {
  await desk.openMemo(page, patient);
  await desk.signIn(page, user);
  await desk.memoIsReady(page);
  if (type === 'memoire') {
    await page.getByLabel('Remboursement digitalisé').check();
    await desk.memoIsReady(page);
  }
}

test('a memo takes the tariff of its act, and its sums follow', async ({ page }) => {
  await atTheMemo(page);
  await desk.fill(page, { 'line.1.code': 'C1' });
  await expect(desk.field(page, 'line.1.amount')).toHaveValue('62.60');
  await expect(line(page, 1)).toContainText('Consultation généraliste');
  await expect(sums(page)).toContainText('62.60 €');
  await desk.fill(page, { 'line.1.count': '2' });
  await expect(desk.field(page, 'line.1.amount')).toHaveValue('125.20');
  await desk.fill(page, { 'line.1.count': '1', 'payment.deposit': '10,00' });
  await expect(sums(page)).toContainText('52.60 €');
  await expect(page.locator('volet-form')).toContainText('estimation');
  // An amount typed by hand stays, and the tariff is said.
  await desk.fill(page, { 'line.1.amount': '70' });
  await expect(desk.marks(page, 'line.1.amount')).toContainText('62.60');
  await desk.fill(page, { 'line.1.code': 'C2' });
  await expect(desk.field(page, 'line.1.amount')).toHaveValue('70');
});

for (const [type, path, words] of [
  ['mh', '/send-document', 'Paiement immédiat direct'], ['memoire', '/send-MH', 'Remboursement digitalisé'],
]) {
  test(`${type}: looked at, sent by its own route, received, cancelled`, async ({ page }) => {
    await atTheMemo(page, { type });
    await desk.fill(page, { 'line.1.code': 'C1' });
    await expect(desk.field(page, 'line.1.amount')).toHaveValue('62.60');
    await desk.look(page);
    const confirm = page.locator('volet-form [part~="confirm"]');
    for (const word of ['Łukasz Şahin', '14/03/1985', '1985 03 14 027 17', '62.60', words, '90813319']) {
      await expect(confirm).toContainText(word);
    }
    expect(await deposits()).toEqual([]);
    await desk.button(page, 'confirm-send').click();
    await desk.hasState(page, 'accepted');
    const [deposit] = await deposits();
    expect(deposit).toMatchObject({ gpCode: '90813319', documentType: 'MH', state: 'accepted' });
    expect((await journal()).filter((row) => row.service === 'econnector' && row.path.endsWith(path))).toHaveLength(1);
    const receipt = page.locator('volet-form [part~="receipt"]');
    await expect(receipt).toContainText(deposit.documentId);
    await expect(receipt).toContainText('Mémoire déposé');
    expect(await page.locator('volet-form').evaluate((form) => form.receipt().xml)).toContain('C1');
    await desk.button(page, 'revoke').click();
    await desk.hasState(page, 'revoked');
    expect(await deposits()).toMatchObject([{ state: 'revoked' }]);
  });
}

test('lines are added, walked and taken away by keys', async ({ page }) => {
  await atTheMemo(page);
  await desk.field(page, 'line.1.code').fill('C1');
  await desk.field(page, 'line.1.code').press('Enter');
  await expect(desk.field(page, 'line.2.code')).toBeFocused();
  await page.keyboard.type('C41');
  await desk.field(page, 'line.2.count').press('Enter');
  await expect(desk.field(page, 'line.3.code')).toBeFocused();
  await desk.field(page, 'line.1.amount').press('Enter');
  await expect(desk.field(page, 'line.2.code')).toBeFocused();
  await desk.field(page, 'line.1.code').press('Alt+Delete');
  await expect(desk.field(page, 'line.1.code')).toHaveValue('C41');
  await expect(desk.field(page, 'line.3.code')).toHaveCount(0);
  await desk.button(page, 'add-line').click();
  await expect(desk.field(page, 'line.3.code')).toBeFocused();
  await line(page, 3).locator('[data-action="remove-line"]').click();
  await expect(desk.field(page, 'line.3.code')).toHaveCount(0);
  await expect(desk.button(page, 'confirm-send')).toHaveCount(0);
});

test('an act is found by words', async ({ page }) => {
  await atTheMemo(page);
  const code = desk.field(page, 'line.1.code');
  await code.pressSequentially('renouvel');
  await expect(page.locator('volet-form [role="option"]').first()).toContainText('C41');
  await code.press('ArrowDown');
  await code.press('Enter');
  await expect(code).toHaveValue('C41');
  await expect(desk.field(page, 'line.1.amount')).toHaveValue('20.00');
  await expect(desk.field(page, 'line.2.code')).toHaveCount(0);
});

test('a billing rule is explained at its line, and lifted by a justification where it admits one', async ({ page }) => {
  await atTheMemo(page);
  await desk.fill(page, { 'line.1.code': 'C1' });
  await desk.button(page, 'add-line').click();
  await desk.fill(page, { 'line.2.code': 'C1' });
  await desk.button(page, 'send').click();
  const said = page.locator('volet-form .line .mark[data-severity="error"]', { hasText: 'art. 5' });
  await expect(said.first()).toBeVisible();
  await page.getByLabel('Langue').selectOption('de');
  await expect(page.locator('volet-form .line .mark[data-severity="error"]', { hasText: 'art. 5' }).first()).toBeVisible();
  await expect(page.locator('volet-form [part~="summary"]')).toContainText('Zeile 2');
  await page.getByLabel('Langue').selectOption('fr');
  expect(await deposits()).toEqual([]);
});

test('a memo without a matricule names the day of birth', async ({ page }) => {
  await atTheMemo(page);
  await desk.fill(page, { 'patient.matricule': '', 'patient.birthDate': '', 'line.1.code': 'C1' });
  await desk.button(page, 'send').click();
  await expect(page.locator('volet-form .mark', { hasText: 'matricule ou la date de naissance' }).first()).toBeVisible();
  await desk.fill(page, { 'patient.birthDate': '1985-03-14' });
  await desk.send(page);
  await desk.hasState(page, 'accepted');
});

test('anomalies land on their fields', async ({ page }) => {
  await atTheMemo(page);
  await desk.fill(page, { 'line.1.code': 'C1' });
  await scenario('refused_with_anomalies', 1);
  await desk.send(page);
  await desk.hasState(page, 'refused');
  await expect(page.locator('volet-form .mark[data-severity="error"]').first()).toBeVisible();
  await expect(page.locator('volet-form [part~="summary"]')).toContainText('mySecu');
});

test('a secretary may send a memo', async ({ page }) => {
  await atTheMemo(page, { user: 'sec.muller' });
  await desk.fill(page, { 'line.1.code': 'C1' });
  await desk.send(page);
  await desk.hasState(page, 'accepted');
});

test('99 lines stay quick to type in; the hundredth is refused', async ({ page }) => {
  test.setTimeout(120_000);
  await atTheMemo(page);
  await page.locator('volet-form').evaluate((form) => {
    const value = form.value;
    value.line = Object.fromEntries(Array.from({ length: 99 }, (_, i) =>
      [String(i + 1), { ...value.line['1'], code: 'R1', amount: '10.00' }]));
    form.value = value;
  });
  await expect(desk.field(page, 'line.99.code')).toBeAttached();
  // One keystroke touches its own line only.
  const touched = await page.locator('volet-form').evaluate((form) => new Promise((resolve) => {
    const root = form.shadowRoot;
    const lines = new Set();
    const watcher = new MutationObserver((changes) => changes.forEach(({ target }) => {
      const at = target instanceof Element ? target.closest('.line') : target.parentElement?.closest('.line');
      if (at) lines.add(at.dataset.line);
    }));
    watcher.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    const input = root.querySelector('[name="line.50.place"], [name="line.50.time"]');
    input.value = input.type === 'time' ? '10:30' : '01';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => {
      watcher.disconnect();
      resolve([...lines]);
    }));
  }));
  expect(touched.filter((number) => number !== '50')).toEqual([]);
  await desk.button(page, 'add-line').click();
  await desk.button(page, 'send').click();
  await expect(page.locator('volet-form [part~="summary"]')).toContainText('99');
  expect(await deposits()).toEqual([]);
});

test('what was typed for one route is still there after looking at the other', async ({ page }) => {
  await atTheMemo(page);
  await desk.fill(page, { 'line.1.code': 'C41' });
  await page.getByLabel('Remboursement digitalisé').check();
  await desk.memoIsReady(page);
  await expect(desk.field(page, 'line.1.code')).toHaveValue('');
  await page.getByLabel('Paiement immédiat').check();
  await expect(desk.field(page, 'line.1.code')).toHaveValue('C41');
});
