// The shared record in the practice's tabs, in a clinician's words.

import { expect } from '@playwright/test';
import { HOST } from './addresses.js';
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

/** The search has ended. */
export async function settled(page) {
  await expect(list(page).locator('[data-busy]')).toHaveCount(0);
}

export const retry = (page) => button(page, 'retry').and(page.locator(':visible')).first();

/** Calls of the journal that reached the shared record. */
export const dspCalls = (journal) => journal.filter(({ service }) => service === 'dsp');

/** An engine and an element of its own on an empty page, about a patient who chooses the outcome by the number. */
export const showOn = (page, { matricule, birthDate, type = 'laboratory prescription vaccination summary imaging other', types }) =>
  page.evaluate(async (given) => {
    const patient = {
      matricule: given.matricule, lastName: 'Essai', birthName: 'Essai', firstName: 'Camille', birthDate: given.birthDate, sex: '',
    };
    window.engine.setContext({ patient });
    const element = document.createElement('volet-documents');
    element.type = given.type;
    element.localDocuments = [{ id: 'own', date: '2026-11-01', from: 'Cabinet', title: 'Note du cabinet', typeName: 'other', open() {} }];
    window.heard = [];
    for (const name of ['volet-error', 'volet-audit', 'volet-unseen', 'volet-document-open']) {
      element.addEventListener(name, ({ detail }) => window.heard.push({ name, ...detail }));
    }
    document.body.append(element);
  }, { matricule, birthDate, type, types });
