// The main job: sign in, fill in, see the page, send, receipt, cancel.

import { readFileSync } from 'node:fs';
import { HOST } from './support/addresses.js';
import { checkPdf, pdfFonts, pdfText } from './support/judges.js';
import * as desk from './support/practice.js';
import { deposits, sendCalls } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const COPIES = ['caisse', 'employeur', 'assure'];

test('a sign-in comes back to the place where it began, with a clean address', async ({ page }) => {
  const place = `${HOST}/#/patients/${desk.LUKASZ}/certificats`;
  await desk.openCertificate(page);
  await desk.signIn(page);
  await expect(page).toHaveURL(place);
  await desk.isReady(page);
  await expect(page.locator('volet-session')).toContainText('Anne Weber');
  await expect(desk.field(page, 'insured.lastName')).toHaveValue('Şahin');
  const history = await page.evaluate(() => JSON.stringify(history.state));
  expect(history ?? '').not.toMatch(/code|session_state/);
});

test('every copy follows the typing', async ({ page }) => {
  await desk.atTheDesk(page);
  for (const volet of COPIES) await expect(desk.copy(page, volet)).toContainText('Łukasz');
  const before = await desk.symbolOf(page, 'employeur');
  await desk.field(page, 'insured.lastName').press('End');
  await desk.field(page, 'insured.lastName').pressSequentially('-Weiß');
  for (const volet of COPIES) await expect(desk.copy(page, volet)).toContainText('Şahin-Weiß');
  expect(await desk.symbolOf(page, 'employeur')).toBe(before);

  await desk.fill(page, desk.ILLNESS);
  const end = desk.onPage(desk.day(2));
  for (const volet of COPIES) await expect(desk.copy(page, volet)).toContainText(end);
  expect(await desk.symbolOf(page, 'employeur')).not.toBe(before);
  await expect(desk.copy(page, 'caisse')).toContainText('J11');
  await expect(desk.copy(page, 'assure')).toContainText('J11');
  await expect(desk.copy(page, 'employeur')).not.toContainText('J11');
});

test('each copy is a file of its own, and the local one is no certificate', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, { ...desk.ILLNESS, 'certificate.diagnosis': 'Q77.4' });
  for (const volet of COPIES) {
    const file = await download(page, volet);
    const text = pdfText(file);
    expect(text).toContain('APERÇU');
    expect(text).toContain('Łukasz');
    expect(text).toContain(desk.onPage(desk.day(2)));
    expect(text.includes('Q77.4'), volet).toBe(volet !== 'employeur');
    checkPdf(file);
    const fonts = pdfFonts(file);
    expect(fonts.length).toBeGreaterThan(0);
    expect(fonts.filter(({ embedded }) => !embedded)).toEqual([]);
  }
});

test('a certificate is looked at, sent once, received and cancelled', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.listen(page, 'volet-sent', 'volet-revoked');
  await desk.fill(page, desk.ILLNESS);
  await desk.look(page);
  const confirm = page.locator('volet-form [part~="confirm"]');
  for (const words of ['Łukasz Şahin', '1985 03 14 027 17', desk.onPage(desk.day(2)), 'bac à sable', '90813319']) {
    await expect(confirm).toContainText(words);
  }
  expect(await deposits()).toEqual([]);

  await desk.button(page, 'confirm-send').click();
  await desk.hasState(page, 'accepted');
  const [deposit, ...more] = await deposits();
  expect(more).toEqual([]);
  expect(deposit).toMatchObject({ gpCode: '90813319', documentType: 'ECIT', state: 'accepted' });
  expect(await sendCalls()).toHaveLength(1);
  const { documentId, uuidSecu } = deposit;
  const receipt = page.locator('volet-form [part~="receipt"]');
  await expect(receipt).toContainText(documentId);
  await expect(receipt).toContainText(uuidSecu);

  await desk.button(page, 'revoke').click();
  await desk.hasState(page, 'revoked');
  expect(await deposits()).toMatchObject([{ documentId, state: 'revoked' }]);
  for (const place of ['engine', 'document']) {
    expect((await desk.heard(page)).filter(({ where }) => where === place)).toEqual([
      { where: place, type: 'volet-sent', detail: { type: 'ecit', documentId, uuidSecu, state: 'accepted' } },
      { where: place, type: 'volet-revoked', detail: { documentId } },
    ]);
  }
});

test('the keyboard is enough', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.field(page, 'certificate.days').focus();
  await page.keyboard.type('3');
  await desk.field(page, 'certificate.diagnosis').focus();
  await page.keyboard.type('J11');
  await page.keyboard.press('Enter');
  await expect(desk.button(page, 'confirm-send')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(desk.button(page, 'back')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(desk.button(page, 'confirm-send')).toBeHidden();
  expect(await deposits()).toEqual([]);
  await expect(desk.button(page, 'send')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(desk.button(page, 'confirm-send')).toBeFocused();
  await page.keyboard.press('Enter');
  await desk.hasState(page, 'accepted');
  await expect(page.locator('volet-form [part~="receipt"] h3')).toBeFocused();
  await desk.button(page, 'reset').press('Enter');
  await expect(desk.field(page, 'practitioner')).toBeFocused();
});

test('after sending the official pages can be had, and the host can file the receipt', async ({ page }) => {
  await desk.atTheDesk(page);
  expect(await page.locator('volet-form').evaluate((form) => form.receipt())).toBeNull();
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  for (const volet of COPIES) {
    const file = await download(page, volet);
    checkPdf(file);
    expect(pdfText(file), volet).not.toContain('APERÇU');
  }

  const receipt = await page.locator('volet-form').evaluate((form) => {
    const { documents, ...head } = form.receipt();
    const bytes = (one) => one.bytes instanceof Uint8Array && String.fromCharCode(...one.bytes.slice(0, 5));
    return { ...head, documents: documents.map((one) => ({ ...one, bytes: bytes(one) })) };
  });
  const [{ documentId, uuidSecu }] = await deposits();
  expect(receipt).toMatchObject({ documentId, uuidSecu, state: 'accepted' });
  expect(Object.keys(receipt).sort()).toEqual(['documentId', 'documents', 'sentAt', 'state', 'uuidSecu', 'xml']);
  expect(new Date(receipt.sentAt).toISOString()).toBe(receipt.sentAt);
  expect(receipt.xml).toContain('<matricule>1985031402717</matricule>');
  expect(receipt.documents).toEqual(COPIES.map((volet) => ({ volet, official: true, bytes: '%PDF-' })));
});

async function download(page, volet) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator(`[data-action="download-pdf"][data-volet="${volet}"]`).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
  expect(file.suggestedFilename()).not.toMatch(/sahin|şahin|1985/i);
  return readFileSync(await file.path());
}
