// The fee memo, by both routes: lines at the keyboard, acts by code or words, rules at the line, sums, receipt.

import { readFile } from 'node:fs/promises';
import { makeEngine, openBlank } from './support/blank.js';
import { pdfText } from './support/judges.js';
import * as desk from './support/practice.js';
import { calm, deposits, journal, scenario } from './support/sandbox.js';
import { keepsTexts } from './support/storage.js';
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
    // Shares are what the eConnector answered: 88 % of 62.60 €, and none where the patient pays all.
    const shares = receipt.locator('[data-share]');
    if (type === 'mh') {
      await expect(receipt.locator('[data-share="receipt.share.patient"]')).toContainText('7.51 €');
      await expect(receipt.locator('[data-share="receipt.share.cns"]')).toContainText('55.09 €');
    } else {
      await expect(shares).toHaveCount(0);
    }
    // This eConnector makes no page of a memo: ours is the document, and the host gets it to file.
    const filed = await page.locator('volet-form').evaluate((form) => {
      const { xml, documents } = form.receipt();
      return { xml, documents: documents.map(({ bytes, ...rest }) => ({ ...rest, begins: String.fromCharCode(...bytes.slice(0, 5)) })) };
    });
    expect(filed.xml).toContain('C1');
    expect(filed.documents).toEqual([{ volet: 'mh', official: false, begins: '%PDF-' }]);
    // The document says by which route it went, and what was answered in place of what is left to pay.
    const bytes = await page.locator('volet-form').evaluate((form) => [...form.receipt().documents[0].bytes]);
    const pdf = pdfText(Uint8Array.from(bytes));
    const said = ['Paiement immédiat direct', 'Merci de ne pas envoyer ce document', '7,51 €', '55,09 €'];
    const otherwise = ['Remboursement digitalisé', 'par GesondheetsApp', 'Reste à payer'];
    const [there, not] = type === 'mh' ? [said, otherwise] : [otherwise, said];
    for (const text of there) expect(pdf).toContain(text);
    for (const text of not) expect(pdf).not.toContain(text);
    await expect(desk.copy(page, 'mh').first()).toContainText(there[1]);
    await desk.button(page, 'revoke').click();
    await desk.hasState(page, 'revoked');
    await expect(desk.copy(page, 'mh').first()).toContainText('Annulé');
    await expect(desk.copy(page, 'mh').first()).not.toContainText(there[1]);
    expect(await deposits()).toMatchObject([{ state: 'revoked' }]);
    // What is saved says so too, there and from the list.
    const save = async (button) => {
      const saved = page.waitForEvent('download');
      await button.click();
      return pdfText(await readFile(await (await saved).path()));
    };
    expect(await save(desk.button(page, 'download-pdf'))).toContain('Annulé');
    await desk.button(page, 'reset').click();
    await page.locator('volet-form .sent summary').click();
    expect(await save(page.locator('volet-form .sent [data-action="download-pdf"]'))).toContain('Annulé');
  });
}

test('shares are shown nowhere before the eConnector has answered, and a local sum is an estimate', async ({ page }) => {
  await atTheMemo(page);
  await desk.fill(page, { 'line.1.code': 'C1' });
  await expect(sums(page)).toContainText('62.60 €');
  await expect(page.locator('volet-form [data-share]')).toHaveCount(0);
  await expect(page.locator('volet-form')).not.toContainText('55.0');
  await expect(page.locator('volet-form')).toContainText('estimation');
});

test('a replacement that is refused and given up leaves the page of what was deposited', async ({ page }) => {
  await atTheMemo(page);
  await desk.fill(page, { 'line.1.code': 'C1' });
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await desk.button(page, 'replace').click();
  await desk.fill(page, { 'memo.number': 'F-2' });
  await scenario('refused_with_anomalies');
  await desk.send(page);
  await desk.hasState(page, 'refused');
  await expect(desk.copy(page, 'mh').first()).toContainText('F-2');
  await desk.button(page, 'keep').click();
  await desk.hasState(page, 'accepted');
  await expect(desk.copy(page, 'mh').first()).toContainText('Merci de ne pas envoyer');
  await expect(desk.copy(page, 'mh').first()).not.toContainText('F-2');
});

for (const type of ['mh', 'memoire']) {
  test(`${type}: the eConnector’s own page is taken where it makes one`, async ({ page }) => {
    await scenario('mh_pages');
    await atTheMemo(page, { type });
    const pdf = (options) => page.locator('volet-form').evaluate((form, given) => form.pdf(given).then(
      (bytes) => new TextDecoder('latin1').decode(bytes), ({ code }) => code), options);
    expect(await pdf({ copy: 'mh', official: true })).toBe('document_not_available');
    await desk.fill(page, { 'line.1.code': 'C1' });
    const before = await pdf({ copy: 'mh', official: true });
    expect(before).toMatch(/^%PDF-/);
    expect(before).not.toBe(await pdf({ copy: 'mh' }));
    await desk.send(page);
    await desk.hasState(page, 'accepted');
    const official = page.locator('volet-form .official[data-volet="mh"]');
    await expect(official).toHaveAttribute('data-differs', '', { timeout: 20_000 });
    await expect(official.locator('.official-text')).toContainText('Łukasz');
    await expect(official.locator('.official-text')).toContainText('62.60');
    const [documentId] = (await deposits()).map((deposit) => deposit.documentId);
    await expect(official.locator('.official-text')).toContainText(documentId);
    const filed = await page.locator('volet-form').evaluate((form) => form.receipt().documents.map(({ volet, official: own }) => [volet, own]));
    expect(filed).toEqual([['mh', true]]);
    expect((await journal()).filter(({ path }) => path.endsWith('/generate-pdf')).map(({ status }) => status)).toEqual([200, 200]);
  });
}

test('where the eConnector makes no page of a memo, there is no official file and the local one is the document', async ({ page }) => {
  await atTheMemo(page);
  await desk.fill(page, { 'line.1.code': 'C1' });
  const code = await page.locator('volet-form').evaluate((form) => form.pdf({ copy: 'mh', official: true }).then(() => '', (error) => error.code));
  expect(code).toBe('document_not_available');
  await expect(desk.copy(page, 'mh').first()).not.toContainText('APERÇU');
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await expect(desk.button(page, 'download-pdf')).toContainText(/PDF/);
  expect((await journal()).filter(({ path }) => path.endsWith('/generate-pdf')).map(({ status }) => status)).toEqual([422, 422]);
  expect(await page.locator('volet-form .official').count()).toBe(0);
});

test('what was billed before counts, where the host tells it', async ({ page }) => {
  await atTheMemo(page);
  await desk.fill(page, { 'line.1.code': 'C1' });
  const before = (earlierActs) => page.locator('volet-form').evaluate((form, acts) => form.volet.setContext({
    practitioner: { code: '90813319', lastName: 'Weber', firstName: 'Anne', specialty: 'Médecine générale' },
    patient: { matricule: '1985031402717', lastName: 'Şahin', firstName: 'Łukasz', birthDate: '1985-03-14' },
    earlierActs: acts,
  }), earlierActs);
  await before([{ code: 'V1', date: desk.day(-1) }]);
  await expect(desk.marks(page, 'line.1.code').filter({ hasText: 'Une seule consultation' })).toHaveCount(0);
  await before([{ code: 'V1', date: desk.day() }, { code: 3, date: null }, 'C1']);
  await desk.button(page, 'send').click();
  await expect(desk.marks(page, 'line.1.code').filter({ hasText: 'Une seule consultation' })).toHaveAttribute('data-severity', 'error');
  expect(await deposits()).toEqual([]);
  await desk.fill(page, { 'memo.note': 'Seconde visite pour chute' });
  await expect(desk.marks(page, 'line.1.code').filter({ hasText: 'Une seule consultation' })).toHaveAttribute('data-severity', 'warning');
  await desk.send(page);
  await desk.hasState(page, 'accepted');
});

test('a memo that cannot be transmitted is kept; its page is a document on paper and no substitute', async ({ page }) => {
  await atTheMemo(page);
  await desk.fill(page, { 'line.1.code': 'C1' });
  await scenario('econnector_down');
  await desk.send(page);
  await desk.saysFailure(page, 'econnector_down');
  const ladder = page.locator('volet-form .ladder');
  await expect(ladder).toContainText('brouillon');
  await expect(ladder).toContainText('remboursé sur papier');
  await expect(desk.button(page, 'substitute')).toHaveCount(0);
  await calm('econnector_down');
  await desk.send(page);
  await desk.hasState(page, 'accepted');
});

test('a host’s own table takes the place of the package’s, with its days, its retired tariff and its acts', async ({ page }) => {
  await openBlank(page);
  const act = (code, days = {}) => ({ code, coefficient: '10.00', label: { fr: `Acte ${code}` }, ...days });
  await makeEngine(page, {
    tariffs: {
      title: 'Table de l’hôte', source: 'Essai', from: '2026-01-01', until: '2026-06-30', keyLetter: { value: '5.0000', from: '2026-01-01' },
      excerpt: [], suffixes: [{ letter: 'R', factor: '0.50', article: '9', label: { fr: 'Réduit' } }],
      chapters: [{ part: 'technical', chapter: '1', section: '1', acts: [act('H1'), act('H2', { until: '2026-03-31' })] }], rules: [],
    },
  });
  await page.evaluate(() => {
    const form = document.createElement('volet-form');
    form.type = 'mh';
    document.body.append(form);
  });
  await desk.fill(page, { 'memo.date': '2026-07-01', 'line.1.date': '2026-06-30', 'line.1.code': 'H1' });
  await expect(desk.field(page, 'line.1.amount')).toHaveValue('50.00');
  await expect(desk.marks(page, 'memo.date')).toContainText('01/01/2026 – 30/06/2026');
  await desk.fill(page, { 'line.1.suffixes': 'R' });
  await expect(desk.field(page, 'line.1.amount')).toHaveValue('25.00');
  // Material has a tariff of its own (art. 15): the act's does not stay in its place.
  await desk.fill(page, { 'line.1.suffixes': '' });
  await desk.fill(page, { 'line.1.suffixes': 'M' });
  await expect(desk.field(page, 'line.1.amount')).toHaveValue('');
  await desk.fill(page, { 'line.1.suffixes': 'R' });
  await expect(desk.field(page, 'line.1.amount')).toHaveValue('25.00');
  await desk.fill(page, { 'line.1.code': 'H2' });
  await expect(desk.marks(page, 'line.1.code').filter({ hasText: 'pas en vigueur' })).toHaveAttribute('data-severity', 'error');
  await desk.fill(page, { 'line.1.code': 'C1' });
  await expect(desk.marks(page, 'line.1.code').filter({ hasText: 'absent de la table' })).toBeVisible();
  await desk.fill(page, { 'line.1.suffixes': 'N' });
  await expect(desk.marks(page, 'line.1.suffixes').first()).toBeVisible();
});

test('a memo of many lines shows each of its pages once, and none too many when lines go', async ({ page }) => {
  await atTheMemo(page);
  const lines = (count) => page.locator('volet-form').evaluate((form, length) => {
    const value = form.value;
    value.line = Object.fromEntries(Array.from({ length }, (_, at) => [String(at + 1), { ...value.line['1'], code: 'C1', amount: '62.60' }]));
    form.value = value;
  }, count);
  const shown = () => page.locator('volet-form').evaluate((form) =>
    [...form.shadowRoot.querySelectorAll('svg[data-volet="mh"]')].filter((svg) => svg.checkVisibility())
      .map((svg) => svg.textContent.match(/Page \d+ \/ \d+/)?.[0]));
  await lines(20);
  await expect.poll(shown).toEqual(['Page 1 / 2', 'Page 2 / 2']);
  await lines(60);
  await expect.poll(async () => (await shown()).at(-1)).toMatch(/^Page (\d+) \/ \1$/);
  const many = await shown();
  expect(many).toEqual(many.map((_, at) => `Page ${at + 1} / ${many.length}`));
  await lines(1);
  await expect.poll(shown).toEqual(['Page 1 / 1']);
});

test('a memo without a line is not looked at', async ({ page }) => {
  await atTheMemo(page);
  await line(page, 1).locator('[data-action="remove-line"]').click();
  await expect(desk.field(page, 'line.1.code')).toHaveCount(0);
  await desk.button(page, 'send').click();
  await expect(page.locator('volet-form [part~="summary"]')).toContainText('Ajoutez au moins un acte');
  await expect(desk.button(page, 'add-line')).toBeFocused();
  await expect(page.locator('volet-form [part~="confirm"]')).toHaveCount(0);
  expect(await deposits()).toEqual([]);
});

test('the first error is found in a field that only opens with it', async ({ page }) => {
  await atTheMemo(page);
  for (let number = 2; number <= 4; number += 1) await desk.button(page, 'add-line').click();
  await page.locator('volet-form').evaluate((form, days) => {
    const act = (date) => ({ code: 'C1', date, count: '1' });
    form.value = { line: { 1: act(days[0]), 2: act(days[1]), 3: act(days[2]), 4: { ...act(days[3]), performer: '12' } } };
  }, [0, -1, -2, -3].map((offset) => desk.day(offset)));
  await expect(desk.field(page, 'line.4.code')).toHaveValue('C1');
  await expect(desk.field(page, 'line.4.performer')).toHaveCount(0);
  await desk.button(page, 'send').click();
  await expect(desk.field(page, 'line.4.performer')).toBeFocused();
});

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

test('a line of the host’s with only a code costs what its act’s tariff gives', async ({ page }) => {
  await atTheMemo(page);
  const complete = () => page.locator('volet-form').evaluate(async (form) => (await form.validate()).complete);
  expect(await complete()).toBe(false);
  await page.locator('volet-form').evaluate((form, date) => {
    form.value = { line: { 1: { code: 'C1', date, count: '2' }, 2: { code: 'C41', date, count: '1', amount: '1.00' } } };
  }, desk.day());
  await expect(desk.field(page, 'line.1.amount')).toHaveValue('125.20');
  await expect(desk.field(page, 'line.2.amount')).toHaveValue('1.00');
  expect(await complete()).toBe(true);
  for (const number of [2, 1]) await line(page, number).locator('[data-action="remove-line"]').click();
  await expect(desk.field(page, 'line.1.code')).toHaveCount(0);
  // A memo with no line is not complete, although no field of it is empty.
  expect(await complete()).toBe(false);
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
  // What was refused is followed up until it is mended.
  const followed = page.locator('volet-session .open-sends li');
  await expect(followed).toHaveAttribute('data-state', 'refused');
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await expect(followed).toHaveCount(0);
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

test('after any edits every control and every page says what stands in the memo', async ({ page }) => {
  test.setTimeout(120_000);
  await atTheMemo(page);
  const memo = page.locator('volet-form');
  await memo.evaluate(edits, 80);
  const note = 'the last word';
  await desk.fill(page, { 'memo.note': note });
  const [typed, painted] = [await desk.typed(page), await memo.evaluate(nodes)];
  await keepsTexts(page, { 'memo.note': note });
  // Made anew from what was kept, with pages that were painted once.
  await page.reload();
  await desk.memoIsReady(page);
  await expect(desk.field(page, 'memo.note')).toHaveValue(note);
  expect(await desk.typed(page)).toEqual(typed);
  await expect.poll(() => memo.evaluate(nodes)).toEqual(painted);
});

/** Random edits, in the page; after each one the controls have to hold what the form says. */
async function edits(form, count) {
  const root = form.shadowRoot;
  let seed = 7;
  const random = (most) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % most;
  };
  const pick = (list) => list[random(list.length)];
  const frame = () => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
  const type = (name, text) => {
    const input = root.querySelector(`[name="${name}"]`);
    if (!input) return;
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  };
  const acts = ['C1', 'V1', 'K1', '1M13', 'C', ''];
  const texts = { code: acts, suffixes: ['', 'N', 'R'], count: ['1', '2', ''], amount: ['10.00', '62.60', ''], time: ['10:30', ''], date: [form.value.memo.date, ''] };
  for (let edit = 0; edit < count; edit += 1) {
    const [value, lines] = [form.value, root.querySelectorAll('[data-line].line').length];
    const at = 1 + random(Math.max(1, lines));
    const kind = random(10);
    if (kind < 5) {
      const name = pick(Object.keys(texts));
      type(`line.${at}.${name}`, pick(texts[name]));
    } else if (kind < 7) type(pick(['patient.lastName', 'memo.number']), `x${edit}`);
    else if (kind === 7) root.querySelector('[data-action="add-line"]').click();
    else if (kind === 8) root.querySelector(`[data-action="remove-line"][data-line="${at}"]`)?.click();
    else {
      const line = () => ({ code: pick(acts), date: value.memo.date, count: '1' });
      form.value = { line: Object.fromEntries(Array.from({ length: 1 + random(30) }, (_, number) => [number + 1, line()])) };
    }
    await frame();
    const held = form.value;
    for (const { name, type: kindOf, value: shown } of root.querySelectorAll('.fields input[name]')) {
      const text = name.split('.').reduce((part, key) => part?.[key], held) ?? '';
      if (kindOf !== 'checkbox' && shown !== text) throw new Error(`edit ${edit}: ${name} shows ${shown}, not ${text}`);
    }
  }
}

/** What is painted on the pages that show something. */
function nodes(form) {
  const pages = [...form.shadowRoot.querySelectorAll('svg[data-volet="mh"]')].filter((svg) => svg.checkVisibility());
  return pages.map((svg) => [...svg.children].filter(({ tagName }) => tagName !== 'g').map((node) => node.outerHTML));
}

test('what was typed for one route is still there after looking at the other', async ({ page }) => {
  await atTheMemo(page);
  await desk.fill(page, { 'line.1.code': 'C41' });
  await page.getByLabel('Remboursement digitalisé').check();
  await desk.memoIsReady(page);
  await expect(desk.field(page, 'line.1.code')).toHaveValue('');
  await page.getByLabel('Paiement immédiat').check();
  await expect(desk.field(page, 'line.1.code')).toHaveValue('C41');
});
