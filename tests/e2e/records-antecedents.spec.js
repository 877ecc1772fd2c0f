// Antecedents of the record: what was refused stays refused for this professional, until she takes it back or it changes.

import { OPTIONS } from './support/blank.js';
import * as desk from './support/practice.js';
import * as record from './support/records.js';
import { expect, test } from './support/test.js';

const offers = (page) => page.locator('volet-antecedents:visible [data-list="offered"] > li');
const refused = (page) => page.locator('volet-antecedents:visible [data-list="refused"] > li');
const CONDITIONS = '**/volet/dsp/Condition/_search';
const HTA = 'Hypertension artérielle';

/** The conditions as the record has them tomorrow. */
async function change(page, how) {
  await page.route(CONDITIONS, async (route) => {
    const bundle = await (await route.fetch()).json();
    for (const { resource } of bundle.entry ?? []) how(resource);
    await route.fulfill({ contentType: 'application/fhir+json', body: JSON.stringify(bundle) });
  });
}

/** What every query brought is there. */
const complete = (page) => expect(page.locator('volet-antecedents:visible [data-list="offered"]:not([aria-busy])')).toBeVisible();

/** A line is refused, or offered again, and the practice's server has it. */
async function decide(page, line, action) {
  const kept = page.waitForResponse((answer) => answer.url().includes('/sandbox/kept/') && answer.request().method() !== 'GET');
  await line.locator(`[data-action="${action}"]`).click();
  await kept;
}

async function seeAgain(page) {
  await page.reload();
  await complete(page);
}

const known = async (page) => (await offers(page).locator('strong').allTextContents()).sort();

test('every group of the practice’s file is offered, one line each', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'resume');
  await complete(page);
  expect(new Set(await offers(page).evaluateAll((lines) => lines.map((line) => line.dataset.group))))
    .toEqual(new Set(['medical', 'surgical', 'family', 'treatment', 'allergy-medication', 'allergy-food', 'allergy-other',
      'alcohol', 'tobacco', 'drug', 'device']));
  await expect(offers(page).filter({ hasText: /verre/ })).toHaveAttribute('data-group', 'alcohol');
  const words = await known(page);
  expect(new Set(words).size).toBe(words.length);
  await record.openTab(page, 'p-1005', 'resume');
  await expect(offers(page).first()).toBeVisible();
});

test.describe('a refusal', () => {
  test.beforeEach(async ({ page }) => {
    await record.atTab(page, desk.LUKASZ, 'resume');
    await decide(page, offers(page).filter({ hasText: HTA }), 'refuse');
    await expect(refused(page)).toHaveCount(1);
    await expect(offers(page).filter({ hasText: HTA })).toHaveCount(0);
  });

  test('outlives the page, and can be taken back there', async ({ page }) => {
    await seeAgain(page);
    await expect(offers(page).filter({ hasText: HTA })).toHaveCount(0);
    await page.locator('volet-antecedents summary').click();
    await expect(refused(page)).toContainText(HTA);
    await decide(page, refused(page), 'undo');
    await expect(offers(page).filter({ hasText: HTA })).toHaveCount(1);
    await seeAgain(page);
    await expect(offers(page).filter({ hasText: HTA })).toHaveCount(1);
    await expect(refused(page)).toHaveCount(0);
  });

  test('does not come back for another version of the same, but for another status', async ({ page }) => {
    await change(page, (one) => {
      one.meta = { versionId: '99', lastUpdated: '2026-11-21T00:00:00Z' };
      one.recordedDate = '2026-11-20';
    });
    await seeAgain(page);
    await expect(offers(page).filter({ hasText: HTA })).toHaveCount(0);
    await page.unroute(CONDITIONS);
    await change(page, (one) => {
      one.clinicalStatus = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'inactive' }] };
    });
    await seeAgain(page);
    await expect(offers(page).filter({ hasText: HTA })).toContainText('modifié depuis le refus');
    await decide(page, offers(page).filter({ hasText: HTA }), 'refuse');
    await seeAgain(page);
    await expect(offers(page).filter({ hasText: HTA })).toHaveCount(0);
  });

  test('is found again on another computer, for this patient alone', async ({ browser }) => {
    const other = await browser.newContext({ locale: 'fr-LU', timezoneId: 'Europe/Luxembourg' });
    const page = await other.newPage();
    const asked = [];
    page.on('request', (request) => { if (request.url().includes('/sandbox/kept/')) asked.push(request.url()); });
    await record.atTab(page, desk.LUKASZ, 'resume');
    await complete(page);
    await expect(refused(page)).toHaveCount(1);
    await expect(offers(page).filter({ hasText: HTA })).toHaveCount(0);
    const his = asked.at(-1);
    await record.openTab(page, 'p-1005', 'resume');
    await complete(page);
    await expect(refused(page)).toHaveCount(0);
    expect(asked.at(-1)).not.toBe(his);
    await other.close();
  });

  test('is this patient’s and this professional’s', async ({ page }) => {
    const entries = page.waitForRequest((request) => request.url().includes('/sandbox/kept/'));
    await seeAgain(page);
    const url = new URL((await entries).url());
    expect(url.pathname).toMatch(/^\/sandbox\/kept\/volet\.kept\.[0-9a-f]{64}$/);
    // Another user of the practice, in the same browser.
    await page.route('**/engine.js', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace('u-1842', 'u-2000') });
    });
    await desk.button(page, 'sign-out').click();
    await page.waitForURL(/localhost/);
    await record.openTab(page, desk.LUKASZ, 'resume');
    await page.reload();
    await desk.signIn(page);
    await expect(offers(page).filter({ hasText: HTA })).toHaveCount(1);
    await expect(refused(page)).toHaveCount(0);
  });
});

test('a line that is seen stays where it is, whatever later queries bring', async ({ page }) => {
  let release;
  const held = new Promise((done) => { release = done; });
  // The last query brings the newest of the first group, which would otherwise stand at the top.
  const late = { resourceType: 'Condition', id: 'late', subject: { reference: 'Patient/dsp-1002' }, onsetDateTime: '2026-11-20',
    clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] }, code: { text: 'Venu plus tard' } };
  await page.route('**/volet/dsp/DeviceUseStatement/_search', async (route) => {
    const bundle = await (await route.fetch()).json();
    await held;
    await route.fulfill({ contentType: 'application/fhir+json', body: JSON.stringify({ ...bundle, entry: [...(bundle.entry ?? []), { resource: late }] }) });
  });
  const asked = page.waitForRequest('**/volet/dsp/DeviceUseStatement/_search');
  await record.atTab(page, desk.LUKASZ, 'resume');
  await asked;
  await expect(offers(page).filter({ hasText: HTA })).toBeVisible();
  const before = await offers(page).locator('strong').allTextContents();
  expect(before.length).toBeGreaterThan(8);
  release();
  await complete(page);
  await expect(offers(page).filter({ hasText: 'Venu plus tard' })).toHaveAttribute('data-group', 'medical');
  const after = await offers(page).locator('strong').allTextContents();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.length).toBeGreaterThan(before.length);
});

test.describe('with a store of the practice’s', () => {
  const lines = (page, which) => page.locator(`volet-antecedents [data-list="${which}"] > li`);
  const works = (page, code) => page.evaluate((given) => {
    window.engine.setContext({ patient: given.patient, practitioner: { code: given.code, lastName: 'Weber', firstName: 'Anne' } });
  }, { patient: record.LUKASZ, code });
  const saysUnkept = (page) => expect(page.locator('volet-antecedents [role="alert"]')).toContainText('n’a pas pu être enregistré');

  test.beforeEach(async ({ page }) => {
    await record.blankWithEngine(page);
    await page.evaluate(async (options) => {
      window.engine.destroy();
      const { createVolet } = await import('/pkg/index.js');
      window.kept = new Map();
      const fail = (what) => { if (window.broken === what) throw new Error('down'); };
      const store = {
        get: async (name) => { fail('get'); return window.kept.get(name) ?? null; },
        set: async (name, bytes) => { fail('set'); window.kept.set(name, bytes); },
        delete: async (name) => { window.kept.delete(name); },
      };
      window.engine = await createVolet({ ...options, store });
      document.body.append(document.createElement('volet-antecedents'));
    }, OPTIONS);
    await works(page, '90813319');
    await complete(page);
  });

  test('a refusal is the practitioner’s, also where several work under one user of the practice', async ({ page }) => {
    const first = await lines(page, 'offered').first().locator('strong').textContent();
    const many = await lines(page, 'offered').count();
    await lines(page, 'offered').first().locator('[data-action="refuse"]').click();
    await expect(lines(page, 'refused')).toHaveCount(1);
    await expect.poll(() => page.evaluate(() => window.kept.size)).toBe(1);
    await works(page, '90120070');
    await expect(lines(page, 'offered')).toHaveCount(many);
    await expect(lines(page, 'refused')).toHaveCount(0);
    await works(page, '90813319');
    await expect(lines(page, 'refused')).toContainText(first);
    await expect(lines(page, 'offered')).toHaveCount(many - 1);
  });

  test('one that cannot be kept says so, beside this patient alone', async ({ page }) => {
    await page.evaluate(() => { window.broken = 'set'; });
    await lines(page, 'offered').first().locator('[data-action="refuse"]').click();
    await saysUnkept(page);
    await expect(lines(page, 'refused')).toHaveCount(1);
    await page.evaluate(() => window.engine.setContext({ patient: null }));
    await expect(page.locator('volet-antecedents [role="alert"]')).toBeHidden();
  });

  test('nothing is offered before the refusals were read, and one that is made since is not lost to a late answer', async ({ page }) => {
    const many = await lines(page, 'offered').count();
    // What the store finds is as old as the question, whenever it answers.
    await page.evaluate(() => {
      const held = new Promise((done) => { window.release = done; });
      window.kept.get = (name) => {
        const found = Map.prototype.get.call(window.kept, name);
        return held.then(() => found ?? null);
      };
    });
    await works(page, '90120070');
    await expect(lines(page, 'offered')).toHaveCount(0);
    await expect(page.locator('volet-antecedents .nothing')).toHaveCount(0);
    // Back before the answer: what is known of this one's is asked for anew.
    await works(page, '90813319');
    await expect(lines(page, 'offered')).toHaveCount(many);
    await lines(page, 'offered').first().locator('[data-action="refuse"]').click();
    await expect.poll(() => page.evaluate(() => window.kept.size)).toBe(1);
    await page.evaluate(async () => {
      window.release();
      for (let frames = 0; frames < 10; frames += 1) await new Promise(requestAnimationFrame);
    });
    await expect(lines(page, 'refused')).toHaveCount(1);
    await expect(lines(page, 'offered')).toHaveCount(many - 1);
  });

  test('what a store holds that cannot be read is not written over', async ({ page }) => {
    await lines(page, 'offered').first().locator('[data-action="refuse"]').click();
    await expect.poll(() => page.evaluate(() => window.kept.size)).toBe(1);
    const bytes = () => page.evaluate(() => [...window.kept.values()].map((one) => [...one]));
    const before = await bytes();
    await page.evaluate(() => {
      window.broken = 'get';
      window.engine.setContext({ patient: null });
    });
    await works(page, '90813319');
    await complete(page);
    await expect(lines(page, 'refused')).toHaveCount(0);
    await lines(page, 'offered').nth(1).locator('[data-action="refuse"]').click();
    await saysUnkept(page);
    await expect(lines(page, 'refused')).toHaveCount(1);
    expect(await bytes()).toEqual(before);
  });
});

test('nothing enters the practice’s record before its promise resolves', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'resume');
  await expect(offers(page).first()).toBeVisible();
  await page.evaluate(() => {
    const element = [...document.querySelectorAll('volet-antecedents')].at(-1);
    window.taken = [];
    element.onaccept = (resource) => new Promise((resolve, reject) => Object.assign(window, { resource, resolve, reject }));
  });
  const line = offers(page).filter({ hasText: HTA });
  await line.locator('[data-action="accept"]').click();
  await expect(line.locator('[data-action="accept"]')).toBeDisabled();
  const given = await page.evaluate(() => window.resource);
  expect(given).toMatchObject({ group: 'medical', origin: 'dsp', text: HTA, from: expect.stringMatching(/\S/), recorded: expect.stringMatching(/^\d{4}/) });
  await page.evaluate(() => window.reject(new Error('no')));
  await expect(page.locator('volet-antecedents [role="alert"]:visible')).toContainText('n’a pas pu être repris');
  await expect(line).toHaveCount(1);
  await line.locator('[data-action="accept"]').click();
  await page.evaluate(() => window.resolve());
  await expect(line).toHaveCount(0);
});
