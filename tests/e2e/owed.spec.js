// A certificate that was handed out on paper, or could not be sent, is still owed to the CNS: the host's store keeps it.

import * as desk from './support/practice.js';
import { calm, deposits, scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const ladder = (page) => page.locator('volet-form .ladder');
const owed = (page) => page.locator('volet-form .owed');
const fromStore = (page, method) =>
  page.waitForResponse((answer) => answer.url().includes('/kept/') && answer.request().method() === method);

/** The pages of a substitute are made while the eConnector is down. */
async function handedOut(page) {
  await desk.fill(page, { ...desk.ILLNESS, 'certificate.days': '4' });
  await scenario('econnector_down');
  await desk.send(page);
  await desk.saysFailure(page, 'econnector_down');
  await desk.button(page, 'substitute').click();
  await expect(ladder(page)).toContainText('à signer');
}

/** The same, and the store has it. */
async function stored(page) {
  await desk.atTheDesk(page);
  await handedOut(page);
  await expect(ladder(page)).toContainText('proposé à nouveau');
}

/** Another patient's file, and this one's again; the eConnector is back. */
async function comesBack(page) {
  await leaves(page);
  await desk.goTo(page, desk.LUKASZ);
  await expect(desk.field(page, 'insured.lastName')).toHaveValue('Şahin');
}

async function leaves(page) {
  await calm('econnector_down');
  await desk.goTo(page, desk.POL);
  await expect(desk.field(page, 'insured.lastName')).toHaveValue('Schmit');
  await expect(owed(page)).toHaveCount(0);
}

/** The store has been asked about this patient, and there is no offer. */
async function nothingOffered(page) {
  const asked = fromStore(page, 'GET');
  await desk.goTo(page, desk.LUKASZ);
  await asked;
  await desk.isReady(page);
  await expect(owed(page)).toHaveCount(0);
}

test('it is offered again at its patient, also to a new tab, until it is sent', async ({ page, context }) => {
  await stored(page);
  await leaves(page);
  const another = await context.newPage();
  await page.close();
  await desk.openCertificate(another);
  await expect(owed(another)).toContainText('reste à transmettre');
  await desk.button(another, 'resume-owed').click();
  await expect(desk.field(another, 'certificate.days')).toHaveValue('4');
  const erased = fromStore(another, 'DELETE');
  await desk.send(another);
  await desk.hasState(another, 'accepted');
  await erased;
  await leaves(another);
  await nothingOffered(another);
});

test('it need not be offered for ever', async ({ page }) => {
  await stored(page);
  await comesBack(page);
  const erased = fromStore(page, 'DELETE');
  await desk.button(page, 'settle-owed').click();
  await expect(owed(page)).toHaveCount(0);
  await erased;
  await leaves(page);
  await nothingOffered(page);
});

test('what is typed beside the offer is not written over it', async ({ page }) => {
  await stored(page);
  await comesBack(page);
  await expect(owed(page)).toBeVisible();
  await scenario('econnector_down');
  await desk.fill(page, { 'certificate.diagnosis': 'M54' });
  await desk.fill(page, { 'certificate.days': '9' });
  await desk.send(page);
  await desk.saysFailure(page, 'econnector_down');
  await expect(ladder(page)).toContainText('effacée quand vous ouvrez un autre patient');
  // Longer than it takes until a text is kept.
  await page.waitForTimeout(2_000);
  await desk.button(page, 'resume-owed').click();
  await expect(desk.field(page, 'certificate.days')).toHaveValue('4');
});

test('a store that fails promises nothing', async ({ page }) => {
  await page.route('**/sandbox/kept/**', (route) => (route.request().method() === 'PUT' ? route.fulfill({ status: 500 }) : route.continue()));
  await desk.atTheDesk(page);
  const refused = fromStore(page, 'PUT');
  await handedOut(page);
  await refused;
  await expect(ladder(page)).toContainText('effacée quand vous ouvrez un autre patient');
});

test('it is shown to nobody who may not send it, and not after a sign-out', async ({ page }) => {
  await stored(page);
  await comesBack(page);
  await expect(owed(page)).toBeVisible();
  await desk.button(page, 'sign-out').click();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await expect(owed(page)).toHaveCount(0);
  await leaves(page);
  await nothingOffered(page);
  await desk.signIn(page, 'sec.muller');
  await leaves(page);
  await nothingOffered(page);
  await desk.button(page, 'sign-out').click();
  await desk.signIn(page);
  await expect(owed(page)).toContainText('reste à transmettre');
});

test('one that is typed and sent anew is offered no more', async ({ page }) => {
  await stored(page);
  await comesBack(page);
  await expect(owed(page)).toBeVisible();
  const erased = fromStore(page, 'DELETE');
  await desk.fill(page, { ...desk.ILLNESS, 'certificate.days': '4' });
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await erased;
  await leaves(page);
  await nothingOffered(page);
});

test('a send whose answer was lost is offered as such: the same bytes go again, and it is listed meanwhile', async ({ page, context }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await scenario('drop_response_after_commit');
  await desk.send(page);
  await desk.hasState(page, 'unknown');
  await fromStore(page, 'PUT');
  await calm('drop_response_after_commit');
  // Another computer: the tab's own copy is not there.
  const another = await context.newPage();
  await page.close();
  await desk.openCertificate(another);
  await expect(owed(another)).toContainText('resté sans réponse');
  await expect(desk.button(another, 'settle-owed')).toHaveCount(0);
  await desk.button(another, 'resume-owed').click();
  await desk.hasState(another, 'unknown');
  await expect(desk.button(another, 'resend')).toBeFocused();
  await desk.keepEngine(another);
  expect(await desk.sends(another)).toMatchObject([{ state: 'unknown' }]);
  const erased = fromStore(another, 'DELETE');
  await desk.button(another, 'resend').click();
  await desk.hasState(another, 'accepted');
  await erased;
  expect(await deposits()).toHaveLength(1);
});

test('a send whose answer was lost is owed no more when the reloaded page sends it again', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await scenario('drop_response_after_commit');
  await desk.send(page);
  await desk.hasState(page, 'unknown');
  await fromStore(page, 'PUT');
  await calm('drop_response_after_commit');
  await page.reload();
  await desk.hasState(page, 'unknown');
  await desk.isReady(page);
  const erased = fromStore(page, 'DELETE');
  await desk.button(page, 'resend').click();
  await desk.hasState(page, 'accepted');
  await erased;
  await leaves(page);
  await nothingOffered(page);
});
