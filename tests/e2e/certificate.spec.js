// The whole certificate: every reason, its days and what follows from them, and the shortest way through it.

import { addForm, makeEngine, openBlank } from './support/blank.js';
import * as desk from './support/practice.js';
import { deposits } from './support/sandbox.js';
import { deposited, watch } from './support/wire.js';
import { expect, test } from './support/test.js';

const note = (page, name) => page.locator(`volet-form [data-note="${name}"]`);
const xmlOf = (body) => Buffer.from(JSON.parse(body).xml, 'base64').toString('utf8');

test('a known patient’s certificate takes at most six interactions', async ({ page }) => {
  await desk.atTheDesk(page);
  let interactions = 0;
  const click = async (target) => {
    interactions += 1;
    await target.click();
  };
  await click(page.locator('volet-form .quick', { hasText: /^3$/ }));
  await click(page.locator('volet-form [data-favourite="J11"]'));
  await click(desk.button(page, 'send'));
  await click(desk.button(page, 'confirm-send'));
  await desk.hasState(page, 'accepted');
  expect(interactions).toBeLessThanOrEqual(6);
  expect(await deposits()).toHaveLength(1);
});

test('the example of diagnoses says that it is one; a diagnosis is found by words, with the keyboard', async ({ page }) => {
  await desk.atTheDesk(page);
  await expect(note(page, 'example')).toBeVisible();
  const diagnosis = desk.field(page, 'certificate.diagnosis');
  await diagnosis.pressSequentially('epicond');
  const proposals = page.locator('volet-form [role="option"]');
  await expect(proposals).toHaveCount(1);
  await expect(diagnosis).toHaveAttribute('aria-expanded', 'true');
  await diagnosis.press('ArrowDown');
  await expect(proposals.first()).toHaveAttribute('aria-selected', 'true');
  await diagnosis.press('Enter');
  await expect(diagnosis).toHaveValue('M77.1');
  await expect(diagnosis).toHaveAttribute('aria-expanded', 'false');
  await expect(desk.button(page, 'confirm-send')).toHaveCount(0);
  await expect(desk.copy(page, 'caisse')).toContainText('M77.1');
  await diagnosis.fill('lomb');
  await diagnosis.press('Escape');
  await expect(proposals).toHaveCount(0);
  await expect(diagnosis).toHaveValue('lomb');
});

for (const reason of ['accident', 'work-accident', 'commuting-accident']) {
  test(`${reason}: number and day are asked for, checked and sent`, async ({ page }) => {
    await watch(page);
    await desk.atTheDesk(page);
    await expect(desk.field(page, 'certificate.accidentNumber')).toHaveCount(0);
    await desk.fill(page, { ...desk.ILLNESS, 'certificate.reason': reason, 'certificate.accidentNumber': 'X12' });
    await expect(desk.marks(page, 'certificate.accidentNumber')).toContainText('U ou L');
    await desk.fill(page, { 'certificate.accidentNumber': 'U123456789', 'certificate.accidentDate': desk.day(-1) });
    await expect(desk.marks(page, 'certificate.accidentNumber')).toHaveCount(0);
    await expect(desk.copy(page, 'employeur')).not.toContainText('U123456789');
    await desk.send(page);
    await desk.hasState(page, 'accepted');
    const [body] = await deposited(page);
    expect(xmlOf(body)).toContain('U123456789');
  });
}

for (const reason of ['occupational-disease', 'maternity']) {
  test(`${reason} is sent without an accident`, async ({ page }) => {
    await desk.atTheDesk(page);
    await desk.fill(page, { ...desk.ILLNESS, 'certificate.reason': reason });
    await expect(desk.field(page, 'certificate.accidentNumber')).toHaveCount(0);
    await desk.send(page);
    await desk.hasState(page, 'accepted');
  });
}

test('deadlines and outing windows follow the days', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, { 'certificate.start': '2026-12-23', 'certificate.end': '2026-12-31' });
  // 25 and 26 December are holidays, 27 December 2026 is a Sunday.
  await expect(note(page, 'deadlines')).toContainText('28/12/2026');
  await expect(note(page, 'deadlines')).toContainText('À l’employeur au plus tard le 25/12/2026');
  await expect(note(page, 'deadlines')).not.toContainText('2 jours ouvrés');
  const outings = page.locator('volet-form .field[data-field="certificate.outings"] .hint');
  await expect(outings).toContainText('28/12/2026');
  await expect(outings).toContainText('10 h à 12 h, 14 h à 18 h');
  await desk.fill(page, { 'certificate.end': '2026-12-24' });
  await expect(note(page, 'deadlines')).toContainText('plus de 2 jours ouvrés');
  await expect(outings).toContainText('avant le 6e jour');
  await desk.fill(page, { 'certificate.outings': 'excluded' });
  await expect(outings).toContainText('Aucune sortie');
});

test('a leave for family reasons goes to the employer and to the CNS whatever its length', async ({ page }) => {
  await desk.openCertificate(page, desk.LINA);
  await desk.fill(page, { 'certificate.start': '2026-11-23', 'certificate.end': '2026-11-24' });
  await expect(note(page, 'deadlines')).toContainText('À l’employeur au plus tard le 25/11/2026');
  await desk.fill(page, { 'certificate.reason': 'crf' });
  await expect(note(page, 'deadlines')).toContainText('À la CNS au plus tard le 25/11/2026. À l’employeur dès que possible.');
  await expect(note(page, 'deadlines')).not.toContainText('jours ouvrés');
});

test('a leave for family reasons shows the days that the child’s age gives', async ({ page }) => {
  await desk.openCertificate(page, desk.LINA);
  await desk.fill(page, { 'certificate.reason': 'crf' });
  await expect(desk.marks(page, 'child.matricule')).toContainText('18');
  await desk.fill(page, { 'certificate.days': '25' });
  await desk.field(page, 'certificate.end').focus();
  await desk.field(page, 'certificate.end').blur();
  await expect(page.locator('volet-form .mark', { hasText: 'prolongation du droit' })).toBeVisible();
});

test('the look names the child, and says which day of birth the file does not have', async ({ page }) => {
  await desk.atTheDesk(page);
  await page.locator('volet-form').evaluate((form) => {
    form.volet.setContext({
      practitioner: { code: '90813319', lastName: 'Weber', firstName: 'Anne' },
      patient: { matricule: '1985031402717', lastName: 'Şahin', firstName: 'Łukasz', birthDate: '2020-03-14' },
      insured: { matricule: '1990093012358', lastName: 'Eltern', firstName: 'Ana' },
    });
    return form.reset();
  });
  await desk.fill(page, { 'certificate.reason': 'crf', 'certificate.days': '2' });
  // The file's day of birth goes before the date part of the number.
  await expect(desk.marks(page, 'child.matricule')).toContainText('18');
  await desk.look(page);
  const confirm = page.locator('volet-form [part~="confirm"] dl');
  await expect(confirm).toContainText(/PourAna Eltern.*absente du dossier.*Enfant.*Łukasz Şahin.*14\/03\/2020.*1985 03 14/s);
});

test('letters with their marks apart are one letter, whoever gives them', async ({ page }) => {
  await desk.openCertificate(page);
  await page.locator('volet-form').evaluate((form) => {
    form.volet.setContext({
      practitioner: { code: '90813319', lastName: 'We\u0301ber', firstName: 'Anne' },
      patient: { matricule: '1985031402717', lastName: 'S\u0327ahin', firstName: 'Łukasz', birthDate: '1985-03-14' },
    });
    form.reset();
    // A mark after the end of a line belongs to no letter.
    form.value = { insured: { firstName: 'Ame\u0301lie' }, certificate: { diagnosis: 'un\n\u0301' } };
  });
  await expect(desk.field(page, 'insured.lastName')).toHaveValue('\u015eahin');
  await expect(desk.field(page, 'insured.firstName')).toHaveValue('Am\u00e9lie');
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue(/^un/);
  await expect(desk.copy(page, 'caisse')).toContainText('W\u00e9ber');
});

test('a name that cannot be printed is told at the field that brings it', async ({ page }) => {
  await desk.openCertificate(page);
  await page.locator('volet-form').evaluate((form) => form.volet.setContext({
    practitioner: { code: '90813319', lastName: 'Вебер', firstName: 'An\u202ene' },
    patient: { matricule: '1985031402717', lastName: 'Şahin', firstName: 'Łukasz', birthDate: '1985-03-14' },
  }));
  const told = await page.locator('volet-form').evaluate(async (form) =>
    (await form.validate()).issues.filter(({ field }) => field === 'practitioner').map(({ code, severity }) => [code, severity]));
  expect(told).toEqual(expect.arrayContaining([['glyph_missing', 'error'], ['control_character', 'error']]));
});

test('a stay elsewhere is printed for the fund and not for the employer', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, {
    'stay.number': '9', 'stay.street': 'Rue du Moulin', 'stay.postcode': '4251', 'stay.city': 'Esch-sur-Alzette',
    'stay.country': 'LU', 'stay.floor': '2e étage', 'stay.bell': 'Chez Muller',
  });
  for (const word of ['Rue du Moulin', '2e étage', 'Chez Muller']) await expect(desk.copy(page, 'caisse')).toContainText(word);
  await expect(desk.copy(page, 'employeur')).not.toContainText('Moulin');
  await desk.fill(page, { 'stay.country': 'FR' });
  await expect(desk.marks(page, 'stay.country')).not.toHaveCount(0);
});

test('a prolongation names the certificate that it prolongs', async ({ page }) => {
  await desk.atTheDesk(page);
  await page.locator('volet-form').evaluate((form, [start, end]) => form.volet.setContext({
    practitioner: { code: '90813319', lastName: 'Weber', firstName: 'Anne' },
    patient: { matricule: '1985031402717', lastName: 'Şahin', firstName: 'Łukasz', birthDate: '1985-03-14' },
    previous: [{ documentId: '0b54e6a0-8a1d-4f43-9f0e-5a3f4d1c2b3a', start, end }],
  }), [desk.day(-5), desk.day(-1)]);
  await desk.fill(page, { 'certificate.kind': 'prolongation' });
  const options = desk.field(page, 'certificate.previous').locator('option');
  await expect(options.filter({ hasText: desk.onPage(desk.day(-1)) })).toHaveCount(1);
  await desk.field(page, 'certificate.previous').selectOption('0b54e6a0-8a1d-4f43-9f0e-5a3f4d1c2b3a');
  await desk.fill(page, { ...desk.ILLNESS });
  const outings = page.locator('volet-form .field[data-field="certificate.outings"] .hint');
  // The windows go by the first day of the incapacity: today is its sixth day.
  await expect(outings).toContainText(desk.onPage(desk.day()));
  await desk.field(page, 'certificate.previous').selectOption('');
  await expect(outings).toContainText('Dès le 6e jour de l’incapacité : 10 h à 12 h');
  await desk.field(page, 'certificate.previous').selectOption('0b54e6a0-8a1d-4f43-9f0e-5a3f4d1c2b3a');
  await desk.send(page);
  await desk.hasState(page, 'accepted');
});

test('a host’s own diagnoses take the place of the example', async ({ page }) => {
  await openBlank(page);
  const one = (code, fr, favourite) => ({ code, text: { fr }, favourite });
  await makeEngine(page, { diagnoses: { source: 'Annexe K', diagnoses: [one('K01', 'Lumbago', true), one('K02', 'Migraine', false)] } });
  await addForm(page);
  await expect(page.locator('volet-form [data-favourite="K01"]')).toBeVisible();
  await expect(page.locator('volet-form [data-favourite]')).toHaveCount(1);
  await expect(note(page, 'example')).toHaveCount(0);
  await desk.field(page, 'certificate.diagnosis').pressSequentially('migr');
  await expect(page.locator('volet-form [role="option"]')).toContainText(['K02']);
});

test('the keys send and go back', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.field(page, 'insured.city').press('Control+Enter');
  await expect(desk.button(page, 'confirm-send')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(desk.button(page, 'confirm-send')).toHaveCount(0);
  await expect(desk.button(page, 'send')).toBeFocused();
  expect(await deposits()).toEqual([]);
});
