// Everybody can use the memo and what is rare: axe, narrow pages, zoom, forced colours, the order of the focus.

import { fitsTheWidth, isAccessible } from './support/axe.js';
import { addForm, makeEngine, openBlank } from './support/blank.js';
import * as desk from './support/practice.js';
import { scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';

/** 640 pixels are a window of 1280 at a zoom of 200 %. */
for (const [width, colorScheme, forcedColors] of [
  [1280, 'light', 'none'], [1280, 'dark', 'none'], [640, 'light', 'none'], [360, 'dark', 'none'], [1280, 'light', 'active'],
]) {
  test(`the memo, ${width} pixels wide, ${colorScheme}, forced colours ${forcedColors}`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' });
    await desk.openMemo(page);
    await isAccessible(page, 'signed out');
    await desk.signIn(page);
    await desk.memoIsReady(page);
    await desk.button(page, 'send').click();
    await isAccessible(page, 'errors');
    for (let number = 2; number <= 5; number += 1) await desk.button(page, 'add-line').click();
    await desk.field(page, 'line.1.code').pressSequentially('consult');
    await expect(page.locator('volet-form [role="option"]').first()).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await isAccessible(page, 'proposals');
    await fitsTheWidth(page, 'proposals');
    await page.keyboard.press('Escape');
    await isAccessible(page, 'lines');
    await fitsTheWidth(page, 'lines');
  });
}

for (const [width, forcedColors] of [[640, 'none'], [1280, 'active']]) {
  test(`the certificate, ${width} pixels wide, forced colours ${forcedColors}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ forcedColors, reducedMotion: 'reduce' });
    await desk.atTheDesk(page);
    await desk.button(page, 'send').click();
    await expect(desk.marks(page, 'certificate.diagnosis').first()).toBeVisible();
    await isAccessible(page, 'errors');
    await fitsTheWidth(page, 'errors');
    await desk.fill(page, desk.ILLNESS);
    await desk.look(page);
    await isAccessible(page, 'look');
    await fitsTheWidth(page, 'look');
  });
}

for (const [form, open, volets] of [
  ['certificate', desk.openCertificate, ['caisse', 'employeur', 'assure']], ['memo', desk.openMemo, ['mh']],
]) {
  test(`on paper a ${form} is its pages, and nothing that one clicks or types in`, async ({ page }) => {
    await open(page);
    await page.emulateMedia({ media: 'print' });
    for (const volet of volets) await expect(desk.copy(page, volet).first()).toBeVisible();
    const left = page.locator('volet-form').locator('input:visible, select:visible, button:visible');
    await expect(left).toHaveCount(0);
    // No page is cut off by the place that it has on a screen.
    const cut = await page.locator('volet-form').evaluate((node) => {
      const { scrollHeight, clientHeight } = node.shadowRoot.querySelector('.pages');
      return scrollHeight - clientHeight;
    });
    expect(cut).toBe(0);
  });
}

test('what is rare on a certificate is usable too', async ({ page }) => {
  test.setTimeout(120_000);
  await desk.atTheDesk(page);
  await desk.fill(page, { ...desk.ILLNESS, 'certificate.reason': 'accident', 'certificate.kind': 'prolongation' });
  await isAccessible(page, 'accident');
  await scenario('econnector_down', 1);
  await desk.send(page);
  await desk.saysFailure(page, 'econnector_down');
  await isAccessible(page, 'ladder');
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await desk.button(page, 'replace').click();
  await isAccessible(page, 'replacing');
  await desk.button(page, 'keep').click();
  await desk.button(page, 'reset').click();
  await page.locator('volet-form .sent summary').click();
  await isAccessible(page, 'sent');
});

test('the focus goes through the fields in the order in which they stand', async ({ page }) => {
  await desk.openCertificate(page);
  const expected = await page.locator('volet-form').evaluate((form) => {
    const controls = form.shadowRoot.querySelectorAll('.fields input[name], .fields select[name]');
    return [...controls].map(({ name }) => name);
  });
  await desk.field(page, expected[0]).focus();
  const reached = [expected[0]];
  for (let step = 0; step < 120 && reached.length < expected.length; step += 1) {
    await page.keyboard.press('Tab');
    const name = await page.locator('volet-form').evaluate((form) => form.shadowRoot.activeElement?.name);
    if (name && name !== reached.at(-1)) reached.push(name);
  }
  expect(reached).toEqual(expected);
});

test('an error is read out: it describes its field, in a live region', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, { 'insured.lastName': '' });
  const name = desk.field(page, 'insured.lastName');
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription(/À remplir/);
  const live = page.locator('volet-form .field[data-field="insured.lastName"] [aria-live="polite"]');
  await expect(live).toContainText('À remplir');
});

for (const [lang, empty, title] of [
  ['de', 'Bitte ausfüllen', 'Arbeitsunfähigkeitsbescheinigung'], ['lb', 'W.e.g. ausfëllen', 'Krankeschäin'],
  ['en', 'Please fill in', 'Certificate of incapacity'],
]) {
  test(`${lang}: every word changes while the form is open, what is wrong included`, async ({ page }) => {
    await desk.openCertificate(page);
    await desk.fill(page, { 'insured.lastName': '' });
    await page.getByLabel('Langue').selectOption(lang);
    await expect(desk.marks(page, 'insured.lastName')).toContainText(empty);
    await expect(page.locator('volet-form h2')).toContainText(title);
    await expect(page.locator('volet-form [part~="form"]')).toHaveAttribute('lang', lang);
    await desk.openMemo(page);
    const untranslated = await page.locator('volet-form').evaluate((form) =>
      form.shadowRoot.textContent.match(/\b(field|action|section|issue|hint|choice|sums|route|state|pages|line)\.[a-z_.A-Z]+/g));
    expect(untranslated).toBeNull();
  });
}

test('the look before sending changes with the language', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.look(page);
  const look = page.locator('volet-form [part~="confirm"] dl');
  await expect(look).toContainText('Date de naissance');
  await page.getByLabel('Langue').selectOption('de');
  await expect(look).toContainText(/Geburtsdatum.*Krankheit/s);
  await expect(look).not.toContainText(/Date de naissance|Maladie/);
});

/** The name of a text in place of the text. */
const NAMES = /\b(?:action|confirm|ladder|owed|receipt|replace|revoke|sent|session|state|type)\.[a-z_.]+/g;

test('a receipt and the list of what was sent change with the language, and show words only', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  const receipt = page.locator('volet-form [part~="receipt"]');
  const list = page.locator('volet-form .sent summary');
  await expect(receipt).toContainText('Certificat déposé');
  await page.getByLabel('Langue').selectOption('de');
  await expect(receipt).toContainText('Bescheinigung hinterlegt');
  await desk.button(page, 'reset').click();
  await expect(list).toContainText('hinterlegt');
  await page.getByLabel('Langue').selectOption('lb');
  await expect(list).toContainText('Krankeschäin');
  const shown = () => page.locator('volet-form').evaluate((form) => form.shadowRoot.textContent);
  expect((await shown()).match(NAMES)).toBeNull();
  // A page that begins in another language, and with the list.
  await page.reload();
  await expect(list).toContainText(/Krankeschäin|Certificat/);
  expect((await shown()).match(NAMES)).toBeNull();
});

test('words that cannot be fetched are said at send, and fetched by the next click', async ({ page }) => {
  await desk.atTheDesk(page);
  await openBlank(page);
  await makeEngine(page);
  await page.route('**/locales/late/*', (route) => route.abort());
  await page.evaluate(async (id) => {
    const patients = await (await fetch('/sandbox/patients')).json();
    const patient = patients.find((one) => one.id === id);
    window.engine.setContext({ patient, insured: patient });
  }, desk.LUKASZ);
  await addForm(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.button(page, 'send').click();
  await desk.saysFailure(page, 'part_unavailable');
  await desk.hasState(page, 'draft');
  await page.unroute('**/locales/late/*');
  await desk.look(page);
  await expect(page.locator('volet-form [part~="confirm"]')).toContainText('Date de naissance');
});

for (const lang of ['de', 'lb', 'en']) {
  test(`${lang}: both forms fit a page of 360 pixels`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 900 });
    for (const open of [desk.openCertificate, desk.openMemo]) {
      await open(page);
      await page.getByLabel('Langue').selectOption(lang);
      await expect(page.locator('volet-form [part~="form"]')).toHaveAttribute('lang', lang);
      await fitsTheWidth(page, `${lang}, ${open.name}`);
    }
  });
}
