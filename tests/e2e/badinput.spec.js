// Whatever is typed: a clear message at the field, nothing typed lost, nothing sent, nothing run.

import * as desk from './support/practice.js';
import { deposits, sendCalls } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const SCRIPT = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';

/** Each with what the form has to say of it. */
const TEXTS = [
  ['too long', 'a'.repeat(500), /Trop long|lettres ou chiffres|U ou L|code de 2|36 caractères|deux lettres|nombre|prestataire|montant|13 chiffres|Suffixe/i],
  ['a control character', 'ab\u0007c', /invisible|U ou L|2 caractères|36 caractères|deux lettres|prestataire|13 chiffres|montant|nombre|lettres/i],
  ['a right-to-left mark', 'ab\u202ecd', /invisible|U ou L|2 caractères|36 caractères|deux lettres|prestataire|13 chiffres|montant|nombre|lettres/i],
  ['emoji', 'Mia😀', /ne peut pas être imprimée|U ou L|2 caractères|36 caractères|deux lettres|prestataire|13 chiffres|montant|nombre|lettres/i],
];

const CERTIFICATE = ['insured.lastName', 'insured.firstName', 'insured.number', 'insured.street', 'insured.postcode',
  'insured.city', 'insured.country', 'certificate.diagnosis', 'stay.number', 'stay.street', 'stay.floor', 'stay.bell',
  'stay.postcode', 'stay.city', 'stay.country', 'insured.matricule'];

const MEMO = ['patient.matricule', 'patient.lastName', 'patient.firstName', 'insured.lastName', 'insured.street',
  'insured.country', 'insured.matricule', 'insured.firstName', 'insured.number', 'insured.postcode', 'insured.city',
  'accident.number', 'memo.number', 'memo.note', 'line.1.code', 'line.1.suffixes', 'line.1.count', 'line.1.amount',
  'line.1.personalShare', 'line.1.place', 'line.1.performer', 'line.1.prescriber', 'line.1.prescriptionId',
  'payment.deposit'];

async function refuses(page, name, text, words) {
  await desk.fill(page, { [name]: text });
  await expect(desk.field(page, name), name).toHaveValue(text);
  await expect(desk.marks(page, name).filter({ hasText: words }).first(), `${name}: ${JSON.stringify(text.slice(0, 20))}`)
    .toBeVisible();
}

for (const [what, text, words] of TEXTS) {
  test(`${what} is named at every text field of a certificate`, async ({ page }) => {
    await desk.openCertificate(page);
    for (const name of CERTIFICATE) await refuses(page, name, text, words);
    expect(await sendCalls()).toEqual([]);
  });

  test(`${what} is named at every text field of a memo`, async ({ page }) => {
    await desk.openMemo(page);
    for (const name of MEMO) await refuses(page, name, text, words);
    expect(await sendCalls()).toEqual([]);
  });
}

test('markup is a text like any other: shown, and never run', async ({ page }) => {
  await desk.openCertificate(page);
  for (const name of CERTIFICATE) await desk.fill(page, { [name]: SCRIPT });
  await expect(desk.copy(page, 'caisse')).toContainText('onerror');
  await desk.openMemo(page);
  for (const name of MEMO) await desk.fill(page, { [name]: SCRIPT });
  expect(await page.evaluate(() => window.pwned)).toBeUndefined();
  const made = await page.locator('volet-form').evaluate((form) =>
    form.shadowRoot.querySelectorAll('img, script').length);
  expect(made).toBe(0);
});

test('digits of another script are named where digits are asked for', async ({ page }) => {
  await desk.openCertificate(page);
  await refuses(page, 'insured.matricule', '١٩٨٥٠٣١٤٠٢٧١٧', /chiffres 0 à 9/);
  await desk.openMemo(page);
  await refuses(page, 'patient.matricule', '１９８５０３１４０２７１７', /chiffres 0 à 9/);
  await refuses(page, 'line.1.amount', '٦٢', /chiffres 0 à 9|montant/);
  await refuses(page, 'line.1.count', '٢', /nombre|chiffres/i);
});

test('empty fields are all named at once, each with a way to it', async ({ page }) => {
  await desk.atTheDesk(page);
  const empty = ['insured.matricule', 'insured.lastName', 'insured.firstName', 'certificate.start', 'certificate.end',
    'certificate.diagnosis', 'certificate.issued'];
  for (const name of empty) await desk.fill(page, { [name]: '' });
  await desk.button(page, 'send').click();
  await expect(desk.field(page, 'certificate.start')).toBeFocused();
  for (const name of empty) await expect(desk.marks(page, name).first()).toContainText('À remplir');
  await expect(page.locator('volet-form [part~="summary"] a')).toHaveCount(empty.length);
  expect(await deposits()).toEqual([]);
});

test('days that do not exist are no dates, wherever they come from', async ({ page }) => {
  await desk.openCertificate(page);
  for (const bad of ['2026-02-29', '2026-04-31', '0206-01-01', '20266-01-01', 'demain', '2026-11-22T00:00']) {
    await page.locator('volet-form').evaluate((form, end) => {
      form.value = { certificate: { end } };
      return form.validate();
    }, bad);
    await expect(desk.marks(page, 'certificate.end').filter({ hasText: 'n’existe pas' }), bad).toBeVisible();
    expect((await page.locator('volet-form').evaluate((form) => form.value)).certificate.end).toBe(bad);
  }
  // A leap day that does exist, and both sides of the clock change.
  for (const good of ['2028-02-29', '2027-03-28', '2027-10-31']) {
    await desk.fill(page, { 'certificate.start': good, 'certificate.days': '2' });
    await expect(desk.marks(page, 'certificate.start').filter({ hasText: 'n’existe pas' })).toHaveCount(0);
    await expect(desk.field(page, 'certificate.end')).not.toHaveValue('');
  }
});

test('a pasted matricule may have spaces, dots and dashes', async ({ page }) => {
  await desk.openCertificate(page);
  for (const pasted of ['1985 03 14 027 17', ' 1985.03.14.027.17 ', '1985-0314-02717']) {
    await desk.fill(page, { 'insured.matricule': pasted });
    await expect(desk.marks(page, 'insured.matricule')).toHaveCount(0);
    await expect(desk.copy(page, 'caisse')).toContainText('1985 03 14 027 17');
  }
});

test('amounts: comma and point are one, and what is none is said', async ({ page }) => {
  await desk.openMemo(page);
  await desk.fill(page, { 'line.1.code': 'XX99' });
  await expect(desk.marks(page, 'line.1.code').first()).toBeVisible();
  for (const [text, words] of [['-5', 'négatif'], ['1000000000', 'trop grand'], ['abc', 'montant'], ['1,234', 'montant']]) {
    await refuses(page, 'line.1.amount', text, new RegExp(words, 'i'));
  }
  for (const text of ['62,60', '62.60']) {
    await desk.fill(page, { 'line.1.amount': text });
    await expect(page.locator('volet-form [data-note="sums"]')).toContainText('62.60 €');
  }
  for (const text of ['0', '100', '1,5', '-1']) await refuses(page, 'line.1.count', text, /nombre de 1 à 99/i);
});

test('a host that hands half a patient gets a form that asks for the rest', async ({ page }) => {
  await desk.openCertificate(page);
  for (const context of [
    {}, { patient: null }, { patient: {} }, { patient: { lastName: 'Muller' } },
    { patient: { matricule: 1985031402717, lastName: ['x'], birthDate: {} }, insured: 'x', previous: 'y' },
    { patient: { matricule: '1985', lastName: 'Muller', address: null } },
  ]) {
    await page.locator('volet-form').evaluate((form, given) => form.volet.setContext(given), context);
    const state = await page.locator('volet-form').evaluate((form) => form.validate());
    expect(state.valid).toBe(false);
    await expect(desk.marks(page, 'insured.matricule').first()).toBeVisible();
  }
});

test('a direction mark is named where it was typed, and turns no sentence round', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, { 'insured.postcode': 'L-4\u202e220', 'certificate.days': '3' });
  await expect(desk.marks(page, 'insured.postcode')).toHaveCount(1);
  await desk.button(page, 'send').click();
  const summary = page.locator('volet-form .summary');
  await expect(summary.first()).toContainText('invisible');
  await expect(desk.marks(page, 'insured.city')).toHaveCount(0);
  expect((await summary.allTextContents()).join()).not.toContain('\u202e');
});
