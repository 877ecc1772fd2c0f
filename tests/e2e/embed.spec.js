// What an integrator relies on: engines and elements, holding a send back, the transport, the form's methods.

import { makeEngine, openBlank, OPTIONS } from './support/blank.js';
import * as desk from './support/practice.js';
import { deposits, scenario, sendCalls } from './support/sandbox.js';
import { expect, test } from './support/test.js';

/** Errors that no code of the page has caught. */
function uncaught(page) {
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  return errors;
}

test('elements without an engine are quiet, and awake when there is one', async ({ page }) => {
  const errors = uncaught(page);
  await openBlank(page);
  await page.evaluate(async () => {
    const { defineElements } = await import('/pkg/index.js');
    await defineElements();
    const form = document.createElement('volet-form');
    form.type = 'ecit';
    document.body.append(document.createElement('volet-session'), form);
  });
  expect(await page.locator('volet-form').evaluate((form) => form.shadowRoot.childElementCount)).toBe(0);
  expect(await page.locator('volet-form').evaluate((form) =>
    form.send().then(() => 'sent', (error) => error.code))).toBe('state_conflict');
  await makeEngine(page);
  await desk.isReady(page);
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  await page.evaluate(() => window.engine.destroy());
  expect(await page.locator('volet-form').evaluate((form) => form.shadowRoot.childElementCount)).toBe(0);
  expect(errors).toEqual([]);
});

test('with two engines an element takes the one that it is given', async ({ page }) => {
  const errors = uncaught(page);
  await openBlank(page);
  await makeEngine(page);
  await page.evaluate(async (options) => {
    const { createVolet } = await import('/pkg/index.js');
    window.other = await createVolet({ ...options, lang: 'en' });
    for (const name of ['lost', 'given']) {
      const form = document.createElement('volet-form');
      form.id = name;
      form.type = 'ecit';
      if (name === 'given') form.volet = window.other;
      document.body.append(form);
    }
  }, OPTIONS);
  await expect(page.locator('#given')).toContainText('Last day');
  expect(await page.locator('#lost').evaluate((form) => form.shadowRoot.childElementCount)).toBe(0);
  expect(errors).toEqual([]);
});

test('an element of a kind that this version lacks says so on itself and on the engine, however new that is', async ({ page }) => {
  const errors = uncaught(page);
  await openBlank(page);
  const told = await page.evaluate(async (options) => {
    const { createVolet, defineElements } = await import('/pkg/index.js');
    await defineElements();
    const form = document.createElement('volet-form');
    form.type = 'nothing-like-it';
    const onForm = new Promise((resolve) => form.addEventListener('volet-error', ({ detail }) => resolve(detail)));
    document.body.append(form);
    const engine = await createVolet(options);
    const onEngine = new Promise((resolve) => engine.addEventListener('volet-error', ({ detail }) => resolve(detail)));
    return Promise.all([onForm, onEngine]);
  }, OPTIONS);
  const failure = { code: 'option_invalid', field: 'type' };
  expect(told).toMatchObject([failure, failure]);
  expect(errors).toEqual([]);
});

test('what a host sets before the elements are defined counts', async ({ page }) => {
  await openBlank(page);
  const set = await page.evaluate(async () => {
    const list = document.createElement('volet-antecedents');
    const form = document.createElement('volet-form');
    const given = { onaccept: () => {}, recorded: [{ text: 'Asthme' }] };
    Object.assign(list, given);
    Object.assign(form, { type: 'mh', readonly: true });
    document.body.append(list, form);
    const { defineElements } = await import('/pkg/index.js');
    await defineElements();
    return [list.onaccept === given.onaccept, list.recorded, form.getAttribute('type'), form.hasAttribute('readonly')];
  });
  expect(set).toEqual([true, [{ text: 'Asthme' }], 'mh', true]);
});

test('a form whose part does not come says so, and is there at the next try', async ({ page }) => {
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.route('**/split_memo.wasm', (route) => route.abort());
  await openBlank(page);
  await makeEngine(page);
  const told = await page.evaluate(() => {
    const form = document.createElement('volet-form');
    const heard = [form, window.engine].map((place) => new Promise((resolve) => {
      place.addEventListener('volet-error', ({ detail }) => setTimeout(() => resolve(detail)));
    }));
    form.type = 'mh';
    document.body.append(form);
    return Promise.all(heard);
  });
  const failure = { code: 'part_unavailable', phase: 'configure', retryable: true };
  expect(told).toMatchObject([failure, failure]);
  await page.unroute('**/split_memo.wasm');
  await page.locator('volet-form').evaluate((form) => { form.volet = window.engine; });
  await expect(desk.field(page, 'line.1.code')).toBeVisible();
  expect(faults).toEqual([]);
});

test('a value for a form that turns out to be locked is refused aloud, and the form is there', async ({ page }) => {
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await scenario('drop_response_after_commit', 1);
  await desk.send(page);
  await desk.hasState(page, 'unknown');
  const told = await page.evaluate(() => new Promise((resolve) => {
    const shown = document.querySelector('volet-form');
    const form = document.createElement('volet-form');
    form.type = 'ecit';
    form.value = { certificate: { diagnosis: 'M54' } };
    form.volet = shown.volet;
    const heard = [];
    form.addEventListener('volet-error', ({ detail }) => heard.push(detail));
    form.addEventListener('volet-ready', () => setTimeout(() => resolve(heard)));
    shown.replaceWith(form);
  }));
  expect(told).toMatchObject([{ code: 'state_conflict', phase: 'check' }]);
  await desk.hasState(page, 'unknown');
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('J11');
  expect(faults).toEqual([]);
});

test('two forms of one engine are two certificates', async ({ page }) => {
  await desk.atTheDesk(page);
  await page.evaluate(() => {
    const [first] = document.querySelectorAll('volet-form');
    const second = document.createElement('volet-form');
    first.id = 'first';
    second.id = 'second';
    second.type = 'ecit';
    second.volet = first.volet;
    first.after(second);
  });
  const inForm = (id, name) => page.locator(`#${id} [name="${name}"]`);
  await expect(inForm('second', 'insured.lastName')).toHaveValue('Şahin');
  await inForm('first', 'certificate.diagnosis').fill('J11');
  await expect(inForm('second', 'certificate.diagnosis')).toHaveValue('');
  await inForm('second', 'certificate.diagnosis').fill('M54');
  await expect(inForm('first', 'certificate.diagnosis')).toHaveValue('J11');
  for (const id of ['first', 'second']) {
    await inForm(id, 'certificate.days').fill('2');
    const sent = await page.locator(`#${id}`).evaluate((form) => form.send());
    expect(sent).toMatchObject({ state: 'accepted' });
  }
  const ids = (await deposits()).map(({ documentId }) => documentId);
  expect(new Set(ids).size).toBe(2);
});

test('a host holds a send back, at once or after asking somebody', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await page.evaluate(() => {
    window.asked = [];
    window.answers = [
      (event) => event.preventDefault(),
      (event) => event.detail.waitUntil(Promise.reject(new Error('no'))),
      (event) => event.detail.waitUntil(Promise.resolve()),
    ];
    document.addEventListener('volet-before-send', (event) => {
      const { waitUntil, ...detail } = event.detail;
      window.asked.push(detail);
      window.answers.shift()(event);
    });
  });
  for (const held of [1, 2]) {
    await desk.send(page);
    await desk.saysFailure(page, 'send_cancelled');
    await desk.hasState(page, 'draft');
    expect(await page.evaluate(() => window.asked.length)).toBe(held);
    expect(await sendCalls()).toEqual([]);
  }
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  const [{ documentId }] = await deposits();
  const asked = await page.evaluate(() => window.asked);
  expect(asked).toHaveLength(3);
  expect(asked[2]).toEqual({ type: 'ecit', documentId });
});

test('a transport sees every call by its tag and may answer it', async ({ page }) => {
  await desk.atTheDesk(page);
  await page.evaluate(async (options) => {
    const { createVolet } = await import('/pkg/index.js');
    window.calls = [];
    const transport = (request, { tag, signal }) => {
      window.calls.push({ tag, method: request.method, path: new URL(request.url).pathname, signal: signal instanceof AbortSignal });
      if (tag === 'econnector.status') return new Response('{"status":"DOWN"}', { status: 503 });
      return null;
    };
    const { volet } = document.querySelector('volet-form');
    window.value = document.querySelector('volet-form').value;
    volet.destroy();
    window.engine = await createVolet({ ...options, transport });
    const form = document.querySelector('volet-form');
    form.volet = window.engine;
  }, OPTIONS);
  const notice = page.locator('volet-form').getByText('Le certificat peut être rempli ; l’envoi devra attendre');
  await expect(notice).toBeVisible();
  const tags = () => page.evaluate(() => [...new Set(window.calls.map(({ tag }) => tag))].sort());
  expect(await tags()).toEqual(['econnector.status', 'session', 'token']);
  const calls = await page.evaluate(() => window.calls);
  expect(calls.every(({ signal }) => signal)).toBe(true);
  expect(calls.find(({ tag }) => tag === 'token')).toMatchObject({ method: 'POST', path: '/volet/token' });
});

/** Gives the form an engine whose calls are counted by their tags. */
const countTags = (page) => page.evaluate(async (options) => {
  const { createVolet } = await import('/pkg/index.js');
  window.tags = [];
  const form = document.querySelector('volet-form');
  const patients = await (await fetch('/sandbox/patients')).json();
  const [patient] = patients.filter(({ id }) => id === 'p-1002');
  form.volet.destroy();
  window.engine = await createVolet({ ...options, transport: (_, { tag }) => window.tags.push(tag) && null });
  window.engine.setContext({ patient, insured: patient });
  form.volet = window.engine;
}, OPTIONS);

const tagsOf = (page) => page.evaluate(() => [...new Set(window.tags)].sort());

test('a host hears for its own audit trail of a deposit and of its cancellation', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.listen(page, 'volet-audit');
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await desk.button(page, 'revoke').click();
  await desk.hasState(page, 'revoked');
  const [{ documentId }] = await deposits();
  const told = (await desk.heard(page)).filter(({ where }) => where === 'engine').map(({ detail }) => detail);
  expect(told).toMatchObject(['send', 'revoke'].map((action) => ({ action, documentId })));
  for (const { at, correlationId, ...rest } of told) {
    expect(new Date(at).getTime()).toBeGreaterThan(0);
    expect(correlationId).not.toBe('');
    expect(Object.keys(rest).sort()).toEqual(['action', 'documentId']);
  }
});

test('elements work inside a component of the host', async ({ page }) => {
  await openBlank(page);
  await makeEngine(page);
  const painted = await page.evaluate(async () => {
    const shell = document.createElement('div');
    const form = document.createElement('volet-form');
    form.type = 'ecit';
    const heard = new Promise((resolve) => document.addEventListener('volet-preview', resolve, { once: true }));
    shell.attachShadow({ mode: 'open' }).append(document.createElement('volet-session'), form);
    document.body.append(shell);
    const { detail } = await heard;
    return Object.entries(detail).map(([name, value]) => [name, typeof value]);
  });
  expect(painted.sort()).toEqual([['milliseconds', 'number'], ['pages', 'number']]);
  await expect(desk.button(page, 'sign-in')).toBeVisible();
  const diagnosis = desk.field(page, 'certificate.diagnosis');
  await diagnosis.focus();
  await diagnosis.blur();
  await page.locator('volet-form [part~="summary"]').getByText('Diagnostic').click();
  await expect(diagnosis).toBeFocused();
});

test('the calls of a send and of a cancellation have their tags', async ({ page }) => {
  await desk.atTheDesk(page);
  await countTags(page);
  await desk.isReady(page);
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
  await desk.button(page, 'revoke').click();
  await desk.hasState(page, 'revoked');
  expect(await tagsOf(page)).toEqual(
    ['econnector.revoke-document', 'econnector.send-document', 'econnector.status', 'session', 'token']);
});

for (const [type, tag] of [['mh', 'econnector.send-document'], ['memoire', 'econnector.send-mh']]) {
  test(`the calls of a fee memo have their tags: ${type}`, async ({ page }) => {
    await desk.openMemo(page);
    await desk.signIn(page);
    await desk.memoIsReady(page);
    if (type === 'memoire') await page.getByLabel('Remboursement digitalisé').check();
    await desk.memoIsReady(page);
    await countTags(page);
    await desk.memoIsReady(page);
    await desk.fill(page, { 'line.1.code': 'C1' });
    await desk.send(page);
    await desk.hasState(page, 'accepted');
    expect(await tagsOf(page)).toEqual(
      ['econnector.generate-pdf', tag, 'econnector.status', 'session', 'token'].sort());
  });
}

test('a host reads and writes the value, asks for what is wrong, closes and empties the form', async ({ page }) => {
  await desk.atTheDesk(page);
  const form = page.locator('volet-form');
  await form.evaluate((node) => {
    node.value = { certificate: { diagnosis: 'J11', start: '2026-11-02', end: '2026-11-04' }, insured: { city: 'Wiltz' } };
  });
  await expect(desk.field(page, 'certificate.diagnosis')).toHaveValue('J11');
  await expect(desk.field(page, 'certificate.end')).toHaveValue('2026-11-04');
  await expect(desk.field(page, 'insured.lastName')).toHaveValue('Şahin');
  expect(await form.evaluate((node) => node.value)).toMatchObject({
    practitioner: '90813319',
    biller: '90813319',
    insured: { matricule: '1985031402717', lastName: 'Şahin', city: 'Wiltz', country: 'LU' },
    certificate: { kind: 'initial', reason: 'illness', start: '2026-11-02', end: '2026-11-04', diagnosis: 'J11' },
  });
  await desk.fill(page, { 'certificate.diagnosis': '' });
  const checked = await form.evaluate((node) => node.validate());
  expect(checked).toMatchObject({ valid: false, complete: false, dirty: true });
  expect(checked.issues).toContainEqual({ field: 'certificate.diagnosis', code: 'required', severity: 'error' });
  await expect(desk.marks(page, 'certificate.diagnosis')).toBeVisible();

  await form.evaluate((node) => { node.readonly = true; });
  await expect(desk.field(page, 'certificate.diagnosis')).toBeDisabled();
  await expect(desk.button(page, 'send')).toBeDisabled();
  await form.evaluate((node) => { node.readonly = false; });
  await form.evaluate((node) => node.reset());
  await expect(desk.field(page, 'insured.city')).toHaveValue('Esch-sur-Alzette');
  await expect(desk.field(page, 'certificate.end')).toHaveValue('');
});

test('a copy that does not exist is refused by name', async ({ page }) => {
  await desk.atTheDesk(page);
  for (const wanted of [{ copy: 'mh' }, { copy: 'pharmacie' }, {}, { copy: 'caisse', official: true }]) {
    const code = await page.locator('volet-form').evaluate((form, one) =>
      form.pdf(one).then(() => 'made', (error) => error.code), wanted);
    expect(code).toBe('document_not_available');
  }
});
