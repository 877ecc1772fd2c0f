// What was typed outlives the page, sealed, and goes when it is done with.

import { HOST } from './support/addresses.js';
import { makeEngine, openBlank, OPTIONS } from './support/blank.js';
import * as desk from './support/practice.js';
import { advance, deposits, scenario } from './support/sandbox.js';
import { keepsTexts, kept, keptAs } from './support/storage.js';
import { expect, test } from './support/test.js';

const PLACE = `${HOST}/#/patients/${desk.LUKASZ}/certificats`;
const TYPED = {
  ...desk.ILLNESS,
  'insured.firstName': 'Łukasz Jan',
  'insured.street': 'Rue des Prés',
  'certificate.outings': 'excluded',
  practitioner: '90813319',
  biller: '90120070',
};

/** Fills the form; gives what stands in it once that is in storage. */
async function fillAndKeep(page) {
  await desk.fill(page, TYPED);
  await keepsTexts(page, TYPED);
  return desk.typed(page);
}

async function isBack(page, values) {
  await expect(page).toHaveURL(PLACE);
  await desk.isReady(page);
  await expect(desk.field(page, 'insured.firstName')).toHaveValue('Łukasz Jan');
  expect(await desk.typed(page)).toEqual(values);
  await expect(desk.copy(page, 'caisse')).toContainText('Łukasz Jan');
}

test('a form that is filled before the sign-in is there after it', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, { 'insured.firstName': 'Łukasz Jan', 'certificate.diagnosis': 'J11', 'certificate.days': '5' });
  const values = await desk.typed(page);
  await desk.signIn(page);
  await isBack(page, values);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
});

test('the last letter typed before the click on sign in is there after it', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, { 'insured.firstName': 'Łukasz' });
  await page.locator('volet-form').evaluate((form) => {
    const input = form.shadowRoot.querySelector('[name="insured.firstName"]');
    input.value = 'Łukasz Jan';
    input.dispatchEvent(new Event('input'));
    document.querySelector('volet-session').shadowRoot.querySelector('[data-action="sign-in"]').click();
  });
  await page.waitForURL((url) => url.origin !== HOST);
  await desk.answerIssuer(page);
  await expect(desk.field(page, 'insured.firstName')).toHaveValue('Łukasz Jan');
});

test('a sign-in that is refused brings the form back too', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, { 'insured.firstName': 'Łukasz Jan', 'certificate.diagnosis': 'J11' });
  const values = await desk.typed(page);
  await desk.goToIssuer(page);
  await page.getByRole('button', { name: 'Refuser' }).click();
  await isBack(page, values);
});

test('a reload loses nothing, half a word and a wrong number included', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, { 'insured.matricule': '12345' });
  const values = await fillAndKeep(page);
  await page.reload();
  await isBack(page, values);
  await expect(desk.field(page, 'insured.matricule')).toHaveValue('12345');
});

test('a page that crashes loses nothing', async ({ page, browser }) => {
  await desk.atTheDesk(page);
  const values = await fillAndKeep(page);
  const tab = await outsideView(browser, page);
  const crashed = page.waitForEvent('crash');
  await tab.crash();
  await crashed;
  await tab.reload();
  await expect.poll(() => tab.valueOf('insured.firstName')).toBe('Łukasz Jan');
  for (const [name, value] of Object.entries(values)) expect(await tab.valueOf(name), name).toBe(value);
});

test('a session that died is begun again with the form as it was', async ({ page }) => {
  await desk.atTheDesk(page);
  const values = await fillAndKeep(page);
  await advance(3 * 3600);
  await desk.send(page);
  await desk.saysFailure(page, 'session_expired');
  await desk.signIn(page);
  await isBack(page, values);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  expect(await deposits()).toMatchObject([{ gpCode: '90120070' }]);
});

test('what is kept can be read by nobody: a random name and noise, under a key that no script can take', async ({ page }) => {
  await desk.atTheDesk(page);
  await fillAndKeep(page);
  const [[name, sealed]] = Object.entries(await kept(page, 'draft'));
  expect(name).toMatch(/^volet\.draft\.[a-z]{20}$/);
  expect(sealed).toMatch(/^[A-Za-z0-9+/]+=*$/);
  const key = await page.evaluate(() => new Promise((resolve, reject) => {
    const opening = indexedDB.open('volet');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const all = opening.result.transaction('keys').objectStore('keys').getAll();
      all.onsuccess = async () => {
        const [made, ...more] = all.result;
        const taken = await crypto.subtle.exportKey('raw', made).then(() => 'taken', (error) => error.name);
        resolve({ algorithm: made.algorithm.name, extractable: made.extractable, taken, more: more.length });
      };
    };
  }));
  expect(key).toEqual({ algorithm: 'AES-GCM', extractable: false, taken: 'InvalidAccessError', more: 0 });
});

test('it is erased at sign-out, on the screen and in storage, and stays shut in every tab', async ({ page, context }) => {
  await desk.atTheDesk(page);
  await fillAndKeep(page);
  const copied = await kept(page, 'draft');
  await desk.button(page, 'sign-out').click();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await expect(desk.field(page, 'insured.firstName')).toHaveValue('Łukasz');
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('');
  await expect.poll(() => kept(page)).toEqual({});

  // A tab that was asleep and still has the entry: the key is gone.
  const other = await context.newPage();
  await other.goto(HOST);
  await other.evaluate((entries) => Object.assign(sessionStorage, entries), copied);
  await other.goto('about:blank');
  await desk.openCertificate(other);
  await expect(desk.field(other, 'certificate.diagnosis')).toHaveValue('');
  await expect.poll(() => kept(other)).toEqual({});
});

test('the host that signs out erases it too, also when nobody is signed in', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, { 'certificate.diagnosis': 'J11' });
  await keptAs(page, 'draft', 1);
  await desk.keepEngine(page);
  await page.evaluate(() => window.engine.logout());
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('');
  await expect.poll(() => kept(page)).toEqual({});
});

test('it is erased when the person opens another patient, and not before', async ({ page }) => {
  await desk.atTheDesk(page);
  const values = await fillAndKeep(page);
  await page.evaluate(() => { location.hash = '#/patients'; });
  await expect(page.locator('volet-form')).toHaveCount(0);
  await keptAs(page, 'draft', 1);
  await desk.goTo(page, desk.LUKASZ);
  await isBack(page, values);

  await desk.goTo(page, desk.POL);
  await expect(desk.copy(page, 'caisse')).toContainText('Schmit');
  await keptAs(page, 'draft', 0);
  await page.reload();
  await desk.isReady(page);
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('');
  await desk.goTo(page, desk.LUKASZ);
  await expect(desk.copy(page, 'caisse')).toContainText('Şahin');
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('');
});

test('another patient in the same form erases it too', async ({ page }) => {
  await desk.atTheDesk(page);
  await fillAndKeep(page);
  await desk.keepEngine(page);
  await page.evaluate(async (id) => {
    const patients = await (await fetch('/sandbox/patients')).json();
    const patient = patients.find((one) => one.id === id);
    window.engine.setContext({ patient, insured: patient });
  }, desk.POL);
  await expect(desk.copy(page, 'caisse')).toContainText('Schmit');
  await keptAs(page, 'draft', 0);
});

test('it is erased once it is sent, and kept while it is refused', async ({ page }) => {
  await desk.atTheDesk(page);
  await fillAndKeep(page);
  await scenario('refused_with_anomalies', 1);
  await desk.send(page);
  await desk.hasState(page, 'refused');
  await keptAs(page, 'draft', 1);
  await keptAs(page, 'send', 0);
  await page.reload();
  await expect(desk.field(page, 'insured.firstName')).toHaveValue('Łukasz Jan');
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await keptAs(page, 'draft', 0);
  await keptAs(page, 'send', 0);
  await page.reload();
  await desk.isReady(page);
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('');
});

test('a new certificate leaves nothing of the old one', async ({ page }) => {
  await desk.atTheDesk(page);
  await fillAndKeep(page);
  await page.locator('volet-form').evaluate((form) => form.reset());
  await keptAs(page, 'draft', 0);
});

test('another user of the software finds nothing of the first', async ({ page }) => {
  await desk.atTheDesk(page);
  await fillAndKeep(page);
  await openBlank(page);
  await makeEngine(page, { hostUser: 'u-somebody-else' });
  await expect.poll(() => kept(page)).toEqual({});
});

test('of two engines that are made at once, one takes it back', async ({ page }) => {
  await desk.atTheDesk(page);
  await fillAndKeep(page);
  await openBlank(page);
  const shown = await page.evaluate(async ([options, id]) => {
    const { createVolet, defineElements } = await import('/pkg/index.js');
    await defineElements();
    const patients = await (await fetch('/sandbox/patients')).json();
    const patient = patients.find((one) => one.id === id);
    const engines = await Promise.all([createVolet(options), createVolet(options)]);
    return Promise.all(engines.map(async (volet) => {
      volet.setContext({ patient, insured: patient });
      const form = document.createElement('volet-form');
      form.type = 'ecit';
      form.volet = volet;
      const ready = new Promise((resolve) => form.addEventListener('volet-ready', resolve, { once: true }));
      document.body.append(form);
      await ready;
      return form.value.certificate.diagnosis;
    }));
  }, [OPTIONS, desk.LUKASZ]);
  expect(shown).toEqual(['J11', '']);
});

for (const [what, spoil] of [
  ['changed', (sealed) => sealed.replace(/^.{8}/, 'AAAAAAAA')],
  ['cut off', (sealed) => sealed.slice(0, 20)],
  ['no base64', () => '{"texts":{}}'],
  ['empty', () => ''],
]) {
  test(`an entry that is ${what} is dropped without a word`, async ({ page }) => {
    await desk.atTheDesk(page);
    await fillAndKeep(page);
    const [[name, sealed]] = Object.entries(await kept(page, 'draft'));
    await page.evaluate(([key, text]) => sessionStorage.setItem(key, text), [name, spoil(sealed)]);
    const said = [];
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await page.reload();
    await desk.isReady(page);
    await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('');
    await expect.poll(() => kept(page)).toEqual({});
    expect(said).toEqual([]);
    await desk.fill(page, desk.ILLNESS);
    await desk.send(page);
    await desk.hasState(page, 'accepted');
  });
}

test('a form that nobody came back to in time is not brought back', async ({ page }) => {
  await desk.atTheDesk(page);
  await fillAndKeep(page);
  await page.clock.install({ time: new Date(Date.now() + 12 * 3_600_000 + 60_000) });
  await page.reload();
  await desk.isReady(page);
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('');
  await expect.poll(() => kept(page)).toEqual({});
});

test('a browser without a store for keys is worked in all the same', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await expect.poll(() => kept(page)).toEqual({});
});

test('typing on while the page is reloaded many times loses no letter that was kept', async ({ page }) => {
  await desk.atTheDesk(page);
  let text = '';
  for (let turn = 0; turn < 10; turn += 1) {
    text += String.fromCharCode(97 + turn);
    await desk.fill(page, { 'insured.street': text });
    await keepsTexts(page, { 'insured.street': text });
    await page.reload();
    await expect(desk.field(page, 'insured.street')).toHaveValue(text);
    expect(Object.keys(await kept(page, 'draft'))).toHaveLength(1);
  }
});

/** Playwright gives a page up that has crashed; the browser does not, and the person clicks *reload*. */
async function outsideView(browser, page) {
  const session = await browser.newBrowserCDPSession();
  const { targetInfos } = await session.send('Target.getTargets');
  const { targetId } = targetInfos.find(({ type, url }) => type === 'page' && url === page.url());
  const { sessionId } = await session.send('Target.attachToTarget', { targetId });
  const answers = new Map();
  let last = 0;
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    answers.get(id)?.(result);
  });
  const send = (method, params = {}) => {
    const id = ++last;
    const answer = new Promise((resolve) => answers.set(id, resolve));
    session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
    return answer;
  };
  return {
    crash: () => void send('Page.crash'),
    reload: () => void send('Page.reload'),
    valueOf: async (name) => (await send('Runtime.evaluate', {
      expression: `document.querySelector('volet-form')?.shadowRoot.querySelector('[name="${name}"]')?.value`,
    }))?.result?.value,
  };
}

test('a memo comes back with its lines, those of only half an act too', async ({ page }) => {
  await desk.openMemo(page);
  await desk.signIn(page);
  await desk.memoIsReady(page);
  await desk.fill(page, { 'line.1.code': 'C1' });
  await expect(desk.field(page, 'line.1.amount')).toHaveValue('62.60');
  await desk.button(page, 'add-line').click();
  await desk.fill(page, { 'line.2.code': 'C', 'line.1.amount': '70,5', 'memo.note': 'x' });
  const values = await desk.typed(page);
  await keepsTexts(page, { 'line.2.code': 'C', 'line.1.amount': '70,5', 'memo.note': 'x' });
  await page.reload();
  await desk.memoIsReady(page);
  await expect(desk.field(page, 'line.2.code')).toHaveValue('C');
  expect(await desk.typed(page)).toEqual(values);
});

test('a replacement is still one after a reload: the old certificate is cancelled', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  const [first] = await deposits();
  await desk.button(page, 'replace').click();
  await desk.fill(page, { 'certificate.days': '5' });
  await keepsTexts(page, { 'certificate.days': '5' });
  await page.reload();
  await desk.isReady(page);
  await expect(page.locator('volet-form .replacing')).toContainText(first.documentId);
  await expect(desk.field(page, 'certificate.days')).toHaveValue('5');
  await expect(desk.button(page, 'sign-out')).toBeVisible();
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await expect.poll(async () => (await deposits()).map(({ state }) => state)).toEqual(['replaced', 'accepted']);
});

/** From the next page on, what is kept opens only once the test lets it: what is typed meanwhile is sealed all the same. */
async function opensLate(page) {
  await page.addInitScript(() => {
    const { subtle } = crypto;
    const decrypt = subtle.decrypt.bind(subtle);
    const opened = new Promise((resolve) => { window.letOpen = resolve; });
    window.shut = Object.keys(sessionStorage).filter((name) => /^volet\.(draft|send)\./.test(name)).length;
    subtle.decrypt = async (...how) => {
      await opened;
      return decrypt(...how).finally(() => { window.shut -= 1; });
    };
  });
  await page.reload();
  await desk.isReady(page);
}

/** Lets it open, and waits until all of it has been opened. */
async function letOpen(page) {
  await page.evaluate(() => window.letOpen());
  await page.waitForFunction(() => window.shut === 0);
}

async function leaveAndComeBack(page) {
  await page.evaluate(() => { location.hash = '#/patients'; });
  await expect(page.locator('volet-form')).toHaveCount(0);
  await desk.goTo(page, desk.LUKASZ);
  await desk.isReady(page);
}

test('what is late comes into the form that is shown, while nobody has typed in it', async ({ page }) => {
  await desk.atTheDesk(page);
  const values = await fillAndKeep(page);
  await opensLate(page);
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('');
  await letOpen(page);
  await isBack(page, values);
  await leaveAndComeBack(page);
  await isBack(page, values);
  await keptAs(page, 'draft', 1);
});

test('what is late does not come after what was typed meanwhile', async ({ page }) => {
  await desk.atTheDesk(page);
  await fillAndKeep(page);
  await opensLate(page);
  await desk.fill(page, { 'insured.firstName': 'Nouveau' });
  await keptAs(page, 'draft', 2);
  await letOpen(page);
  await keptAs(page, 'draft', 1);
  await leaveAndComeBack(page);
  await expect(desk.field(page, 'insured.firstName')).toHaveValue('Nouveau');
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('');
});

test('what is typed while an open send is late is taken back by nobody: sent, it is gone', async ({ page }) => {
  await desk.atTheDesk(page, { patient: desk.POL });
  await desk.fill(page, desk.ILLNESS);
  await scenario('drop_response_after_commit', 1);
  await desk.send(page);
  await desk.hasState(page, 'unknown');
  await keptAs(page, 'send', 1);
  await desk.goTo(page, desk.LUKASZ);
  await opensLate(page);
  await desk.fill(page, { ...desk.ILLNESS, 'certificate.days': '2' });
  await keptAs(page, 'draft', 1);
  await letOpen(page);
  await desk.keepEngine(page);
  await expect.poll(async () => (await desk.sends(page)).length).toBe(1);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await leaveAndComeBack(page);
  await desk.hasState(page, 'accepted');
});

test('what is late is not brought back after a sign-out', async ({ page }) => {
  await desk.atTheDesk(page);
  await fillAndKeep(page);
  await opensLate(page);
  await desk.button(page, 'sign-out').click();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await letOpen(page);
  await leaveAndComeBack(page);
  await expect(desk.field(page, 'insured.firstName')).toHaveValue('Łukasz');
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('');
  await expect.poll(() => kept(page)).toEqual({});
});
