// The DataMatrix, read by a decoder that is not ours: from the screen and from paper.

import { decoded, rasterised } from './support/judges.js';
import * as desk from './support/practice.js';
import { expect, test } from './support/test.js';

const COPIES = ['caisse', 'employeur', 'assure'];
const PARENT = '1987020801954';
const CHILD = '2019051703327';

test.use({ deviceScaleFactor: 2 });

test('the symbol of an illness says what the page says, on the screen and on paper', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, desk.ILLNESS);
  const expected = payload('DMCIT', '1985031402717', 2);
  for (const volet of COPIES) {
    expect(decoded(await desk.copy(page, volet).screenshot()), `${volet} on the screen`).toBe(expected);
    expect(decoded(rasterised(await localPdf(page, volet))), `${volet} on paper`).toBe(expected);
  }
});

test('the symbol of a leave for family reasons names the parent and never the child', async ({ page }) => {
  await desk.openCertificate(page, desk.LINA);
  await desk.fill(page, { 'certificate.reason': 'crf', 'certificate.days': '2' });
  await expect(desk.field(page, 'insured.matricule')).toHaveValue(PARENT);
  await expect(desk.field(page, 'child.matricule')).toHaveValue(CHILD);
  const expected = payload('DMCRF', PARENT, 1);
  for (const volet of COPIES) {
    const screen = decoded(await desk.copy(page, volet).screenshot());
    const paper = decoded(rasterised(await localPdf(page, volet)));
    expect([screen, paper], volet).toEqual([expected, expected]);
    expect(screen).not.toContain(CHILD);
  }
});

/** The layout that `domain::forms::ecit::symbol` documents. */
function payload(kind, matricule, lastDay) {
  const compact = (iso) => iso.replaceAll('-', '');
  const today = compact(desk.day());
  return [kind, '1', matricule, 'I', today, compact(desk.day(lastDay)), today, '90813319'].join(';');
}

async function localPdf(page, copy) {
  const bytes = await page.locator('volet-form').evaluate(
    async (form, wanted) => [...await form.pdf({ copy: wanted })], copy);
  return Uint8Array.from(bytes);
}
