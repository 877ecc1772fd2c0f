// The shared record by type, in the practice's own tabs (UX-01 … UX-19).

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as desk from './support/practice.js';
import * as record from './support/records.js';
import { calm, journal, scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TABS = ['resume', 'documents', 'laboratoire', 'prescriptions', 'vaccination'];

test('no tab, heading or button is named after the shared record', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'documents');
  for (const tab of TABS) {
    await record.openTab(page, desk.LUKASZ, tab);
    await record.settled(page);
    for (const role of ['tab', 'heading', 'button']) {
      await expect(page.getByRole(role, { name: /\bDSP\b|dossier de soins/i })).toHaveCount(0);
    }
  }
});

test('local and shared documents stand in one list, the newest first, told apart by words', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'documents');
  await expect(record.rows(page, 'local')).toHaveCount(1);
  await expect(record.rows(page, 'dsp').first()).toBeVisible();
  await record.settled(page);
  await expect(record.rows(page, 'dsp').first()).toContainText('DSP');
  const dates = await record.rows(page).locator('.date').allTextContents();
  const known = dates.filter((date) => /^\d\d\/\d\d\/\d{4}$/.test(date)).map((date) => date.split('/').reverse().join('-'));
  expect(known).toEqual([...known].sort().reverse());
  await expect(record.list(page).locator('.list thead th')).toHaveText(['Date', 'De', 'Document', 'Actions']);
});

test('without the record nothing is asked of it', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'documents');
  await expect(record.rows(page, 'dsp').first()).toBeVisible();
  await record.settled(page);
  await record.include(page).uncheck();
  const before = record.dspCalls(await journal()).length;
  await record.openTab(page, desk.LUKASZ, 'laboratoire');
  await expect(record.rows(page, 'local')).toHaveCount(1);
  await expect(record.rows(page, 'dsp')).toHaveCount(0);
  expect(record.dspCalls(await journal())).toHaveLength(before);
});

test('the filter keeps the boundary day', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'documents');
  await record.settled(page);
  await expect(record.row(page, 'Fiche de liaison')).toBeVisible();
  await record.since(page).fill('2026-01-23');
  await expect(record.row(page, 'Fiche de liaison')).toBeVisible();
  await record.since(page).fill('2026-01-24');
  await expect(record.row(page, 'Fiche de liaison')).toHaveCount(0);
});

test('an identity that differs shows nothing of the record and says why', async ({ page }) => {
  await record.atTab(page, 'p-1006', 'documents');
  await expect(record.notice(page, 'patient_conflict')).toContainText('date de naissance');
  await expect(record.rows(page, 'local')).toHaveCount(1);
  await expect(record.rows(page, 'dsp')).toHaveCount(0);
  const searches = record.dspCalls(await journal()).map(({ path }) => path);
  expect(searches.filter((path) => !path.includes('Patient'))).toEqual([]);
});

test('several candidates or none: nobody is identified', async ({ page }) => {
  await record.atTab(page, 'p-1007', 'documents');
  await expect(record.notice(page, 'unidentified')).toBeVisible();
  await record.openTab(page, desk.POL, 'documents');
  await expect(record.notice(page, 'unidentified')).toBeVisible();
  await expect(record.list(page)).toContainText('Rien qui vous soit visible');
  await expect(record.list(page)).not.toContainText(/aucun/i);
});

test('a record that is down leaves the local rows, and is asked again by a click', async ({ page }) => {
  await scenario('dsp_down');
  await record.atTab(page, desk.LUKASZ, 'documents');
  await expect(record.notice(page, 'dsp_unavailable')).toBeVisible();
  await expect(record.rows(page, 'local')).toHaveCount(1);
  await calm('dsp_down');
  await record.retry(page).click();
  await expect(record.rows(page, 'dsp').first()).toBeVisible();
  await expect(record.notice(page, 'dsp_unavailable')).toHaveCount(0);
});

test('a record that is closed to this person says so', async ({ page }) => {
  await scenario('dsp_403');
  await record.atTab(page, desk.LUKASZ, 'documents');
  await expect(record.notice(page, 'not_entitled')).toBeVisible();
  await expect(record.rows(page, 'local')).toHaveCount(1);
});

test('a slow answer about one patient never paints under another', async ({ page }) => {
  await record.atTab(page, desk.LINA, 'documents');
  await record.settled(page);
  let release;
  const held = new Promise((done) => { release = done; });
  await page.route('**/volet/dsp/DocumentReference/_search', async (route) => {
    const answer = await route.fetch();
    if (route.request().postData().includes('dsp-1002')) await held;
    await route.fulfill({ response: answer });
  });
  const asked = page.waitForRequest((request) => request.postData()?.includes('dsp-1002') && request.url().includes('DocumentReference'));
  await record.openTab(page, desk.LUKASZ, 'documents');
  const late = (await asked).response();
  await expect(record.rows(page, 'local').first()).toBeVisible();
  await record.openTab(page, desk.LINA, 'documents');
  await record.settled(page);
  const hers = await record.rows(page).locator('.title').allTextContents();
  release();
  await late;
  await page.waitForTimeout(500);
  expect(await record.rows(page).locator('.title').allTextContents()).toEqual(hers);
  await expect(page.locator('volet-documents').filter({ hasText: 'diabétologie' })).toHaveCount(0);
  await expect(record.row(page, 'Consultation du 09.11.2026')).toBeVisible();
});

test.describe('pages', () => {
  const check = async (page, matricule, birthDate, words) => {
    await record.blankWithEngine(page);
    await record.showOn(page, { matricule, birthDate });
    await expect(record.notice(page, 'incomplete').filter({ hasText: words }).first()).toBeVisible();
    await expect(record.rows(page, 'dsp').first()).toBeVisible();
    await expect(record.rows(page, 'local')).toHaveCount(1);
  };

  test('a next link to another server is not followed', async ({ page }) => {
    const foreign = [];
    page.on('request', (request) => {
      if (new URL(request.url()).hostname === 'evil.example' || !request.url().startsWith('http://localhost')) foreign.push(request.url());
    });
    await check(page, '1971040411695', '1971-04-04', 'autre serveur');
    expect(foreign.filter((url) => !url.includes('/auth/realms/') && !url.startsWith('blob:'))).toEqual([]);
    const heard = await page.evaluate(() => window.heard.map(({ code }) => code));
    expect(heard).toContain('dsp_link_refused');
  });

  test('pages that repeat end the list', async ({ page }) => {
    await check(page, '1971050511750', '1971-05-05', 'répète');
  });

  test('a refusal in the middle leaves what has come and says so', async ({ page }) => {
    // Small pages, so that there is a second one, where the token is refused.
    await record.inSmallPages(page, 20);
    await check(page, '1970121201213', '1970-12-12', 'tout répondu');
  });
});

test('a token that is refused once in the middle of the pages is renewed, and the list is whole', async ({ page }) => {
  test.setTimeout(120_000);
  await record.blankWithEngine(page);
  let refused = 0;
  await page.route(/_getpages/, (route) => {
    refused += 1;
    return refused === 2 ? route.fulfill({ status: 401, json: {} }) : route.continue();
  });
  await record.showOn(page, record.MANY);
  await expect(record.list(page).locator('.list table')).toHaveAttribute('aria-rowcount', '10002', { timeout: 90_000 });
  await record.settled(page);
  expect(refused).toBeGreaterThan(2);
  await expect(record.notice(page, 'incomplete')).toHaveCount(0);
});

test('a document opens in the page by one click, and nothing is fetched before', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'documents');
  await record.settled(page);
  const fetched = async () => record.dspCalls(await journal()).filter(({ path }) => path.includes('Binary')).length;
  expect(await fetched()).toBe(0);
  await record.row(page, 'Consultation de diabétologie').locator('[data-action="open"]').click();
  await expect(record.list(page).locator('.viewer .text')).toContainText('Diabète de type 2 équilibré');
  expect(await fetched()).toBe(1);
  await record.list(page).locator('[data-action="close"]').click();
  await expect(record.list(page).locator('.viewer')).toHaveCount(0);
  await record.row(page, 'Lettre de sortie').locator('[data-action="open"]').click();
  await expect(record.list(page).locator('.viewer .text')).toBeVisible();
  await expect(record.list(page).locator('.viewer iframe, .viewer script')).toHaveCount(0);
});

test('an image is shown, and a page of HTML that says it is a PDF never runs', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'documents');
  await record.settled(page);
  const title = await page.title();
  const picture = record.rows(page).filter({ hasText: 'Radiographie du thorax' }).filter({ hasNotText: 'compte rendu' });
  await picture.first().locator('[data-action="open"]').click();
  await expect(record.list(page).locator('.viewer img')).toBeVisible();
  expect(await record.list(page).locator('.viewer img').evaluate((image) => image.decode().then(() => image.naturalWidth))).toBeGreaterThan(0);
  await record.list(page).locator('[data-action="close"]').click();
  await record.row(page, 'Consultation (page HTML sous le nom de PDF)').locator('[data-action="open"]').click();
  await expect(record.list(page).locator('.viewer [data-unshown]')).toBeVisible({ timeout: 15_000 });
  await expect(record.list(page).locator('.viewer iframe, .viewer script, .viewer canvas')).toHaveCount(0);
  // What it would do if it ran.
  expect(readFileSync(new URL('../../crates/sandbox/data/dsp/menteur.html', import.meta.url), 'utf8')).toContain('document.title=');
  expect(await page.title()).toBe(title);
});

test('a PDF is drawn in the page with its text, and no frame', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'prescriptions');
  await record.settled(page);
  await record.row(page, 'Ordonnance de médicaments du 12.11.2026').locator('[data-action="open"]').click();
  const viewer = record.list(page).locator('.viewer');
  await expect(viewer.locator('canvas').first()).toBeVisible({ timeout: 20_000 });
  await expect(viewer.locator('.official-text').first()).toContainText(/\S/);
  await expect(viewer.locator('[data-unshown]')).toHaveCount(0);
  await expect(page.locator('iframe, embed, object')).toHaveCount(0);
  await viewer.locator('[data-action="close"]').click();
  await expect(viewer).toHaveCount(0);
});

test('bytes that are not what their hash says are shown with a warning', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'documents');
  await record.settled(page);
  await record.row(page, 'Consultation (empreinte fausse)').locator('[data-action="open"]').click();
  await expect(record.list(page).locator('.viewer [data-code="document_hash_mismatch"]')).toBeVisible({ timeout: 20_000 });
});

test('results are there without a click, with reference, value before and trend', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'laboratoire');
  const potassium = record.list(page).locator('.lab tbody tr').filter({ hasText: 'Potassium' }).first();
  await expect(potassium).toContainText('6.8');
  await expect(potassium.locator('[data-flag="critical"]')).toHaveText('critique');
  await expect(potassium).toContainText('3.5 – 5.1');
  await expect(potassium).toContainText('5.4 mmol/L');
  await expect(potassium).toContainText('en hausse');
  await potassium.locator('[data-action="chart"]').click();
  await expect(record.list(page).locator('figure svg')).toBeVisible();
  const saved = page.waitForEvent('download');
  await record.list(page).locator('[data-action="export"]').click();
  const text = readFileSync(await (await saved).path(), 'utf8');
  expect(text).toContain('"Potassium","6.8 mmol/L');
});

test('prescriptions tell what is left, vaccinations what is due', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'prescriptions');
  await expect(record.list(page).locator('[data-list="prescriptions"]')).toContainText('reste à délivrer');
  await record.openTab(page, desk.LINA, 'vaccination');
  await expect(record.list(page).locator('[data-due="overdue"]').first()).toBeVisible();
  await expect(record.list(page).locator('table[data-list="vaccinations"] tbody tr').first()).toBeVisible();
});

test('antecedents are taken over or refused by keyboard, and a refusal can be undone', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'resume');
  const offers = page.locator('volet-antecedents [data-list="offered"] > li');
  await expect(page.locator('volet-antecedents [data-list="offered"]:not([aria-busy])')).toBeVisible();
  const many = await offers.count();
  expect(many).toBeGreaterThan(8);
  const first = await offers.first().locator('strong').textContent();
  await expect(page.locator('.kept li')).toHaveCount(1);
  await offers.first().locator('[data-action="accept"]').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.kept')).toContainText(first);
  await expect(offers).toHaveCount(many - 1);
  const second = await offers.first().locator('strong').textContent();
  await offers.first().locator('[data-action="refuse"]').focus();
  await page.keyboard.press('Enter');
  await expect(offers).toHaveCount(many - 2);
  await page.locator('volet-antecedents summary').click();
  const refused = page.locator('volet-antecedents [data-list="refused"] > li');
  await expect(refused).toContainText(second);
  await refused.locator('[data-action="undo"]').click();
  await expect(offers).toHaveCount(many - 1);
});

test('ten thousand documents are one list with a window of rows', async ({ page }) => {
  test.setTimeout(120_000);
  await record.blankWithEngine(page);
  await record.showOn(page, record.MANY);
  await expect(record.list(page).locator('.list table')).toHaveAttribute('aria-rowcount', '10002', { timeout: 90_000 });
  expect(await record.rows(page).count()).toBeLessThan(60);
  await record.list(page).locator('.frame').evaluate((frame) => { frame.scrollTop = frame.scrollHeight; });
  await expect(record.list(page).locator('tr[aria-rowindex="10002"]')).toBeVisible();
});

test('axe finds nothing in any tab', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'documents');
  for (const tab of TABS) {
    await record.openTab(page, desk.LUKASZ, tab);
    await record.settled(page);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
});
