// A memo of 99 lines in the shipped module: the time of `validate()`, which checks it and gives every issue to the host, and of
// a key in the act's field until its proposals are made.

import { ORIGIN, percentile } from './demo.mjs';

const RUNS = 60;

export async function memo(context) {
  const page = await context.newPage();
  await page.goto(`${ORIGIN}/#/patients/p-1002/facturation`);
  await page.locator('volet-form [name="line.1.code"]').waitFor();
  await page.locator('svg[data-volet="mh"] text').first().waitFor();
  const search = await page.locator('volet-form').evaluate(searches, RUNS);
  await page.locator('volet-form').evaluate((form) => {
    const day = form.value.memo.date;
    const line = Array.from({ length: 99 }, (_, at) =>
      [String(at + 1), { code: ['V1', 'K1', '1M13'][at % 3], date: day, time: '10:30', count: '1', amount: '10.00' }]);
    form.value = { ...form.value, line: Object.fromEntries(line) };
  });
  await page.locator('volet-form [name="line.99.code"]').waitFor({ state: 'attached' });
  const check = await page.locator('volet-form').evaluate(checks, RUNS);
  await page.close();
  const summary = (values) => ({ p50: percentile(values, 0.5), p95: percentile(values, 0.95) });
  return { check: summary(check), search: summary(search) };
}

async function checks(form, runs) {
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const begun = performance.now();
    await form.validate();
    times.push(performance.now() - begun);
    await new Promise((done) => { setTimeout(done, 5); });
  }
  return times;
}

async function searches(form, runs) {
  const input = form.shadowRoot.querySelector('[name="line.1.code"]');
  const words = 'consultation visite majorée échographie'.split('');
  const times = [];
  // Comes when all that follows from an event has been done.
  const nextTask = () => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });
  input.focus();
  for (let run = 0; run < runs; run += 1) {
    const typed = words.slice(0, 1 + (run % words.length)).join('');
    const begun = performance.now();
    input.value = typed;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await nextTask();
    times.push(performance.now() - begun);
    await new Promise((done) => { setTimeout(done, 20); });
  }
  input.value = '';
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  return times;
}
