// The shared record in the practice's tabs, in a clinician's words.

import { expect } from '@playwright/test';
import { HOST } from './addresses.js';
import { makeEngine, openBlank } from './blank.js';
import { button, signIn } from './practice.js';

export const list = (page) => page.locator('volet-documents:visible').last();
export const rows = (page, origin) =>
  list(page).locator(origin ? `.list tbody tr[data-origin="${origin}"]` : '.list tbody tr');
export const notice = (page, code) => list(page).locator(`.notice[data-code="${code}"]`);
export const include = (page) => list(page).locator('[name="include-dsp"]');
export const since = (page) => list(page).locator('[name="since"]');
export const row = (page, title) => rows(page).filter({ hasText: title });

/** Opens a tab of a patient's file. */
export async function openTab(page, patient, tab) {
  await page.goto(`${HOST}/#/patients/${patient}/${tab}`);
  await expect(page.getByRole('tab', { selected: true })).toBeVisible();
}

/** A signed-in doctor in front of a tab. */
export async function atTab(page, patient, tab) {
  await openTab(page, patient, tab);
  await signIn(page);
}

/** The list is there, somebody is signed in, and the search has ended. */
export async function settled(page, timeout = 20_000) {
  await expect(list(page).locator('.filters')).toBeVisible();
  await expect(list(page).locator('.said > .quiet')).toHaveCount(0, { timeout });
}

export const retry = (page) => button(page, 'retry').and(page.locator(':visible')).first();

/** Calls of the journal that reached the shared record. */
export const dspCalls = (journal) => journal.filter(({ service }) => service === 'dsp');

/** A patient of the practice with something of everything. */
export const LUKASZ = {
  matricule: '1985031402717', lastName: 'Şahin', birthName: 'Şahin', firstName: 'Łukasz', birthDate: '1985-03-14', sex: 'male',
};

/** Ten thousand documents and no fault. */
export const MANY = { matricule: '1971060611819', birthDate: '1971-06-06' };

/** Everything in this record is wrong in one way or another (`crates/sandbox/data/dsp/bad-input.json`). */
export const BAD = {
  matricule: '1970011311969', lastName: 'Mauvaise', birthName: 'Mauvaise', firstName: 'Entrée', birthDate: '1970-01-13', sex: 'female',
};

/** Documents come so few at a time that there are several pages. */
export const inSmallPages = (page, count = 5) => page.route('**/volet/dsp/DocumentReference/_search', (route) =>
  route.continue({ postData: route.request().postData().replace('_count=500', `_count=${count}`) }));

/** A page of other software with a signed-in doctor and an engine. */
export async function blankWithEngine(page, changes = {}) {
  await page.goto('/');
  await signIn(page);
  await openBlank(page);
  await makeEngine(page, { hostUser: 'u-1842', ...changes });
}

/** An element of its own on an empty page, about a patient who chooses the outcome by the number. */
export const showOn = (page, { type = 'laboratory prescription vaccination summary imaging other', ...person }) =>
  page.evaluate(async (given) => {
    const patient = { lastName: 'Essai', birthName: 'Essai', firstName: 'Camille', sex: '', ...given.person };
    window.engine.setContext({ patient });
    const element = document.createElement('volet-documents');
    element.type = given.type;
    element.localDocuments = [{ id: 'own', date: '2026-11-01', from: 'Cabinet', title: 'Note du cabinet', typeName: 'other', open() {} }];
    window.heard = [];
    for (const name of ['volet-error', 'volet-audit', 'volet-unseen', 'volet-document-open']) {
      element.addEventListener(name, ({ detail }) => window.heard.push({ name, ...detail }));
    }
    document.body.append(element);
  }, { type, person });
