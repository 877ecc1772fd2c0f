// What was sent in this session is there after a reload and a new sign-in: seen, saved and cancelled again, until sign-out.

import { readFile } from 'node:fs/promises';
import { HOST } from './support/addresses.js';
import { makeEngine, openBlank } from './support/blank.js';
import { pdfText } from './support/judges.js';
import * as desk from './support/practice.js';
import { advance, deposits } from './support/sandbox.js';
import { kept, keptAs } from './support/storage.js';
import { expect, test } from './support/test.js';

const list = (page) => page.locator('volet-form .sent');

/** A deposited certificate that is kept, left for a new one. */
async function received(page) {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await keptAs(page, 'filed', 1);
}

async function reloaded(page) {
  await page.reload();
  await desk.isReady(page);
}

/** The file that a button saves. */
async function saved(page, button) {
  const download = page.waitForEvent('download');
  await button.click();
  return readFile(await (await download).path());
}

const answeredPage = (page, volet) => page.locator('volet-form').evaluate((form, wanted) =>
  [...form.receipt().documents.find((document) => document.volet === wanted).bytes], volet);

test('after a reload it is listed with its time, and saved as the eConnector has made it', async ({ page }) => {
  await received(page);
  const before = await answeredPage(page, 'employeur');
  await desk.button(page, 'reset').click();
  const words = await list(page).locator('summary').textContent();
  await reloaded(page);
  await expect(list(page).locator('summary')).toHaveText([words]);
  await expect(list(page).locator('summary')).toContainText('déposé');
  await list(page).locator('summary').click();
  const save = list(page).locator('[data-action="download-pdf"][data-volet="employeur"]');
  expect([...await saved(page, save)]).toEqual(before);
  await desk.keepEngine(page);
  const [{ documentId }] = await deposits();
  expect(await desk.sends(page)).toMatchObject([{ documentId, type: 'ecit', state: 'accepted' }]);
});

test('after a reload it can still be cancelled, and stays so after another', async ({ page }) => {
  await received(page);
  await reloaded(page);
  await list(page).locator('summary').click();
  await desk.button(page, 'reopen').click();
  await desk.hasState(page, 'accepted');
  await expect(page.locator('volet-form [part~="receipt"]')).toContainText((await deposits())[0].uuidSecu);
  await desk.button(page, 'revoke').click();
  await desk.hasState(page, 'revoked');
  expect(await deposits()).toMatchObject([{ state: 'revoked' }]);
  await reloaded(page);
  await expect(list(page).locator('summary')).toContainText('annulé');
  await list(page).locator('summary').click();
  await expect(list(page).locator('[data-action="print"]').first()).toBeVisible();
  await expect(desk.button(page, 'reopen')).toHaveCount(0);
});

test('a memo comes back with its shares, and its page says that it was cancelled', async ({ page }) => {
  await desk.openMemo(page);
  await desk.signIn(page);
  await desk.memoIsReady(page);
  await desk.fill(page, { 'line.1.code': 'C1' });
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await keptAs(page, 'filed', 1);
  await page.reload();
  await desk.memoIsReady(page);
  await list(page).locator('summary').click();
  const save = list(page).locator('[data-action="download-pdf"]');
  const text = pdfText(await saved(page, save));
  expect(text).toContain('7,51 €');
  expect(text).not.toContain('Annulé');
  await desk.button(page, 'reopen').click();
  await expect(page.locator('volet-form [data-share="receipt.share.cns"]')).toContainText('55.09 €');
  await desk.button(page, 'revoke').click();
  await desk.hasState(page, 'revoked');
  await page.reload();
  await desk.memoIsReady(page);
  await list(page).locator('summary').click();
  expect(pdfText(await saved(page, save))).toContain('Annulé');
});

test('a session that died and is begun again at the issuer has it too', async ({ page }) => {
  await received(page);
  await desk.button(page, 'reset').click();
  await desk.fill(page, { 'certificate.days': '9' });
  await advance(3 * 3600);
  await desk.fill(page, { 'certificate.diagnosis': 'J11' });
  await desk.send(page);
  await desk.saysFailure(page, 'session_expired');
  await desk.signIn(page);
  await expect(desk.field(page, 'certificate.days')).toHaveValue('9');
  await expect(list(page).locator('summary')).toHaveCount(1);
});

test('another patient does not see it, and the first has it again', async ({ page }) => {
  await received(page);
  await desk.goTo(page, desk.POL);
  await expect(desk.copy(page, 'caisse')).toContainText('Schmit');
  await reloaded(page);
  await expect(desk.copy(page, 'caisse')).toContainText('Schmit');
  await expect(list(page)).toHaveCount(0);
  await desk.goTo(page, desk.LUKASZ);
  await expect(desk.copy(page, 'caisse')).toContainText('Şahin');
  await expect(list(page).locator('summary')).toHaveCount(1);
});

test('it is erased at sign-out, and stays shut in every tab', async ({ page, context }) => {
  await received(page);
  const copied = await kept(page, 'filed');
  await desk.button(page, 'sign-out').click();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await expect.poll(() => kept(page)).toEqual({});
  const other = await context.newPage();
  await other.goto(HOST);
  await other.evaluate((entries) => Object.assign(sessionStorage, entries), copied);
  await other.goto('about:blank');
  await desk.openCertificate(other);
  await expect.poll(() => kept(other)).toEqual({});
  await expect(list(other)).toHaveCount(0);
});

test('another user of the software finds nothing of it', async ({ page }) => {
  await received(page);
  await openBlank(page);
  await makeEngine(page, { hostUser: 'u-somebody-else' });
  await expect.poll(() => kept(page)).toEqual({});
});

test('a working day later it is not brought back', async ({ page }) => {
  await received(page);
  await page.clock.install({ time: new Date(Date.now() + 12 * 3_600_000 + 60_000) });
  await reloaded(page);
  await expect.poll(() => kept(page)).toEqual({});
  await expect(list(page)).toHaveCount(0);
});

test('where the tab has no room for its files it is listed all the same, with pages of ours', async ({ page }) => {
  await received(page);
  // As much as goes, but for half of what the first one takes.
  await page.evaluate(() => {
    const [taken] = Object.entries(sessionStorage).filter(([name]) => name.startsWith('volet-filed'));
    sessionStorage.setItem('room', 'x'.repeat(Math.round(taken[1].length * 0.6)));
    for (let size = 4_000_000; size >= 500; size /= 2) {
      try { for (let at = 0; ; at += 1) sessionStorage.setItem(`full-${size}-${at}`, 'x'.repeat(size)); } catch { /* smaller */ }
    }
    sessionStorage.removeItem('room');
  });
  await desk.button(page, 'reset').click();
  await desk.fill(page, { 'certificate.days': '2', 'certificate.diagnosis': 'J11' });
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await keptAs(page, 'filed', 2);
  const before = await answeredPage(page, 'caisse');
  await reloaded(page);
  await expect(list(page).locator('summary')).toHaveCount(2);
  const second = list(page).locator('details').nth(1);
  await second.locator('summary').click();
  const ours = await saved(page, second.locator('[data-action="download-pdf"][data-volet="caisse"]'));
  expect([...ours]).not.toEqual(before);
  expect(pdfText(ours)).toContain('Şahin');
});
