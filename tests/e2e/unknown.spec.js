// A document whose outcome is open outlives its page: the same bytes go again, and nobody is left in front of a locked form.

import { HOST } from './support/addresses.js';
import * as desk from './support/practice.js';
import { calm, deposits, scenario, sendCalls } from './support/sandbox.js';
import { kept, keptAs } from './support/storage.js';
import { expect, test } from './support/test.js';
import { deposited, watch } from './support/wire.js';

const SENDING = '**/volet/econnector/saas/v2/*/send-document';
const problem = (status, code) => ({
  status, contentType: 'application/problem+json', body: JSON.stringify({ code, correlationId: 'c-1' }),
});

/** A certificate that has arrived, with the answer lost. Gives the bytes that went. */
async function answerLost(page) {
  await watch(page);
  await desk.atTheDesk(page);
  await desk.fill(page, { ...desk.ILLNESS, 'insured.firstName': 'Łukasz Jan' });
  await scenario('drop_response_after_commit', 1);
  await desk.send(page);
  await desk.hasState(page, 'unknown');
  await keptAs(page, 'send', 1);
  return (await deposited(page)).at(-1);
}

async function endsOnce(page, bytes) {
  await desk.button(page, 'resend').click();
  await desk.hasState(page, 'accepted');
  expect((await deposited(page)).at(-1)).toBe(bytes);
  expect(await deposits()).toHaveLength(1);
  await keptAs(page, 'send', 0);
  await keptAs(page, 'draft', 0);
}

test('after a reload the form is still locked, the send is listed, and the same bytes go again', async ({ page }) => {
  const bytes = await answerLost(page);
  const values = await desk.typed(page);
  await page.reload();
  await desk.hasState(page, 'unknown');
  expect(await desk.typed(page)).toEqual(values);
  await expect(desk.field(page, 'insured.lastName')).toBeDisabled();
  await desk.keepEngine(page);
  const { documentId } = JSON.parse(bytes);
  expect(await desk.sends(page)).toMatchObject([{ documentId, type: 'ecit', state: 'unknown' }]);
  await expect(page.locator('volet-session')).toContainText('sans réponse');
  await endsOnce(page, bytes);
  expect(await desk.sends(page)).toMatchObject([{ documentId, state: 'accepted' }]);
});

test('after the session died and a new sign-in the same bytes go again', async ({ page, context }) => {
  const bytes = await answerLost(page);
  await context.clearCookies();
  await desk.button(page, 'resend').click();
  await desk.saysFailure(page, 'session_expired');
  await desk.hasState(page, 'unknown');
  await desk.signIn(page);
  await desk.hasState(page, 'unknown');
  await expect(desk.failure(page)).toHaveCount(0);
  await endsOnce(page, bytes);
});

test('it outlives a sign-out and another patient', async ({ page }) => {
  const bytes = await answerLost(page);
  await desk.button(page, 'sign-out').click();
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await desk.signIn(page);
  await desk.hasState(page, 'unknown');
  await desk.goTo(page, desk.POL);
  await expect(desk.copy(page, 'caisse')).toContainText('Schmit');
  await page.reload();
  await expect(desk.copy(page, 'caisse')).toContainText('Schmit');
  await desk.hasState(page, 'draft');
  await expect(page.locator('volet-session')).toContainText('sans réponse');
  await desk.goTo(page, desk.LUKASZ);
  await desk.hasState(page, 'unknown');
  await endsOnce(page, bytes);
});

test('a page that is reloaded in mid-send does not forget what it has sent', async ({ page }) => {
  await watch(page);
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await scenario('econnector_slow', 1);
  await desk.send(page);
  await desk.hasState(page, 'sending');
  await expect.poll(async () => (await deposited(page)).length).toBe(1);
  const [bytes] = await deposited(page);
  await page.reload();
  await desk.hasState(page, 'unknown');
  await calm('econnector_slow');
  await endsOnce(page, bytes);
});

test('another user of the software neither sees it nor loses it', async ({ page }) => {
  const bytes = await answerLost(page);
  const entries = await kept(page, 'send');
  await page.route(`${HOST}/blank`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>x</title>' }));
  await page.goto(`${HOST}/blank`);
  const sends = await page.evaluate(async (origin) => {
    const { createVolet } = await import('/pkg/index.js');
    const volet = await createVolet({
      gateway: '/volet', auth: { mode: 'mediated', redirectUri: `${origin}/callback` }, hostUser: 'u-else', environment: 'sandbox',
    });
    return volet.sends;
  }, HOST);
  expect(sends).toEqual([]);
  expect(await kept(page, 'send')).toEqual(entries);
  await desk.openCertificate(page);
  await desk.hasState(page, 'unknown');
  await desk.signIn(page);
  await desk.hasState(page, 'unknown');
  await endsOnce(page, bytes);
});

test('sending and leaving in one task loses neither the document nor its outcome', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.keepEngine(page);
  await desk.listen(page, 'volet-sent');
  const head = await page.locator('volet-form').evaluate((form) => {
    const sending = form.send();
    window.engine.setContext({ patient: { matricule: '1961113004288', lastName: 'Müller' } });
    form.remove();
    return sending;
  });
  expect(head.state).toBe('accepted');
  const [{ documentId, ...one }, ...more] = await deposits();
  expect(more).toEqual([]);
  expect(one.state).toBe('accepted');
  expect(await desk.sends(page)).toMatchObject([{ documentId, state: 'accepted' }]);
  expect((await desk.heard(page)).map(({ where }) => where)).toContain('engine');
});

test('a repeated send that is refused each time: it had not arrived, and the form can be mended', async ({ page }) => {
  await watch(page);
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await page.route(SENDING, (route) => route.abort('connectionreset'), { times: 1 });
  await desk.send(page);
  await desk.hasState(page, 'unknown');
  await expect(desk.button(page, 'release')).toHaveCount(0);

  await page.route(SENDING, (route) => route.fulfill(problem(422, 'document_invalid')), { times: 1 });
  await desk.button(page, 'resend').click();
  await desk.saysFailure(page, 'send_refused');
  await desk.hasState(page, 'unknown');
  const [{ documentId }] = (await deposited(page)).map((body) => JSON.parse(body));
  await expect(desk.outcome(page)).toContainText(documentId);
  await expect(desk.outcome(page)).toContainText('vérifiez dans mySecu');

  await desk.button(page, 'release').click();
  await desk.hasState(page, 'draft');
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('J11');
  await expect(desk.field(page, 'certificate.diagnosis')).toBeEditable();
  await keptAs(page, 'send', 0);
  await desk.fill(page, { 'certificate.diagnosis': 'J10' });
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  const [deposit, ...more] = await deposits();
  expect(more).toEqual([]);
  expect(deposit.documentId).not.toBe(documentId);
});

test('a repeated send that is refused each time: it had arrived, and the next certificate can be written', async ({ page }) => {
  await answerLost(page);
  await page.route(SENDING, (route) => route.fulfill(problem(403, 'not_entitled')), { times: 1 });
  await desk.button(page, 'resend').click();
  await desk.saysFailure(page, 'not_entitled');
  await desk.outcome(page).locator('[data-action="reset"]').click();
  await desk.hasState(page, 'draft');
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('');
  await expect.poll(() => kept(page)).toEqual({});
  await desk.keepEngine(page);
  expect(await desk.sends(page)).toEqual([]);
  expect(await sendCalls()).toHaveLength(1);
});

test('a repeated send that cannot be made now gives no way around the same bytes', async ({ page }) => {
  const bytes = await answerLost(page);
  await scenario('econnector_down');
  await desk.button(page, 'resend').click();
  await desk.saysFailure(page, 'econnector_down');
  await desk.hasState(page, 'unknown');
  await expect(desk.button(page, 'release')).toHaveCount(0);
  await calm('econnector_down');
  await page.getByRole('button', { name: 'Vérifier à nouveau' }).click();
  await expect(desk.failure(page)).toHaveCount(0);
  await endsOnce(page, bytes);
});

test('a reject beside a reference is a refusal; a code that is not known is named, and mySecu’s words with it', async ({ page }) => {
  await watch(page);
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await page.route(SENDING, async (route) => {
    const { documentId } = JSON.parse((await deposited(page)).at(-1));
    const anomalies = [{ type: 'REJET', code: 'INEDIT', motif: 'Raison inédite.' }];
    await route.fulfill({ json: { documentId, uuidSecu: documentId, anomalies, documents: [] } });
  }, { times: 1 });
  await desk.send(page);
  await desk.hasState(page, 'refused');
  await desk.saysFailure(page, 'send_refused');
  const said = page.locator('volet-form [part~="summary"] li').filter({ hasText: 'INEDIT' });
  await expect(said).toContainText('Remarque de mySecu, code INEDIT.');
  await expect(said.locator('q[lang="fr"]')).toHaveText('Raison inédite.');
});
