// What is typed wrongly is named at its field, after the person has left it and not before.

import { addForm, makeEngine, openBlank } from './support/blank.js';
import * as desk from './support/practice.js';
import { deposits } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const errorsAt = (page, name) =>
  page.locator(`volet-form .field[data-field="${name}"] .mark[data-severity="error"]`);
const warningsAt = (page, name) =>
  page.locator(`volet-form .field[data-field="${name}"] .mark[data-severity="warning"]`);
const summary = (page) => page.locator('volet-form [part~="summary"]');

test('nothing is red before the person has left a field', async ({ page }) => {
  await desk.openCertificate(page);
  const red = page.locator('volet-form .mark[data-severity="error"], volet-form [aria-invalid="true"]');
  await expect(red).toHaveCount(0);
  await desk.field(page, 'insured.matricule').fill('19');
  await desk.field(page, 'insured.matricule').pressSequentially('85x');
  await expect(desk.copy(page, 'caisse')).toContainText('1985x');
  await expect(red).toHaveCount(0);
  await desk.field(page, 'insured.matricule').blur();
  await expect(errorsAt(page, 'insured.matricule')).toBeVisible();
  await expect(desk.field(page, 'insured.matricule')).toHaveAttribute('aria-invalid', 'true');
  await expect(desk.marks(page, 'certificate.diagnosis')).toHaveCount(0);
});

for (const [what, number, words] of [
  ['that is too short', '198503140271', '13 chiffres'],
  ['with a letter', '198503140271O', '13 chiffres'],
  ['in Arabic digits', '١٩٨٥٠٣١٤٠٢٧١٧', 'chiffres 0 à 9'],
  ['in full-width digits', '１９８５０３１４０２７１７', 'chiffres 0 à 9'],
]) {
  test(`a number ${what} is an error`, async ({ page }) => {
    await desk.openCertificate(page);
    await desk.fill(page, { 'insured.matricule': number });
    await expect(errorsAt(page, 'insured.matricule')).toContainText([words]);
    await expect(desk.field(page, 'insured.matricule')).toHaveValue(number);
    const said = await desk.field(page, 'insured.matricule').evaluate((input) =>
      input.getAttribute('aria-describedby').split(' ')
        .map((id) => input.getRootNode().getElementById(id).textContent).join(' '));
    expect(said).toContain(words);
  });
}

test('a number typed with spaces is right', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, { 'insured.matricule': '1985 03 14 027 17' });
  await expect(desk.marks(page, 'insured.matricule')).toHaveCount(0);
});

for (const [what, number, words] of [
  ['a wrong check digit', '1985031402718', 'contrôle'],
  ['a day that does not exist', '1985023002717', 'pas une date'],
]) {
  test(`a number with ${what} may be a test number: a warning here, an error in production`, async ({ page }) => {
    await desk.openCertificate(page);
    await desk.fill(page, { 'insured.matricule': number });
    await expect(warningsAt(page, 'insured.matricule').filter({ hasText: words })).toBeVisible();

    await openBlank(page);
    await makeEngine(page, { environment: 'production' });
    await addForm(page);
    await desk.fill(page, { 'insured.matricule': number });
    await expect(errorsAt(page, 'insured.matricule').filter({ hasText: words })).toBeVisible();
  });
}

test('the number of the CNS’s own example passes here with a warning, and not in production', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, { ...desk.ILLNESS, 'insured.matricule': '1904112000188' });
  await expect(errorsAt(page, 'insured.matricule')).toHaveCount(0);
  await expect(warningsAt(page, 'insured.matricule')).not.toHaveCount(0);
  await desk.look(page);

  await openBlank(page);
  await makeEngine(page, { environment: 'production' });
  await addForm(page);
  await desk.fill(page, { 'insured.matricule': '1904112000188' });
  await expect(errorsAt(page, 'insured.matricule')).not.toHaveCount(0);
});

test('an end before the start is said at the end', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, { 'certificate.diagnosis': 'J11', 'certificate.end': desk.day(-1) });
  await expect(errorsAt(page, 'certificate.end')).toContainText(['Le dernier jour est avant le premier']);
  await desk.button(page, 'send').click();
  await expect(page.locator('volet-form [part~="confirm"]')).toHaveCount(0);
  expect(await deposits()).toEqual([]);
});

test('letters of all of Europe are printed, and a letter that cannot be printed is named', async ({ page }) => {
  await desk.openCertificate(page);
  for (const volet of ['caisse', 'employeur', 'assure']) {
    await expect(desk.copy(page, volet)).toContainText('Łukasz');
    await expect(desk.copy(page, volet)).toContainText('Şahin');
  }
  // Of nobody's file: another name than the file's is a warning of its own.
  await openBlank(page);
  await makeEngine(page);
  await addForm(page);
  await desk.fill(page, { 'insured.lastName': 'Żółćĳŋßșțžøđðþıİăőűğ' });
  await expect(desk.copy(page, 'caisse')).toContainText('Żółćĳŋßșțžøđðþıİăőűğ');
  await expect(desk.marks(page, 'insured.lastName')).toHaveCount(0);
  await desk.fill(page, { 'insured.lastName': 'Ивaнов 漢' });
  await expect(errorsAt(page, 'insured.lastName')).toContainText([/« (И|漢) »/]);
});

test('the summary leads to each field', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, { 'insured.firstName': '' });
  await desk.button(page, 'send').click();
  const links = summary(page).getByRole('link');
  await expect(links).toHaveCount(3);
  for (const [label, name] of [
    ['Dernier jour', 'certificate.end'], ['Diagnostic', 'certificate.diagnosis'], ['Prénom', 'insured.firstName'],
  ]) {
    const address = page.url();
    await links.filter({ hasText: label }).click();
    await expect(desk.field(page, name)).toBeFocused();
    expect(page.url()).toBe(address);
  }
});

test('a person who is not the patient of the open file is a warning and no obstacle', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, { ...desk.ILLNESS, 'insured.matricule': '1961113004288' });
  await expect(warningsAt(page, 'insured.matricule')).toContainText(['pas la personne du dossier ouvert']);
  await desk.look(page);
});

test('the patient’s number with another name is a warning, however the same name is written is none', async ({ page }) => {
  await desk.atTheDesk(page);
  for (const [name, text] of [['insured.lastName', 'SAHIN'], ['insured.lastName', 'Şahin-Weber'], ['insured.firstName', 'Lukasz']]) {
    await desk.fill(page, { [name]: text });
    await expect(desk.copy(page, 'caisse')).toContainText(text);
    await expect(desk.marks(page, name)).toHaveCount(0);
  }
  await desk.fill(page, { ...desk.ILLNESS, 'insured.firstName': 'Pol' });
  await expect(warningsAt(page, 'insured.firstName')).toContainText(['pas la personne du dossier ouvert']);
  await expect(desk.marks(page, 'insured.matricule')).toHaveCount(0);
  await desk.look(page);
});

test('a secretary prepares and cannot send', async ({ page }) => {
  await desk.atTheDesk(page, { user: 'sec.muller' });
  await desk.fill(page, desk.ILLNESS);
  await expect(page.locator('volet-form')).toContainText('seul le médecin peut l’envoyer');
  await expect(desk.button(page, 'send')).toBeDisabled();
  const code = await page.locator('volet-form').evaluate((form) =>
    form.send().then(() => 'sent', (error) => error.code));
  expect(code).toBe('not_entitled');
  expect(await deposits()).toEqual([]);
});

test('another language changes every word, and what is wrong stays', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, { 'insured.lastName': '', 'certificate.end': desk.day(-1) });
  await expect(errorsAt(page, 'insured.lastName')).toContainText(['À remplir']);
  await page.getByLabel('Langue').selectOption('en');
  await expect(errorsAt(page, 'insured.lastName')).toContainText(['Please fill in']);
  await expect(errorsAt(page, 'certificate.end')).toContainText(['The last day is before the first']);
  await expect(summary(page)).toContainText('To be corrected before sending');
  await expect(page.locator('volet-form').getByLabel('Last name')).toHaveValue('');
  await expect(page.locator('volet-form [part~="form"]')).toHaveAttribute('lang', 'en');
  await expect(page.locator('volet-session')).toContainText('Nobody is signed in');
});

test('one click on a length sets the last day', async ({ page }) => {
  await desk.openCertificate(page);
  const lengths = page.getByRole('group', { name: 'Durée en jours' });
  for (const days of [1, 2, 3, 5, 7]) {
    await lengths.getByRole('button', { name: days === 1 ? '1 jour' : `${days} jours`, exact: true }).click();
    await expect(desk.field(page, 'certificate.end')).toHaveValue(desk.day(days - 1));
    await expect(desk.field(page, 'certificate.days')).toHaveValue(String(days));
  }
  await desk.fill(page, { 'certificate.end': desk.day(3) });
  // A length that no longer fits is not left standing.
  await expect(desk.field(page, 'certificate.days')).toHaveValue(/^4?$/);
  await expect(desk.copy(page, 'caisse')).toContainText(desk.onPage(desk.day(3)));
});

test('a leave for family reasons names the child, whose fields come and go with it', async ({ page }) => {
  await desk.atTheDesk(page, { patient: desk.LINA });
  await expect(desk.field(page, 'child.matricule')).toHaveCount(0);
  await expect(desk.field(page, 'insured.firstName')).toHaveValue('Lina');
  await desk.fill(page, { 'certificate.reason': 'crf', 'certificate.days': '2' });
  await expect(desk.field(page, 'child.firstName')).toHaveValue('Lina');
  await expect(desk.field(page, 'insured.firstName')).toHaveValue('Claire');
  await expect(desk.copy(page, 'employeur')).not.toContainText('Lina');
  await desk.fill(page, { 'child.matricule': '1987020801954' });
  await expect(errorsAt(page, 'child.matricule')).not.toHaveCount(0);
  await desk.fill(page, { 'child.matricule': '2019051703327' });
  await desk.send(page);
  await desk.hasState(page, 'accepted');
});
