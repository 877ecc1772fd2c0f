// Everybody can use the shared record: axe, narrow pages, dark and forced colours, with what opens, fails and is refused; languages.

import { fitsTheWidth, isAccessible } from './support/axe.js';
import { makeEngine, openBlank } from './support/blank.js';
import * as desk from './support/practice.js';
import * as record from './support/records.js';
import { scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';

async function isUsable(page, state) {
  await isAccessible(page, state);
  await fitsTheWidth(page, `${state}: width`);
}

for (const [width, colorScheme, forcedColors] of [[1280, 'light', 'none'], [1280, 'dark', 'none'], [360, 'dark', 'none'], [1280, 'light', 'active']]) {
  test(`what opens and fails, ${width} pixels wide, ${colorScheme}, forced colours ${forcedColors}`, async ({ page }) => {
    test.setTimeout(150_000);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' });
    await record.atTab(page, desk.LUKASZ, 'prescriptions');
    await record.settled(page);
    await record.row(page, 'Ordonnance de laboratoire du 12.11.2026').locator('[data-action="open"]').click();
    await expect(record.list(page).locator('[data-list="issued"]')).toBeVisible();
    await isUsable(page, 'prescription');
    await record.row(page, 'Ordonnance de médicaments du 12.11.2026').locator('[data-action="open"]').click();
    await expect(record.list(page).locator('.viewer canvas').first()).toBeVisible({ timeout: 20_000 });
    await isUsable(page, 'document');
    await record.openTab(page, desk.LUKASZ, 'laboratoire');
    await record.list(page).locator('[data-action="chart"]').first().click();
    await expect(record.list(page).locator('figure svg')).toBeVisible();
    await isUsable(page, 'chart');
    await record.openTab(page, desk.LUKASZ, 'resume');
    const refuse = page.locator('volet-antecedents [data-action="refuse"]').first();
    await refuse.click();
    await page.locator('volet-antecedents summary').click();
    await expect(page.locator('volet-antecedents [data-action="undo"]')).toBeVisible();
    await isUsable(page, 'refused');
    await record.openTab(page, 'p-1006', 'documents');
    await expect(record.notice(page, 'patient_conflict')).toBeVisible();
    await isUsable(page, 'conflict');
    await scenario('dsp_down');
    await record.openTab(page, desk.LINA, 'documents');
    await expect(record.notice(page, 'dsp_unavailable')).toBeVisible();
    await isUsable(page, 'failure');
  });
}

for (const [lang, words] of [['de', /Erneut|Datum/], ['en', /Date/], ['lb', /Datum/]]) {
  test(`no text is missing in ${lang}`, async ({ page }) => {
    await page.goto('/');
    await desk.signIn(page);
    await openBlank(page);
    await makeEngine(page, { lang });
    await record.showOn(page, { ...record.BAD });
    await record.settled(page);
    await record.row(page, 'bad-foreign').first().locator('[data-action="open"]').click();
    await expect(record.list(page).locator('.viewer [data-code]')).toBeVisible();
    await page.evaluate(() => document.body.prepend(document.createElement('volet-antecedents')));
    await expect(page.locator('volet-antecedents [data-action="refuse"]').first()).toBeVisible();
    const texts = await page.evaluate(() => ['volet-documents', 'volet-antecedents'].map((name) => {
      const root = document.querySelector(name).shadowRoot;
      const labels = [...root.querySelectorAll('[aria-label]')].map((node) => node.ariaLabel);
      return { text: [root.textContent, ...labels].join(' '), lang: root.querySelector('[lang]')?.lang };
    }));
    for (const { text, lang: said } of texts) {
      expect(text).not.toMatch(/\b(records|antecedents|error)\.[a-z]/);
      expect(said).toBe(lang);
    }
    expect(texts[0].text).toMatch(words);
    expect(texts.map(({ text }) => text).join()).not.toMatch(/Ouvrir|Écarter|Reprendre|Télécharger|Antériorité/);
  });
}
