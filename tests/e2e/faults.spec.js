// What goes wrong while sending is said clearly, and nothing that was typed is lost.

import * as desk from './support/practice.js';
import { advance, calm, deposits, scenario, sendCalls } from './support/sandbox.js';
import { expect, test } from './support/test.js';
import { deposited, watch } from './support/wire.js';

const TYPED = { ...desk.ILLNESS, 'insured.firstName': 'Łukasz Jan', 'insured.street': 'Rue des Prés' };
const SENDING = '**/volet/econnector/saas/v2/*/send-document';

/** A doctor with a filled form; gives what stands in it. */
async function filledForm(page) {
  await desk.atTheDesk(page);
  await desk.fill(page, TYPED);
  return desk.typed(page);
}

async function nothingIsLost(page, values) {
  expect(values).toMatchObject(TYPED);
  expect(await desk.typed(page)).toEqual(values);
  await expect(desk.copy(page, 'caisse')).toContainText('Łukasz Jan');
}

/** The certificate goes after all, once. */
async function goesNow(page) {
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  expect(await deposits()).toHaveLength(1);
}

test('a token that is refused once is renewed unseen', async ({ page }) => {
  await filledForm(page);
  await scenario('token_expired', 1);
  await goesNow(page);
  expect((await sendCalls()).map(({ status }) => status)).toEqual([401, 200]);
});

test('a token that is always refused ends in words, with the form as it was', async ({ page }) => {
  const values = await filledForm(page);
  await scenario('token_expired');
  await desk.send(page);
  await desk.saysFailure(page, 'session_expired');
  await nothingIsLost(page, values);
  expect(await deposits()).toEqual([]);
  // The way on is a sign-in, and the form comes with it.
  await calm('token_expired');
  await desk.button(page, 'sign-in').click();
  await expect(desk.button(page, 'sign-out')).toBeVisible();
  await desk.isReady(page);
  await nothingIsLost(page, values);
  await goesNow(page);
});

test('a renewal that the issuer takes for a theft ends the session in words', async ({ page }) => {
  const values = await filledForm(page);
  await scenario('refresh_reused', 1);
  await advance(400);
  await desk.send(page);
  await desk.saysFailure(page, 'session_expired');
  await nothingIsLost(page, values);
  expect(await deposits()).toEqual([]);
});

test('a session that died says so beside the form, which keeps its values', async ({ page }) => {
  const values = await filledForm(page);
  await advance(3 * 3600);
  await desk.send(page);
  await desk.saysFailure(page, 'session_expired');
  await expect(page.locator('volet-form')).toContainText('Rien de ce qui est saisi n’est perdu');
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await expect(desk.button(page, 'send')).toBeDisabled();
  await nothingIsLost(page, values);
  await expect(desk.field(page, 'certificate.diagnosis')).toBeEditable();
  expect(await deposits()).toEqual([]);
});

test('a cookie that is gone is a session that died', async ({ page, context }) => {
  const values = await filledForm(page);
  await context.clearCookies();
  await desk.send(page);
  await desk.saysFailure(page, 'session_expired');
  await nothingIsLost(page, values);
});

test('a billing code that is not the session’s is named', async ({ page }) => {
  const values = await filledForm(page);
  await page.route(SENDING, (route, request) =>
    route.continue({ url: request.url().replace('90813319', '90999965') }), { times: 1 });
  await desk.send(page);
  await desk.saysFailure(page, 'gp_code_refused');
  await desk.hasState(page, 'draft');
  await nothingIsLost(page, values);
  await goesNow(page);
});

test('a doctor who is not enrolled is told where to enrol', async ({ page }) => {
  const values = await filledForm(page);
  await scenario('practitioner_not_enrolled', 1);
  await desk.send(page);
  await desk.saysFailure(page, 'practitioner_not_enrolled');
  await expect(desk.failure(page)).toContainText('https://mysecu-test.services-publics.lu');
  await nothingIsLost(page, values);
  expect(await deposits()).toEqual([]);
  await goesNow(page);
});

test('an eConnector that is down is known before anything is typed, beside the send button', async ({ page }) => {
  await scenario('econnector_down');
  await desk.atTheDesk(page);
  const notice = page.locator('volet-form').getByText('Le certificat peut être rempli ; l’envoi devra attendre');
  await expect(notice).toBeVisible();
  const [said, clicked] = [await notice.boundingBox(), await desk.button(page, 'send').boundingBox()];
  expect(clicked.y - (said.y + said.height)).toBeLessThan(150);

  await desk.fill(page, TYPED);
  const values = await desk.typed(page);
  await desk.send(page);
  await desk.saysFailure(page, 'econnector_down');
  await nothingIsLost(page, values);
  expect(await sendCalls()).toEqual([]);

  await calm('econnector_down');
  await page.getByRole('button', { name: 'Vérifier à nouveau' }).click();
  await expect(notice).toBeHidden();
  await goesNow(page);
});

test('an eConnector that is back is seen without a click, and what was said of it is taken back', async ({ page }) => {
  await page.clock.install();
  await scenario('econnector_down');
  const values = await filledForm(page);
  await desk.send(page);
  await desk.saysFailure(page, 'econnector_down');
  await calm('econnector_down');
  await page.clock.fastForward(31_000);
  await expect(desk.failure(page)).toHaveCount(0);
  await expect(page.locator('volet-form [data-notice="econnector-down"]')).toHaveCount(0);
  await nothingIsLost(page, values);
  await goesNow(page);
});

test('what was said of a text is taken back when the text is changed', async ({ page }) => {
  await filledForm(page);
  await page.route(SENDING, (route) => route.fulfill({
    status: 422, contentType: 'application/problem+json', body: JSON.stringify({ code: 'practitioner_not_enrolled' }),
  }), { times: 1 });
  await desk.send(page);
  await desk.saysFailure(page, 'practitioner_not_enrolled');
  await desk.fill(page, { biller: '90120070' });
  await expect(desk.failure(page)).toHaveCount(0);
});

test('a slow eConnector is waited for with the form closed', async ({ page }) => {
  const values = await filledForm(page);
  await scenario('econnector_slow', 1);
  await desk.send(page);
  await desk.hasState(page, 'sending');
  await expect(desk.field(page, 'insured.lastName')).toBeDisabled();
  await expect(desk.button(page, 'send')).toBeHidden();
  await desk.hasState(page, 'accepted');
  await nothingIsLost(page, values);
  expect(await deposits()).toHaveLength(1);
});

for (const [fault, code, committed] of [
  ['econnector_500_html', 'econnector_answer_unreadable', 0],
  ['econnector_malformed', 'econnector_answer_unreadable', 1],
  ['drop_response_after_commit', 'send_outcome_unknown', 1],
]) {
  test(`${fault}: the outcome is unknown, and the same bytes go again`, async ({ page }) => {
    await watch(page);
    const values = await filledForm(page);
    await scenario(fault, 1);
    await desk.send(page);
    await desk.hasState(page, 'unknown');
    await desk.saysFailure(page, code);
    await nothingIsLost(page, values);
    await expect(desk.field(page, 'insured.lastName')).toBeDisabled();
    await expect(desk.button(page, 'send')).toBeHidden();
    expect(await deposits()).toHaveLength(committed);
    await desk.keepEngine(page);
    expect(await desk.sends(page)).toMatchObject([{ state: 'unknown' }]);
    await expect(page.locator('volet-session')).toContainText('sans réponse');

    await desk.button(page, 'resend').click();
    await desk.hasState(page, 'accepted');
    await expect(desk.failure(page)).toHaveCount(0);
    expect(await deposits()).toHaveLength(1);
    const [first, again, ...more] = await deposited(page);
    expect(JSON.parse(first).documentId).toMatch(/^[0-9a-f-]{36}$/);
    expect(again).toBe(first);
    expect(more).toEqual([]);
    expect(await desk.sends(page)).toMatchObject([{ state: 'accepted' }]);
  });
}

test('a network that breaks in mid-send leaves the outcome unknown', async ({ page }) => {
  const values = await filledForm(page);
  await page.route(SENDING, (route) => route.abort('connectionreset'), { times: 1 });
  await desk.send(page);
  await desk.hasState(page, 'unknown');
  await desk.saysFailure(page, 'send_outcome_unknown');
  await nothingIsLost(page, values);
  await desk.button(page, 'resend').click();
  await desk.hasState(page, 'accepted');
  expect(await deposits()).toHaveLength(1);
});

test('a refused certificate says why at each field, and goes again once it is mended', async ({ page }) => {
  const values = await filledForm(page);
  await scenario('refused_with_anomalies', 1);
  await desk.send(page);
  await desk.hasState(page, 'refused');
  for (const [name, code] of [
    ['insured.lastName', 'NOM'], ['certificate.end', 'DATE_FIN'], ['certificate.diagnosis', 'DIAGNOSTIC'],
  ]) {
    await expect(desk.marks(page, name)).toContainText([code]);
    await expect(desk.field(page, name)).toHaveAttribute('aria-invalid', 'true');
  }
  await nothingIsLost(page, values);
  expect(await deposits()).toEqual([]);
  // In the language of the person; mySecu's own words beside it, as French ones.
  const name = desk.marks(page, 'insured.lastName');
  await expect(name).toHaveText('mySecu (NOM) : Le nom ne va pas avec le matricule. Le nom ne correspond pas au matricule.');
  const language = page.getByLabel('Langue');
  for (const [lang, words] of [
    ['de', 'Der Name passt nicht zur Matricule.'], ['lb', 'Den Numm passt net bei d’Matricule.'],
    ['en', 'The name does not go with the matricule.'], ['fr', 'Le nom ne va pas avec le matricule.'],
  ]) {
    await language.selectOption(lang);
    await expect(name).toContainText(words);
    await expect(name.locator('q[lang="fr"]')).toHaveText('Le nom ne correspond pas au matricule.');
    await expect(page.locator('volet-form [part~="summary"] li').filter({ hasText: '(NOM)' }).locator('q[lang="fr"]'))
      .toHaveText('Le nom ne correspond pas au matricule.');
  }

  await desk.fill(page, { 'certificate.diagnosis': 'J10', 'certificate.days': '2' });
  await expect(desk.marks(page, 'certificate.diagnosis')).toHaveCount(0);
  await goesNow(page);
  const [refused, accepted] = await sendCalls();
  expect(accepted.documentId).not.toBe(refused.documentId);
});

test('an insured person whom mySecu does not know is said at the number', async ({ page }) => {
  const values = await filledForm(page);
  await scenario('insured_unknown', 1);
  await desk.send(page);
  await desk.hasState(page, 'refused');
  await expect(desk.marks(page, 'insured.matricule')).toContainText(['ASSURE_INCONNU']);
  await nothingIsLost(page, values);
  await goesNow(page);
});

test('a signature service that is down deposits nothing and can be tried again', async ({ page }) => {
  const values = await filledForm(page);
  await scenario('signature_down', 1);
  await desk.send(page);
  await expect(desk.failure(page)).toBeVisible();
  await desk.hasState(page, 'draft');
  await nothingIsLost(page, values);
  expect(await deposits()).toEqual([]);
  await goesNow(page);
});
