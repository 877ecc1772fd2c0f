// What a clinician does in the practice software, in her words.

import { expect } from '@playwright/test';
import { HOST, ISSUER } from './addresses.js';

export const LUKASZ = 'p-1002';
export const LINA = 'p-1004';
export const POL = 'p-1008';

/** What is still missing in a new certificate for a patient of the practice. */
export const ILLNESS = { 'certificate.days': '3', 'certificate.diagnosis': 'J11' };

/** A day as a date input holds it, so many days from today in Luxembourg. */
export function day(offset = 0) {
  const then = new Date(Date.now() + offset * 86_400_000);
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Luxembourg' }).format(then);
}

/** A day as the pages show it: 24/11/2026. */
export const onPage = (iso) => iso.split('-').reverse().join('/');

export const field = (page, name) => page.locator(`volet-form [name="${name}"]`);
export const button = (page, action) => page.locator(`[data-action="${action}"]`);
export const copy = (page, volet) => page.locator(`volet-form svg[data-volet="${volet}"]`);
export const outcome = (page) => page.locator('volet-form [part~="outcome"]');
export const failure = (page) => page.locator('volet-form [data-code]');
export const symbolOf = (page, volet) => copy(page, volet).locator('path[data-symbol]').getAttribute('d');

/** What is said at one field. */
export const marks = (page, name) => page.locator(`volet-form .field[data-field="${name}"] .mark`);

/** Opens a patient's certificate and waits until its pages are painted. */
export async function openCertificate(page, patient = LUKASZ) {
  await page.goto(`${HOST}/#/patients/${patient}/certificats`);
  await isReady(page);
}

/** Opens another patient's certificate, or another tab of the file, in the page that is there. */
export const goTo = (page, patient, tab = 'certificats') =>
  page.evaluate((place) => { location.hash = place; }, `#/patients/${patient}/${tab}`);

/** Opens a patient's fee memo, in a page with no other form. */
export async function openMemo(page, patient = LUKASZ) {
  await page.goto('about:blank');
  await page.goto(`${HOST}/#/patients/${patient}/facturation`);
  await memoIsReady(page);
}

/** The memo can be typed in, and its acts are known. */
export async function memoIsReady(page) {
  await expect(field(page, 'line.1.code')).toBeVisible();
  await expect(copy(page, 'mh').first()).toContainText('Şahin');
}

/** The form can be typed in and its pages are painted. */
export async function isReady(page) {
  await expect(copy(page, 'caisse').locator('path[data-symbol]')).toBeAttached();
}

/** Signs in at the issuer and comes back. */
export async function signIn(page, user = 'dr.weber') {
  await goToIssuer(page);
  await answerIssuer(page, user);
  await expect(button(page, 'sign-out')).toBeVisible();
}

export async function goToIssuer(page) {
  await button(page, 'sign-in').click();
  await page.waitForURL((url) => url.origin === ISSUER);
}

export async function answerIssuer(page, user = 'dr.weber') {
  await page.locator('[name="username"]').fill(user);
  await page.locator('[name="password"]').fill('demo');
  await page.locator('[name="decision"][value="sign-in"]').click();
}

/** A signed-in doctor in front of a patient's certificate. */
export async function atTheDesk(page, { patient = LUKASZ, user = 'dr.weber' } = {}) {
  await openCertificate(page, patient);
  await signIn(page, user);
  await isReady(page);
}

/** Types, chooses, and leaves each field. */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const control = field(page, name);
    const kind = await control.evaluate((node) => node.localName === 'select' ? 'select' : node.type);
    if (kind === 'select') await control.selectOption(value);
    else if (kind === 'checkbox') await control.setChecked(value === 'true');
    else await control.fill(value);
    await control.blur();
  }
}

/** Everything that stands in the fields, as the person sees it. */
export const typed = (page) => page.locator('volet-form').evaluate((form) =>
  Object.fromEntries([...form.shadowRoot.querySelectorAll('input[name], select[name]')]
    .filter((control) => !control.name.startsWith('revoke.'))
    .map((control) => [control.name, control.value])));

/** The first click on *send*: the look at who, what and where to. */
export async function look(page) {
  await button(page, 'send').click();
  await expect(page.locator('volet-form [part~="confirm"]')).toBeVisible();
}

/** Both clicks. */
export async function send(page) {
  await look(page);
  await button(page, 'confirm-send').click();
}

export const hasState = (page, state) => expect(outcome(page)).toHaveAttribute('data-state', state);

export const saysFailure = (page, code) =>
  expect(failure(page).and(page.locator(`[data-code="${code}"]`))).toBeVisible();

/** Keeps every event of the named types that reaches the document or the engine; read it with `heard`. */
export async function listen(page, ...names) {
  await page.evaluate((types) => {
    window.heard = [];
    const keep = (where) => ({ type, detail }) => window.heard.push({ where, type, detail });
    const { volet } = document.querySelector('volet-form');
    for (const type of types) {
      document.addEventListener(type, keep('document'));
      volet.addEventListener(type, keep('engine'));
    }
  }, names);
}

export const heard = (page) => page.evaluate(() => window.heard);

/** What the engine lists about its sends. */
export const sends = (page) => page.evaluate(() => window.engine.sends);

/** What the session element warns of. */
export const sessionAlert = (page) => page.locator('volet-session [role="alert"]');

export const sessionSays = (page, words) => expect(sessionAlert(page)).toContainText(words);

/** What the engine says of the session. */
export const status = (page) => page.evaluate(() => window.engine.status());

/** The network is back: a page looks at its token then. */
export const wake = (page) => page.evaluate(() => dispatchEvent(new Event('online')));

/** Keeps the engine at hand: it outlives the form. */
export const keepEngine = (page) =>
  page.evaluate(() => { window.engine = document.querySelector('volet-form').volet; });
