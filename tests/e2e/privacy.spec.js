// Canaries: what is typed into the form is found in the deposit, and nowhere else.

import { demoLog } from './support/demo.js';
import * as desk from './support/practice.js';
import { deposits, journal, scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';
import { deposited, sent, watch } from './support/wire.js';

/** A word for each field that takes words; the number is one that the sandbox accepts. */
const CANARIES = {
  'insured.lastName': 'Zqxlastname',
  'insured.firstName': 'Zqxfirstname',
  'insured.number': 'Zqxno',
  'insured.street': 'Zqxstreet',
  'insured.postcode': 'Zqxpostcode',
  'insured.city': 'Zqxcity',
  'certificate.diagnosis': 'ZQX77',
};
const NUMBER = '1970010100101';
const WRONG_NUMBER = '1970010100102';
const MOTIF = 'Zqxmotif';
const TELLTALE = /zqx|1970(?: |%20|\+)?01(?: |%20|\+)?01(?: |%20|\+)?001/gi;
const EVENTS = ['ready', 'session', 'change', 'preview', 'before-send', 'sent', 'revoked', 'unseen', 'document-open',
  'audit', 'error'].map((name) => `volet-${name}`);

test('what is typed is in the deposit and nowhere else', async ({ page, context }) => {
  const requests = [];
  const said = [];
  page.on('request', (request) => requests.push(request));
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  await watch(page);
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
  const places = {
    attributes: seen,
    events: heard,
    console: said,
    storage: await storage(page),
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

  const xml = Buffer.from(JSON.parse((await deposited(page)).at(-1)).xml, 'base64').toString();
  expect(telltales(xml).length).toBeGreaterThan(Object.keys(CANARIES).length);
  for (const canary of [...Object.values(CANARIES), NUMBER]) expect(xml).toContain(canary);
});

/** The two requests that carry the document and the reason for its cancellation. */
const isDeposit = ({ url }) => /\/(send|revoke)-document$/.test(url);

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

/** Everything that a script of this page could read of a storage. */
const storage = (page) => page.evaluate(async () => ({
  local: { ...localStorage },
  session: { ...sessionStorage },
  cookie: document.cookie,
  databases: await indexedDB.databases(),
  caches: await caches.keys(),
  window: window.name,
}));
