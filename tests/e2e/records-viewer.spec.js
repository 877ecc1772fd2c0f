// The document in the page: what scanners write, many pages, pages that cannot be drawn, and a viewer that is closed early.

import * as desk from './support/practice.js';
import * as record from './support/records.js';
import { expect, test } from './support/test.js';

const ZOFIE = 'p-1003';
const PRESCRIPTION = 'Ordonnance de laboratoire du 12.11.2026';
const viewer = (page) => record.list(page).locator('.viewer');
const pages = (page) => viewer(page).locator('.official-page');
const lacks = (page) => viewer(page).locator('[data-lacks]');
const workers = (page) => page.workers().filter((worker) => worker.url().includes('/pdfjs/'));

async function open(page, title) {
  await record.row(page, title).locator('[data-action="open"]').click();
}

/** How much of a page is dark. */
const darkness = (page, number) => pages(page).nth(number - 1).locator('canvas').evaluate((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) dark += data[at] < 128 && data[at + 3] > 128 ? 1 : 0;
  return dark / (data.length / 4);
});

/** A file of so many pages, each of them a black bar; one of them may be missing. The last stands in a branch of its own. */
function fileOf(count, missing, comment = '') {
  const leaf = (parent) => `<</Type/Page/Parent ${parent} 0 R/MediaBox[0 0 300 400]/Contents 5 0 R/Resources<<>>>>`;
  const kids = Array.from({ length: count - 1 }, (_, at) => (at + 1 === missing ? 'null' : `${at + 7} 0 R`));
  const bar = '30 100 200 100 re f';
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages/Count ${count}/Kids[3 0 R 4 0 R]>>`,
    `<</Type/Pages/Parent 2 0 R/Count ${count - 1}/Kids[${kids.join(' ')}]>>`, '<</Type/Pages/Parent 2 0 R/Count 1/Kids[6 0 R]>>',
    `<</Length ${bar.length}>>stream\n${bar}\nendstream`, leaf(4), ...kids.map(() => leaf(3))];
  let text = `%PDF-1.4\n${comment && `%${comment}\n`}`;
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj${object}endobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  return `${text}xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
}

const answer = async (page, body) =>
  page.route('**/volet/dsp/Binary/**', (route) => route.fulfill({ contentType: 'application/pdf', body }));

test('a scanned letter is seen: fax pages and JPEG 2000', async ({ page }) => {
  await record.atTab(page, ZOFIE, 'documents');
  await open(page, 'Lettre numérisée');
  await expect(pages(page)).toHaveCount(2, { timeout: 20_000 });
  for (const number of [1, 2]) {
    await pages(page).nth(number - 1).scrollIntoViewIfNeeded();
    await expect.poll(() => darkness(page, number).catch(() => 0)).toBeGreaterThan(0.01);
    expect(await darkness(page, number)).toBeLessThan(0.3);
  }
  await expect(lacks(page)).toHaveCount(0);
});

test('a page of which something cannot be drawn says that it may be incomplete', async ({ page }) => {
  await page.route('**/pdfjs/wasm/jbig2.wasm', (route) => route.abort());
  await record.atTab(page, ZOFIE, 'documents');
  await open(page, 'Lettre numérisée');
  await expect(lacks(page)).toContainText('peut être incomplet');
  await expect(pages(page)).toHaveCount(2);
});

test('a long file is painted where it is looked at', async ({ page }) => {
  await record.atTab(page, ZOFIE, 'documents');
  await answer(page, fileOf(60));
  await open(page, 'Consultation de gynécologie');
  await expect(pages(page)).toHaveCount(60, { timeout: 20_000 });
  await expect.poll(() => darkness(page, 1)).toBeGreaterThan(0.1);
  expect(await viewer(page).locator('canvas').count()).toBeLessThan(20);
  await pages(page).last().scrollIntoViewIfNeeded();
  await expect.poll(() => darkness(page, 60).catch(() => 0)).toBeGreaterThan(0.1);
});

test('a page that cannot be read leaves the others, and is told', async ({ page }) => {
  await record.atTab(page, ZOFIE, 'documents');
  await answer(page, fileOf(9, 7));
  await open(page, 'Consultation de gynécologie');
  await expect(pages(page)).toHaveCount(9, { timeout: 20_000 });
  for (const number of [6, 7, 9]) await pages(page).nth(number - 1).scrollIntoViewIfNeeded();
  await expect(lacks(page)).toContainText('peut être incomplet');
  await expect.poll(() => darkness(page, 9).catch(() => 0)).toBeGreaterThan(0.1);
  await expect.poll(() => darkness(page, 1)).toBeGreaterThan(0.1);
});

test('a PDF in an envelope of CDA is shown as the PDF that it is', async ({ page }) => {
  await record.atTab(page, ZOFIE, 'documents');
  await open(page, 'Lettre de cardiologie');
  await expect(viewer(page).locator('.official-text')).toContainText('Lettre de consultation de cardiologie', { timeout: 20_000 });
  await expect(viewer(page).locator('.text, [data-unshown]')).toHaveCount(0);
  const saved = page.waitForEvent('download');
  await viewer(page).locator('[data-action="download"]').click();
  expect((await saved).suggestedFilename()).toBe('other-2026-03-17.pdf');
});

test('a prescription that is FHIR is shown by its lines', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'prescriptions');
  await open(page, PRESCRIPTION);
  const issued = viewer(page).locator('[data-list="issued"]');
  await expect(issued).toContainText('Dr Anne Weber');
  await expect(issued.locator('.lines li')).toHaveCount(3);
  await expect(issued).toContainText('Troponines');
  await expect(viewer(page)).not.toContainText('resourceType');
});

test('a file whose reader does not start is offered for download, and not waited for for ever', async ({ page }) => {
  await page.clock.install();
  await record.atTab(page, ZOFIE, 'documents');
  await answer(page, fileOf(2));
  const scripts = [{ status: 404, body: '' }, { contentType: 'text/plain', body: '' }, { contentType: 'text/javascript', body: '' }];
  for (const script of scripts) {
    await page.route('**/pdfjs/pdf.worker.min.mjs', (route) => route.fulfill(script));
    const fetched = page.waitForResponse('**/pdfjs/pdf.worker.min.mjs');
    await open(page, 'Consultation de gynécologie');
    await fetched;
    if (script === scripts.at(-1)) await page.clock.runFor(30_000);
    await expect(viewer(page).locator('[data-unshown]')).toBeVisible();
    expect(workers(page)).toEqual([]);
    await viewer(page).locator('[data-action="close"]').click();
    await page.unroute('**/pdfjs/pdf.worker.min.mjs');
  }
  await open(page, 'Consultation de gynécologie');
  await expect(pages(page)).toHaveCount(2);
});

/** The prescription as another system may have written it; `how` changes it. */
async function rewrite(page, how) {
  await page.route('**/volet/dsp/Binary/**', async (route) => {
    const bundle = await (await route.fetch()).json();
    how(bundle.entry);
    await route.fulfill({ contentType: 'application/fhir+json', body: JSON.stringify(bundle) });
  });
}

test('lines of a prescription that are not in force are marked', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'prescriptions');
  await rewrite(page, (entries) => {
    Object.assign(entries[1].resource, { status: 'revoked' });
    Object.assign(entries[2].resource, { doNotPerform: true });
    Object.assign(entries[3].resource, { status: 'draft' });
  });
  await open(page, PRESCRIPTION);
  await expect(viewer(page).locator('.lines .badge')).toHaveText(['arrêté', 'à ne pas effectuer', 'pas en vigueur']);
});

test('FHIR that holds more than a prescription is shown whole', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'prescriptions');
  await rewrite(page, (entries) => {
    entries.push({ resource: { resourceType: 'Observation', id: 'o', status: 'final', code: { text: 'Potassium' }, valueString: 'élevé' } });
  });
  await open(page, PRESCRIPTION);
  await expect(viewer(page).locator('.text')).toContainText('Potassium');
  await expect(viewer(page).locator('[data-list="issued"]')).toHaveCount(0);
});

test('a laboratory report in FHIR is not shown by the request that it answers', async ({ page }) => {
  await page.route('**/volet/dsp/DocumentReference/_search', async (route) => {
    const bundle = await (await route.fetch()).json();
    const { resource } = bundle.entry.find((entry) => JSON.stringify(entry).includes(PRESCRIPTION));
    resource.type = { coding: [{ system: 'http://loinc.org', code: '11502-2' }] };
    await route.fulfill({ contentType: 'application/fhir+json', body: JSON.stringify(bundle) });
  });
  await record.atTab(page, desk.LUKASZ, 'laboratoire');
  await open(page, PRESCRIPTION);
  await expect(viewer(page).locator('.text')).toContainText('ServiceRequest');
  await expect(viewer(page).locator('[data-list="issued"]')).toHaveCount(0);
});

test('a viewer that is closed before its pages are there leaves nothing behind', async ({ page }) => {
  let release;
  const held = new Promise((done) => { release = done; });
  await record.atTab(page, ZOFIE, 'documents');
  await page.route('**/pdfjs/pdf.min.mjs', async (route) => { await held; await route.continue(); });
  const asked = page.waitForRequest('**/pdfjs/pdf.min.mjs');
  await open(page, 'Lettre numérisée');
  await asked;
  await viewer(page).locator('[data-action="close"]').click();
  await expect(viewer(page)).toHaveCount(0);
  const started = page.waitForEvent('worker', (worker) => worker.url().includes('/pdfjs/'));
  release();
  await started;
  await expect.poll(() => workers(page).length).toBe(0);
  // And one that is closed when they are.
  await open(page, 'Lettre numérisée');
  await expect(viewer(page).locator('canvas').first()).toBeVisible({ timeout: 20_000 });
  expect(workers(page)).toHaveLength(1);
  await viewer(page).locator('[data-action="close"]').click();
  await expect.poll(() => workers(page).length).toBe(0);
});

test('the files that were looked at do not stay in the module’s memory', async ({ page }) => {
  const size = 4 * 1_048_576;
  await record.atTab(page, ZOFIE, 'documents');
  await answer(page, fileOf(1, 0, 'x'.repeat(size)));
  const look = async (times) => {
    for (let round = 0; round < times; round += 1) {
      await open(page, 'Lettre numérisée');
      await expect(viewer(page).locator('canvas').first()).toBeVisible({ timeout: 20_000 });
      await viewer(page).locator('[data-action="close"]').click();
      await expect(viewer(page)).toHaveCount(0);
    }
    return page.evaluate(async () => (await (await import('/pkg/dist/volet.js')).default()).memory.buffer.byteLength);
  };
  const before = await look(4);
  expect(await look(6) - before).toBeLessThan(3 * size);
});
