// Laboratory results, prescriptions and vaccinations as lists, with the document behind them.

import { readFileSync } from 'node:fs';
import * as desk from './support/practice.js';
import * as record from './support/records.js';
import { journal } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const ZOFIE = 'p-1003';
const CLAIRE = 'p-1005';
const results = (page, name) => record.list(page).locator('.lab tbody tr').filter({ has: page.locator('th', { hasText: name }) });
const cell = (row, column) => row.locator(`td:nth-child(${column})`);
const viewer = (page) => record.list(page).locator('.viewer');
const retrieved = async () => record.dspCalls(await journal()).filter(({ path }) => path.includes('Binary')).length;

test.describe('laboratory', () => {
  test('the reference is the one of this sex and age', async ({ page }) => {
    await record.atTab(page, desk.LUKASZ, 'laboratoire');
    await expect(cell(results(page, 'Créatinine').first(), 3)).toHaveText('0.76 – 1.27');
    await expect(results(page, 'Créatinine').first().locator('[data-flag="high"]')).toHaveText('élevé');
    await record.openTab(page, ZOFIE, 'laboratoire');
    const hers = results(page, 'Créatinine').first();
    await expect(hers).toContainText('1.08');
    await expect(cell(hers, 3)).toHaveText('0.57 – 1.0');
    // 1.08 is usual for a man, and high for her.
    await expect(hers.locator('[data-flag="high"]')).toHaveCount(1);
    // A range for pregnancy is not hers to be judged by, nor silently left out.
    await expect(cell(results(page, 'TSH').first(), 3)).toHaveText('selon le cas');
    await record.openTab(page, desk.LINA, 'laboratoire');
    await expect(cell(results(page, 'Créatinine').first(), 3)).toHaveText('0.3 – 0.7');
    await expect(cell(results(page, 'Hémoglobine').first(), 3)).toHaveText('11.5 – 14.5');
  });

  test('critical codes stand out, by words too', async ({ page }) => {
    for (const [patient, name] of [[desk.LINA, 'Ferritine'], [ZOFIE, 'INR']]) {
      if (patient === desk.LINA) await record.atTab(page, patient, 'laboratoire');
      else await record.openTab(page, patient, 'laboratoire');
      const row = results(page, name).first();
      await expect(row).toHaveAttribute('data-flag', 'critical');
      await expect(row.locator('.flag')).toHaveText('critique');
    }
  });

  test('the value before is of the same code and unit', async ({ page }) => {
    const result = (id, date, value, unit) => ({ resource: {
      resourceType: 'Observation', id, status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '2345-7' }], text: 'Glucose' },
      effectiveDateTime: date, valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
    } });
    await page.route('**/volet/dsp/DiagnosticReport/_search', (route) => route.fulfill({ json: { resourceType: 'Bundle' } }));
    await page.route('**/volet/dsp/Observation/_search', (route) => route.fulfill({ json: { resourceType: 'Bundle', entry: [
      result('now', '2026-11-01', 6.4, 'mmol/L'), result('other', '2026-10-01', 118, 'mg/dL'), result('same', '2026-01-01', 6.1, 'mmol/L'),
    ] } }));
    await record.atTab(page, desk.LUKASZ, 'laboratoire');
    const now = results(page, 'Glucose').filter({ hasText: '6.4 mmol/L' });
    await expect(cell(now, 4)).toContainText('6.1 mmol/L');
    await expect(cell(now, 4)).toContainText('en hausse');
    await expect(cell(results(page, 'Glucose').filter({ hasText: '118' }), 4)).toHaveText('');
    await expect(results(page, 'Glucose').filter({ hasText: '118' }).locator('[data-action="chart"]')).toHaveCount(0);
    await now.locator('[data-action="chart"]').click();
    await expect(record.list(page).locator('figure svg')).toHaveAttribute('aria-label', 'Glucose : 01/01/2026 : 6.1 mmol/L, 01/11/2026 : 6.4 mmol/L');
    await expect(record.list(page).locator('figure circle')).toHaveCount(2);
    await now.locator('[data-action="chart"]').click();
    await expect(record.list(page).locator('figure')).toHaveCount(0);
  });

  test('a value before that comes with a later page is shown when it is there', async ({ page }) => {
    let release;
    const held = new Promise((done) => { release = done; });
    await page.route('**/volet/dsp/Observation/_search', async (route) => { await held; await route.continue(); });
    await page.route('**/volet/dsp/DiagnosticReport/_search', async (route) => {
      const bundle = await (await route.fetch()).json();
      const old = (one) => one.resourceType === 'Observation' && one.effectiveDateTime < '2026-11';
      bundle.entry = bundle.entry.filter(({ resource }) => !old(resource));
      await route.fulfill({ json: bundle });
    });
    await record.atTab(page, desk.LUKASZ, 'laboratoire');
    const potassium = results(page, 'Potassium').first();
    await expect(potassium).toContainText('6.8');
    await expect(cell(potassium, 4)).toHaveText('');
    release();
    await expect(cell(potassium, 4)).toContainText('5.4 mmol/L');
    await expect(potassium.locator('[data-action="chart"]')).toBeVisible();
  });

  test('a report that is only a PDF is there: without a click when it came along, by one when it has to be fetched', async ({ page }) => {
    await record.atTab(page, CLAIRE, 'laboratoire');
    const joined = record.list(page).locator('.report').filter({ hasText: 'INR (compte rendu joint)' });
    await expect(joined.locator('.viewer canvas').first()).toBeVisible({ timeout: 20_000 });
    await expect(joined.locator('.official-text').first()).toContainText('INR 2,4');
    await expect(joined).toContainText('INR dans la zone thérapeutique.');
    expect(await retrieved()).toBe(0);
    const other = record.list(page).locator('.report').filter({ hasText: 'Compte rendu d’examens biologiques' });
    await other.locator('[data-action="open-report"]').click();
    await expect(other.locator('.viewer canvas').first()).toBeVisible({ timeout: 20_000 });
    expect(await retrieved()).toBe(1);
  });
});

test('an open document can be saved, under a name that says nothing of the patient', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'documents');
  await record.row(page, 'Consultation de diabétologie').locator('[data-action="open"]').click();
  await expect(viewer(page).locator('.text')).toBeVisible();
  const saved = page.waitForEvent('download');
  await viewer(page).locator('[data-action="download"]').click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('other-2026-06-16.txt');
  expect(readFileSync(await file.path(), 'utf8')).toContain('Diabète de type 2 équilibré sous metformine.');
});

test.describe('the document behind', () => {
  test('a prescription, named by the document or naming it, opens by one click', async ({ page }) => {
    await record.atTab(page, desk.LUKASZ, 'prescriptions');
    const items = record.list(page).locator('[data-list="prescriptions"] > li');
    const medication = items.filter({ hasText: 'Ordonnance de médicaments du 02.09.2026' });
    await expect(items.filter({ hasText: 'Troponines' }).locator('[data-left]')).toHaveCount(0);
    await expect(medication.locator('[data-left="fills"]').first()).toContainText('reste à délivrer : 4');
    expect(await retrieved()).toBe(0);
    await medication.locator('[data-action="open-behind"]').click();
    await expect(viewer(page).locator('h3')).toHaveText('Ordonnance de médicaments du 02.09.2026');
    await expect(viewer(page).locator('canvas').first()).toBeVisible({ timeout: 20_000 });
    expect(await retrieved()).toBe(1);
    await viewer(page).locator('[data-action="close"]').click();
    await items.filter({ hasText: 'Ordonnance de laboratoire' }).locator('[data-action="open-behind"]').click();
    await expect(viewer(page).locator('h3')).toHaveText('Ordonnance de laboratoire du 12.11.2026');
  });

  test('a vaccination has its note, else the history, else none', async ({ page }) => {
    await record.atTab(page, desk.LUKASZ, 'vaccination');
    const rows = record.list(page).locator('[data-list="vaccinations"] tbody tr');
    await expect(rows).toHaveCount(4);
    const said = (row, label) => row.locator(`[data-label="${label}"]`);
    const tetanus = rows.filter({ hasText: '09/04/2019' });
    await expect(said(tetanus, 'Dose')).toHaveText('rappel');
    await expect(said(tetanus, 'Lot')).toHaveText('TD19A07');
    await expect(said(rows.filter({ hasText: '28/05/2021' }), 'Dose')).toHaveText(/^1/);
    await expect(said(rows.filter({ hasText: '28/05/2021' }), 'Lot')).toHaveText('CV21X11');
    await rows.filter({ hasText: '18/06/2021' }).locator('[data-action="open-behind"]').click();
    await expect(viewer(page).locator('h3')).toHaveText('Note de vaccination COVID-19');
    await viewer(page).locator('[data-action="close"]').click();
    await rows.filter({ hasText: '09/04/2019' }).locator('[data-action="open-behind"]').click();
    await expect(viewer(page).locator('h3')).toHaveText('Historique des vaccinations');
    await expect(rows.filter({ hasText: '20/10/2025' })).toContainText(/\S/);
    await record.openTab(page, desk.LINA, 'vaccination');
    const hers = record.list(page).locator('[data-list="vaccinations"] tbody tr');
    await expect(hers).toHaveCount(10);
    await expect(hers.locator('[data-action="open-behind"]')).toHaveCount(1);
  });

  test('a dispensation that comes twice counts once', async ({ page }) => {
    await page.route('**/volet/dsp/MedicationDispense/_search', async (route) => {
      const bundle = await (await route.fetch()).json();
      bundle.entry.push(...bundle.entry);
      await route.fulfill({ json: bundle });
    });
    await record.atTab(page, desk.LUKASZ, 'prescriptions');
    await expect(record.list(page).locator('.lines li').filter({ hasText: 'Metformine' })).toContainText('reste à délivrer : 4');
  });
});
