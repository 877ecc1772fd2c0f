// Canaries: what is typed into the form is found in the deposit, and nowhere else.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import config from './playwright.config.js';
import { HOST } from './support/addresses.js';
import { foundIn, foundUnder } from './support/canary.js';
import { demoLog } from './support/demo.js';
import * as desk from './support/practice.js';
import { deposits, journal, scenario } from './support/sandbox.js';
import { everything, keepsTexts, kept, keptAs } from './support/storage.js';
import { expect, test } from './support/test.js';
import { deposited, sent, watch } from './support/wire.js';

/** A word for each field that takes words; the number is one that the sandbox accepts. */
const CANARIES = {
  'insured.lastName': 'Zqxlastname',
  'insured.firstName': 'Zqxfirstname',
  'insured.number': 'Zqxnumber',
  'insured.street': 'Zqxstreet',
  'insured.postcode': 'Zqxpostcode',
  'insured.city': 'Zqxcity',
  'certificate.diagnosis': 'ZQX77',
};
const PEOPLE = Object.fromEntries(Object.entries(CANARIES).filter(([name]) => name.startsWith('insured.')));
/** What is only asked for in a leave for family reasons, after an accident, or of who stays elsewhere. */
const RARE = {
  'stay.street': 'Zqxstaystreet',
  'stay.number': 'Zqxstaynumber',
  'stay.floor': 'Zqxstayfloor',
  'stay.bell': 'Zqxstaybell',
  'stay.postcode': 'Zqxstaypost',
  'stay.city': 'Zqxstaycity',
};
const CHILD = { 'child.lastName': 'Zqxchildlast', 'child.firstName': 'Zqxchildfirst' };
const ACCIDENT = 'U987612345';
const MEMO = {
  ...PEOPLE,
  'patient.lastName': 'Zqxpatientlast',
  'patient.firstName': 'Zqxpatientfirst',
  'memo.number': 'Zqxmemonumber',
  'memo.note': 'Zqxmemonote',
};
const NUMBER = '1970010100101';
const WRONG_NUMBER = '1970010100102';
const MOTIF = 'Zqxmotif';
/** Whole words: three letters alone turn up by chance in a token's base64. */
const TELLTALE = new RegExp(
  `${[...new Set([CANARIES, RARE, CHILD, MEMO].flatMap(Object.values)), ACCIDENT, MOTIF].join('|')}|1970(?: |%20|\\+)?01(?: |%20|\\+)?01(?: |%20|\\+)?001`,
  'gi',
);
const EVENTS = ['ready', 'session', 'change', 'preview', 'before-send', 'sent', 'revoked', 'unseen', 'document-open',
  'audit', 'error'].map((name) => `volet-${name}`);

/** Keeps what a page asks and says from now on; gives the way to look for telltales wherever they must not be. */
async function spyOn(page, context) {
  const requests = [];
  const said = [];
  page.on('request', (request) => requests.push(request));
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  await watch(page);
  return async (seen) => {
    const places = {
      attributes: seen,
      events: await desk.heard(page),
      console: said,
      storage: await everything(page),
      cookies: await context.cookies(),
      'sandbox journal': await journal(),
      'sandbox deposits': await deposits(),
      'log of the demo': demoLog(),
      requests: requests.map((request) => [request.url(), request.headers()]),
      bodies: (await sent(page)).filter((call) => !isDeposit(call)),
    };
    for (const [place, content] of Object.entries(places)) {
      expect(telltales(content), place).toEqual([]);
    }
  };
}

/** The XML of the document that was deposited last. */
const lastXml = async (page) => Buffer.from(JSON.parse((await deposited(page)).at(-1)).xml, 'base64').toString();

test('what is typed is in the deposit and nowhere else', async ({ page, context }) => {
  const isNowhereElse = await spyOn(page, context);
  await desk.atTheDesk(page);
  await desk.listen(page, ...EVENTS);

  await desk.fill(page, { ...CANARIES, 'certificate.days': '2', 'insured.matricule': WRONG_NUMBER });
  await desk.button(page, 'send').click();
  await desk.fill(page, { 'insured.matricule': NUMBER });
  await desk.fill(page, { 'insured.lastName': 'Zqxи' });
  await desk.fill(page, { 'insured.lastName': CANARIES['insured.lastName'] });
  const seen = [await attributes(page)];
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('[data-action="download-pdf"][data-volet="caisse"]').click(),
  ]);
  seen.push([file.suggestedFilename(), file.url()]);
  for (const fault of ['refused_with_anomalies', 'drop_response_after_commit']) {
    await scenario(fault, 1);
    await desk.send(page);
    await expect(desk.failure(page)).toBeVisible();
    await expect(desk.outcome(page)).toHaveAttribute('data-state', /refused|unknown/);
    seen.push(await attributes(page));
  }
  await desk.button(page, 'resend').click();
  await desk.hasState(page, 'accepted');
  seen.push(await attributes(page));
  await desk.field(page, 'revoke.motif').fill(MOTIF);
  await desk.button(page, 'revoke').click();
  await desk.hasState(page, 'revoked');
  seen.push(await attributes(page));

  const heard = await desk.heard(page);
  for (const type of ['change', 'preview', 'before-send', 'sent', 'revoked', 'audit', 'error']) {
    expect(heard.map((one) => one.type)).toContain(`volet-${type}`);
  }
  await isNowhereElse(seen);

  const xml = await lastXml(page);
  expect(telltales(xml).length).toBeGreaterThan(Object.keys(CANARIES).length);
  for (const canary of [...Object.values(CANARIES), NUMBER]) expect(xml).toContain(canary);
});

/** Sends what is filled in, and looks before and after; gives what was deposited. */
async function sendUnseen(page, isNowhereElse) {
  const seen = [await attributes(page)];
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  seen.push(await attributes(page));
  await isNowhereElse(seen);
  return lastXml(page);
}

for (const [what, patient, values, inDeposit] of [
  ['a stay elsewhere after an accident', desk.LUKASZ, { ...RARE, 'stay.country': 'LU', 'certificate.reason': 'accident', 'certificate.accidentNumber': ACCIDENT },
    [...Object.values(RARE), ACCIDENT]],
  ['a leave for family reasons', desk.LINA, { 'certificate.reason': 'crf', ...CHILD }, Object.values(CHILD)],
]) {
  test(`what is typed of ${what} is in the deposit and nowhere else`, async ({ page, context }) => {
    const isNowhereElse = await spyOn(page, context);
    await desk.atTheDesk(page, { patient });
    await desk.listen(page, ...EVENTS);
    const { 'certificate.reason': reason, ...rest } = values;
    await desk.fill(page, { 'certificate.reason': reason, ...rest, 'certificate.days': '2' });
    if (reason === 'accident') await desk.fill(page, { 'certificate.diagnosis': 'J11', 'certificate.accidentDate': desk.day() });
    const xml = await sendUnseen(page, isNowhereElse);
    for (const word of inDeposit) expect(xml).toContain(word);
  });
}

test('what is typed of a memo is in the deposit and nowhere else', async ({ page, context }) => {
  const isNowhereElse = await spyOn(page, context);
  await desk.openMemo(page);
  await desk.signIn(page);
  await desk.memoIsReady(page);
  await desk.listen(page, ...EVENTS);
  await desk.fill(page, { ...MEMO, 'accident.number': ACCIDENT, 'accident.date': desk.day(-1), 'line.1.code': 'C1' });
  const xml = await sendUnseen(page, isNowhereElse);
  for (const word of ['Zqxpatientlast', 'Zqxmemonumber', 'Zqxmemonote', ACCIDENT]) expect(xml).toContain(word);
});

test('no token and no code is in the log of the demo', async ({ page }) => {
  await watch(page);
  const answered = page.waitForResponse(`${HOST}/volet/token`);
  await desk.atTheDesk(page);
  const { access_token: token } = await (await answered).json();
  const [exchange] = (await sent(page)).filter(({ url }) => url.endsWith('/volet/token')).map(({ body }) => new URLSearchParams(body));
  const secrets = [token, token.split('.')[1], exchange.get('code'), exchange.get('code_verifier')];
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await desk.button(page, 'sign-out').click();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  expect(secrets.filter((secret) => secret?.length >= 20)).toHaveLength(4);
  expect(foundIn(Buffer.from(demoLog()), secrets)).toEqual([]);
});

/** The requests that carry the document, or the reason for its cancellation. */
const isDeposit = ({ url }) => /\/(send-document|revoke-document|generate-pdf)$/.test(url);

/** Each canary in a text, with what stands before it. */
function telltales(content) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return [...text.matchAll(TELLTALE)].map(({ index }) => text.slice(Math.max(0, index - 80), index + 40));
}

/** Every attribute of the page, in the light and in the shadows. */
const attributes = (page) => page.evaluate(() => {
  const found = [];
  const walk = (root) => {
    for (const node of root.querySelectorAll('*')) {
      for (const { name, value } of node.attributes) found.push(`${node.localName} ${name}=${value}`);
      if (node.shadowRoot) walk(node.shadowRoot);
    }
  };
  walk(document);
  return [...found, document.title, location.href, JSON.stringify(history.state)];
});

test.describe('what is kept for later', () => {
  const WORDS = [...Object.values(CANARIES), NUMBER, WRONG_NUMBER];
  const REST = { local: {}, session: {}, cookie: '', caches: [], window: '' };

  /** Types every canary and waits until the form is kept. */
  async function typeAndKeep(page) {
    await desk.fill(page, { ...CANARIES, 'certificate.days': '2', 'insured.matricule': NUMBER });
    await keepsTexts(page, CANARIES);
  }

  /** Nothing that was typed is in any storage: not as it is, not in base64, and not inside what is in base64. */
  async function isClean(page) {
    const all = await everything(page);
    expect(foundIn(Buffer.from(JSON.stringify(all)), WORDS)).toEqual([]);
    for (const sealed of Object.values(all.session)) {
      expect(foundIn(Buffer.from(sealed, 'base64'), WORDS)).toEqual([]);
    }
    return all;
  }

  test('is not readable in any storage, nor in the files of the browser', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'volet-profile-'));
    const { launchOptions, ...options } = config.use;
    const context = await chromium.launchPersistentContext(folder, { ...options, ...launchOptions });
    try {
      const page = await context.newPage();
      await watch(page);
      await desk.atTheDesk(page);
      await typeAndKeep(page);
      const draft = await isClean(page);
      expect(Object.keys(draft.session)).toHaveLength(1);
      expect(draft.databases).toEqual({ 'volet.keys': [['draft', 'AES-GCM false']] });

      await scenario('drop_response_after_commit', 1);
      await desk.send(page);
      await desk.hasState(page, 'unknown');
      await keptAs(page, 'send', 1);
      expect(Object.keys((await isClean(page)).session)).toHaveLength(1);
      const [body] = await deposited(page);
      expect(foundIn(Buffer.from(body), WORDS), 'the judge can see').toEqual(expect.arrayContaining(Object.values(CANARIES)));

      await page.reload();
      await desk.hasState(page, 'unknown');
      await expect(desk.field(page, 'insured.lastName')).toHaveValue(CANARIES['insured.lastName']);
      await isClean(page);
      await page.evaluate(() => localStorage.setItem('control', 'Zqxcontrol'));
    } finally {
      await context.close();
    }
    expect(foundUnder(folder, ['Zqxcontrol']), 'the judge can see').not.toEqual([]);
    expect(foundUnder(folder, WORDS)).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [when, end, keys, sealed = 0] of [
    ['a sign-out', async (page) => {
      await desk.button(page, 'sign-out').click();
      await expect(desk.button(page, 'sign-in')).toBeVisible();
    }, []],
    ['another patient', async (page) => {
      await desk.goTo(page, desk.POL);
      await expect(desk.copy(page, 'caisse')).toContainText('Schmit');
    }, ['draft']],
    ['sending', async (page) => {
      await desk.send(page);
      await desk.hasState(page, 'accepted');
    }, ['draft', 'filed', 'send'], 1],
  ]) {
    test(`is gone after ${when}, but for keys that open nothing else than what was sent`, async ({ page }) => {
      await desk.atTheDesk(page);
      await typeAndKeep(page);
      await end(page);
      await expect.poll(() => everything(page)).toMatchObject({
        ...REST, databases: { 'volet.keys': keys.map((name) => [name, 'AES-GCM false']) },
      });
      await keptAs(page, 'filed', sealed);
      await expect.poll(async () => Object.keys(await kept(page)).length).toBe(sealed);
      await isClean(page);
    });
  }
});
