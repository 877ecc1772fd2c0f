// What a record may answer that is not as it should be: what can be shown is shown, what could not is said, nothing of it runs.

import { readFileSync } from 'node:fs';
import * as desk from './support/practice.js';
import * as record from './support/records.js';
import { calm, scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const FIXTURE = JSON.parse(readFileSync(new URL('../../crates/sandbox/data/dsp/bad-input.json', import.meta.url), 'utf8'));
const BAD = FIXTURE.entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === 'DocumentReference');
const DOCUMENTS = '**/volet/dsp/DocumentReference/_search';
const FHIR = 'application/fhir+json';

const notice = (page, code, words) => record.notice(page, code).filter({ hasText: words }).first();
const viewer = (page) => record.list(page).locator('.viewer');

async function open(page, title) {
  await record.row(page, title).first().locator('[data-action="open"]').click();
}

async function close(page) {
  await viewer(page).locator('[data-action="close"]').click();
  await expect(viewer(page)).toHaveCount(0);
}

/** Whatever would tell that a text of the record became a program, and every address that the page asked. */
async function guard(page) {
  const seen = { dialogs: 0, errors: [], asked: [] };
  page.on('dialog', (dialog) => { seen.dialogs += 1; dialog.dismiss(); });
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('request', (request) => seen.asked.push(request.url()));
  return seen;
}

/** A bundle of documents in place of the first page. */
const answer = (page, body) => page.route(DOCUMENTS, (route) => route.fulfill({ contentType: FHIR, body }));

const bundle = (...entry) => ({ resourceType: 'Bundle', type: 'searchset', entry });
const document = (id, more = {}) => ({ resource: { resourceType: 'DocumentReference', id, status: 'current', description: id, ...more } });

test.describe('a record full of errors', () => {
  test.beforeEach(async ({ page }) => {
    await record.blankWithEngine(page);
    await record.showOn(page, record.BAD);
    await record.settled(page);
  });

  test('every document is listed, with its date as far as it says one', async ({ page }) => {
    const current = BAD.filter(({ status }) => status === 'current');
    // Three of one day have the same bytes: one document.
    await expect(record.rows(page, 'dsp')).toHaveCount(current.length - 2);
    const shown = { 2026: '2026', '2026-05': '05/2026', '2026-05-05': '05/05/2026', '2026-05-05T10:00:00Z': '05/05/2026',
      '2026-05-05T10:00:00.123456+02:00': '05/05/2026', '9999-12-31': '31/12/9999' };
    for (const { id, content } of current.filter((one) => /^bad-date-(?!0[345])\d/.test(one.id))) {
      const said = content[0].attachment.creation;
      await expect(record.row(page, id).locator('.date'), said).toHaveText(shown[said] ?? said);
    }
    await expect(record.row(page, /bad-date-0[345]/).locator('.date')).toHaveText('05/05/2026');
    // A wrong date is not an old one: it stays whatever day is chosen.
    await record.since(page).fill('2030-01-01');
    await expect(record.row(page, 'bad-date-09')).toBeVisible();
    await expect(record.row(page, 'bad-no-type')).toHaveCount(0);
  });

  test('titles and narratives are words, not markup', async ({ page }) => {
    const seen = await guard(page);
    await expect(record.row(page, '<img src=x onerror=alert(1)><b>Titre</b>')).toBeVisible();
    await expect(record.row(page, 'Ordonnance txt.exe')).toBeVisible();
    await expect(record.list(page).locator('img, script, a[href]')).toHaveCount(0);
    expect(await record.rows(page).filter({ hasText: 'Très long titre' }).locator('.title').textContent()).toMatch(/…$/);
    expect(seen).toMatchObject({ dialogs: 0, errors: [] });
  });

  test('a link that is a program, a text or another server is refused before any request', async ({ page }) => {
    const seen = await guard(page);
    for (const id of ['javascript', 'data', 'foreign', 'file', 'scheme-relative', 'dots', 'encoded-dots', 'userinfo']) {
      await open(page, `bad-${id}`);
      await expect(viewer(page).locator('[data-code="dsp_link_refused"]'), id).toBeVisible();
      await close(page);
    }
    expect(seen.asked.filter((url) => /elsewhere|passwd|auth\/realms|javascript|data:|Binary/.test(url))).toEqual([]);
    expect(seen).toMatchObject({ dialogs: 0, errors: [] });
    const codes = await page.evaluate(() => window.heard.filter(({ name }) => name === 'volet-error').map(({ code }) => code));
    expect(codes).toEqual(Array(8).fill('dsp_link_refused'));
  });

  test('content in the metadata is shown; what is missing or broken says so', async ({ page }) => {
    await open(page, 'bad-inline');
    await expect(viewer(page).locator('.text')).toHaveText('Bonjour, contenu en ligne.');
    await close(page);
    for (const id of ['bad-inline-broken', 'bad-no-content', 'bad-empty-content']) {
      await open(page, id);
      await expect(viewer(page).locator('[data-code="document_not_available"]'), id).toBeVisible();
      await close(page);
    }
  });

  test('results keep what they say: words, other units, no code, no date', async ({ page }) => {
    const rows = record.list(page).locator('.lab tbody tr');
    await expect(rows.filter({ hasText: 'Hemoglobin' }).first()).toBeVisible();
    await expect(rows.filter({ hasText: 'Sans titre' }).filter({ hasText: '13.1 g/dL' })).toHaveCount(1);
    await expect(rows.filter({ hasText: '13,1' }).first()).toBeVisible();
    await expect(rows.filter({ hasText: '1e+308' }).first()).toBeVisible();
    const other = rows.filter({ hasText: '8.1 mmol/L' });
    await expect(other).toHaveCount(1);
    // Another unit is no value before, whatever the code.
    await expect(rows.filter({ hasText: /g\/dL.*8\.1/ })).toHaveCount(0);
    await expect(record.list(page)).toContainText('<script>alert(1)</script>');
    await expect(record.list(page).locator('[data-list="vaccinations"]')).toContainText('<b>Vaccin</b>');
    await expect(record.list(page).locator('[data-list="vaccinations"]')).toContainText('vers l’âge de 6 ans');
    await expect(record.list(page).locator('[data-list="vaccinations"] tbody tr')).toHaveCount(2);
  });

  test('antecedents too, and the one that says nothing is not passed over in silence', async ({ page }) => {
    // What is not in sight asks for nothing.
    await page.evaluate(() => document.body.prepend(document.createElement('volet-antecedents')));
    const offers = page.locator('volet-antecedents [data-list="offered"] > li');
    await expect(offers.filter({ hasText: '<script>alert(1)</script>' })).toContainText('dans l’enfance');
    await expect(page.locator('volet-antecedents .notice[data-code="unreadable"]')).toBeVisible();
  });
});

test.describe('an answer of another shape', () => {
  test.beforeEach(async ({ page }) => record.blankWithEngine(page));

  test('a bundle that is cut off shows what came whole', async ({ page }) => {
    await page.route(DOCUMENTS, async (route) => {
      const whole = await (await route.fetch()).text();
      await route.fulfill({ contentType: FHIR, body: whole.slice(0, whole.length * 0.6) });
    });
    await record.showOn(page, record.MANY);
    await expect(notice(page, 'incomplete', 'coupée')).toBeVisible();
    const rows = Number(await record.list(page).locator('.list table').getAttribute('aria-rowcount'));
    expect(rows).toBeGreaterThan(100);
    expect(rows).toBeLessThan(502);
    await page.unroute(DOCUMENTS);
  });

  test('an answer that is no FHIR, or breaks off in a patient, identifies nobody', async ({ page }) => {
    await page.route('**/volet/dsp/Patient/_search', async (route) => {
      const whole = await (await route.fetch()).text();
      await route.fulfill({ contentType: FHIR, body: whole.slice(0, -3) });
    });
    await record.showOn(page, record.MANY);
    await expect(record.notice(page, 'dsp_unavailable')).toBeVisible();
    await expect(record.rows(page, 'local')).toHaveCount(1);
    await expect(record.rows(page, 'dsp')).toHaveCount(0);
    await page.unroute('**/volet/dsp/Patient/_search');
    await answer(page, '<html>proxy</html>');
    await record.retry(page).click();
    await expect(notice(page, 'incomplete', 'coupée')).toBeVisible();
  });

  test('wrong types and unknown resources leave the others', async ({ page }) => {
    const entry = [7, null, {}, { resource: [] }, { resource: 'x' }, { resource: { resourceType: 5 } },
      { resource: { resourceType: 'Telepathy', id: 't' } },
      document('types faux', { type: 4, category: 'x', content: 'y', author: 3, date: {}, masterIdentifier: [[]], context: 'z' }),
      document('juste')];
    await answer(page, JSON.stringify({ ...bundle(...entry), link: { relation: 'next', url: 9 }, total: 'deux' }));
    await record.showOn(page, record.MANY);
    await expect(record.row(page, 'juste')).toBeVisible();
    await expect(record.row(page, 'types faux')).toBeVisible();
    await expect(record.rows(page, 'dsp')).toHaveCount(2);
    await expect(notice(page, 'unreadable', 'n’ont pas pu être lus')).toBeVisible();
  });

  test('what is nested without end is passed over', async ({ page }) => {
    const deep = JSON.stringify(document('profond', { extension: 'HERE' })).replace('"HERE"', '['.repeat(200_000) + ']'.repeat(200_000));
    await answer(page, `{"resourceType":"Bundle","entry":[${deep},${JSON.stringify(document('après'))}]}`);
    await record.showOn(page, record.MANY);
    await expect(record.row(page, 'profond')).toBeVisible();
    await expect(record.row(page, 'après')).toBeVisible();
    await expect(notice(page, 'unreadable', 'n’ont pas pu être lus')).toBeVisible();
  });

  for (const [how, announces] of [['announced', true], ['streamed', false]]) {
    test(`a hundred megabytes, ${how}, are not read`, async ({ page }) => {
      test.setTimeout(60_000);
      await page.evaluate(flood, [announces, 'DocumentReference']);
      await record.showOn(page, record.MANY);
      await expect(notice(page, 'incomplete', 'trop grande')).toBeVisible({ timeout: 45_000 });
      await expect(record.rows(page, 'local')).toHaveCount(1);
      // What is too large now will be so again.
      await expect(record.retry(page)).toHaveCount(0);
      // The page is as quick as before.
      await page.evaluate(() => {
        window.fetch = window.plainFetch;
        window.engine.setContext({ patient: null });
      });
      await record.showOn(page, record.MANY);
      await expect(record.rows(page, 'dsp').first()).toBeVisible();
    });
  }

  test('what the gateway does not pass on is too large, not a record that is down', async ({ page }) => {
    const refuse = (route) => route.fulfill({ status: 413, contentType: 'application/problem+json', json: { code: 'too_large' } });
    await page.route('**/volet/dsp/Patient/_search', refuse);
    await record.showOn(page, record.MANY);
    await expect(record.notice(page, 'too_large')).toContainText('Trop volumineux');
    await expect(record.retry(page)).toHaveCount(0);
    await page.unroute('**/volet/dsp/Patient/_search');
    await page.route(DOCUMENTS, refuse);
    await page.evaluate(() => window.engine.setContext({ patient: null }));
    await record.showOn(page, record.MANY);
    await expect(notice(page, 'incomplete', 'trop grande')).toBeVisible();
    await expect(record.retry(page)).toHaveCount(0);
  });

  test('an answer that does not say its length is read whole, and the browser does not take it for given up', async ({ page }) => {
    test.setTimeout(120_000);
    await page.evaluate(() => {
      const { get } = Headers.prototype;
      Headers.prototype.get = function (name) { return name === 'content-length' ? null : get.call(this, name); };
    });
    const outcomes = { requestfinished: 0, requestfailed: 0 };
    for (const name of Object.keys(outcomes)) {
      page.on(name, (request) => { if (request.url().includes('/volet/dsp/')) outcomes[name] += 1; });
    }
    // So many answers that the browser would misjudge some of them.
    await record.showOn(page, record.MANY);
    await expect(record.list(page).locator('.list table')).toHaveAttribute('aria-rowcount', '10002', { timeout: 90_000 });
    await record.settled(page);
    expect(outcomes).toEqual({ requestfinished: expect.any(Number), requestfailed: 0 });
    expect(outcomes.requestfinished).toBeGreaterThan(20);
  });

  for (const [how, fail] of [
    ['traps', 'wasm_bindgen.Reader.prototype.read = () => { throw new WebAssembly.RuntimeError("unreachable"); }; own(event);'],
    ['is ended by an error', 'throw new RangeError("Invalid array length");'],
    ['never answers', 'for (;;);'],
  ]) {
    test(`a reader that ${how} in the middle of its work leaves what has come, and another takes its place`, async ({ page }) => {
      await page.clock.install();
      await record.inSmallPages(page);
      // The patient and the first documents are read, the next answer is not.
      await page.route('**/records-worker.js', async (route) => {
        const script = await (await route.fetch()).text();
        const third = `{ const own = self.onmessage; let left = 3;
          self.onmessage = (event) => { if (event.data.bytes && --left === 0) { ${fail} } else own(event); }; }`;
        await route.fulfill({ contentType: 'text/javascript', body: `${script}\n${third}` });
      }, { times: 1 });
      const asked = page.waitForResponse(/_getpages/);
      await record.showOn(page, { ...record.LUKASZ, type: 'other' });
      await (await asked).finished();
      await expect(record.rows(page, 'dsp').first()).toBeVisible();
      if (how === 'never answers') await page.clock.runFor(31_000);
      await expect(notice(page, 'incomplete', 'tout répondu')).toBeVisible();
      const before = await record.rows(page, 'dsp').count();
      expect(before).toBeGreaterThan(0);
      await record.retry(page).click();
      await record.settled(page);
      await expect(record.notice(page, 'incomplete')).toHaveCount(0);
      expect(await record.rows(page, 'dsp').count()).toBeGreaterThan(before);
    });
  }

  test('a reader that could not be fetched is fetched again', async ({ page }) => {
    await page.route('**/records_bg.wasm', (route) => route.abort(), { times: 1 });
    await record.showOn(page, record.MANY);
    await expect(record.notice(page, 'dsp_unavailable')).toBeVisible();
    await record.retry(page).click();
    await expect(record.rows(page, 'dsp').first()).toBeVisible();
  });

  test('a server that never answers leaves the local rows and can be asked again', async ({ page }) => {
    await page.clock.install();
    await page.route(DOCUMENTS, () => {});
    await record.showOn(page, record.MANY);
    await expect(record.list(page).locator('[data-busy]').first()).toBeVisible();
    await expect(record.rows(page, 'local')).toHaveCount(1);
    await page.waitForRequest(DOCUMENTS).catch(() => {});
    await page.clock.runFor(31_000);
    await expect(record.notice(page, 'dsp_unavailable')).toBeVisible();
    await expect(record.rows(page, 'local')).toHaveCount(1);
    await page.unroute(DOCUMENTS);
    await record.retry(page).click();
    await expect(record.rows(page, 'dsp').first()).toBeVisible();
  });
});

test.describe('contents', () => {
  test.beforeEach(async ({ page }) => {
    await record.atTab(page, desk.LUKASZ, 'documents');
    await expect(record.row(page, 'Consultation de diabétologie')).toBeVisible();
    await record.settled(page);
  });

  for (const [title, code] of [
    ['Document que le patient a masqué', 'not_entitled'],
    ['Document retiré', 'document_not_available'],
    ['Document introuvable', 'document_not_available'],
    ['Document d’un format que le serveur ne rend pas', 'document_not_available'],
  ]) {
    test(`"${title}" says why it is not shown`, async ({ page }) => {
      await open(page, title);
      await expect(viewer(page).locator(`[data-code="${code}"]`)).toBeVisible();
    });
  }

  test('an attachment that lies about its type is not believed', async ({ page }) => {
    await open(page, 'Échographie (');
    await expect(viewer(page).locator('.text, [data-unshown], canvas, img').first()).toBeVisible({ timeout: 15_000 });
    await expect(viewer(page).locator('iframe, script')).toHaveCount(0);
  });

  test('a relative link is the record’s own', async ({ page }) => {
    await open(page, 'Consultation (lien relatif)');
    await expect(viewer(page).locator('canvas').first()).toBeVisible({ timeout: 20_000 });
  });

  test('a document that is too large says so', async ({ page }) => {
    await page.evaluate(flood, [false, 'Binary']);
    await open(page, 'Consultation de diabétologie');
    await expect(viewer(page).locator('[data-code="too_large"]')).toContainText('Trop volumineux', { timeout: 30_000 });
  });

  test('of two forms the one that can be shown is fetched', async ({ page }) => {
    await open(page, 'Consultation, deux formats');
    await expect(viewer(page).locator('.text')).toContainText('contrôle sans particularité');
  });

  test('a record that falls silent in the middle of a document can be asked again', async ({ page }) => {
    await scenario('dsp_down');
    await open(page, 'Consultation de diabétologie');
    await expect(viewer(page).locator('[data-code="dsp_unavailable"]')).toBeVisible();
    await calm('dsp_down');
    await close(page);
    await open(page, 'Consultation de diabétologie');
    await expect(viewer(page).locator('.text')).toContainText('Diabète de type 2');
  });
});

/** Answers what is asked of an address with a hundred megabytes, a piece at a time. */
function flood([announces, address]) {
  window.plainFetch = window.fetch;
  window.fetch = async (request, ...more) => {
    if (!String(request.url ?? request).includes(address)) return window.plainFetch(request, ...more);
    const piece = new Uint8Array(1024 * 1024).fill(32);
    let left = 100;
    const body = new ReadableStream({
      pull(control) {
        if (left === 0) control.close();
        else control.enqueue(piece);
        left -= 1;
      },
    });
    const headers = { 'content-type': 'application/fhir+json', ...(announces && { 'content-length': String(100 * piece.length) }) };
    return new Response(body, { headers });
  };
}
