// A long memo in the shipped module: the time of `validate()`, which checks it and gives every issue to the host, of a key in
// the act's field until its proposals are made, and of the widget's script a key, its pages painted.

import { ORIGIN, percentile } from './demo.mjs';

const RUNS = 60;

export async function memo(context) {
  const page = await context.newPage();
  await page.goto(`${ORIGIN}/#/patients/p-1002/facturation`);
  await page.locator('volet-form [name="line.1.code"]').waitFor();
  await page.locator('svg[data-volet="mh"] text').first().waitFor();
  const search = await page.locator('volet-form').evaluate(searches, RUNS);
  const keys = [];
  for (const lines of [40, 99]) {
    await fill(page, lines);
    const script = await page.locator('volet-form').evaluate(types, RUNS);
    keys.push({ lines, script: summary(script) });
  }
  const check = await page.locator('volet-form').evaluate(checks, RUNS);
  await page.close();
  return { check: summary(check), search: summary(search), keys };
}

const summary = (values) => ({ p50: percentile(values, 0.5), p95: percentile(values, 0.95) });

async function fill(page, lines) {
  await page.locator('volet-form').evaluate((form, count) => {
    const day = form.value.memo.date;
    const line = Array.from({ length: count }, (_, at) =>
      [String(at + 1), { code: ['V1', 'K1', '1M13'][at % 3], date: day, time: '10:30', count: '1', amount: '10.00' }]);
    form.value = { ...form.value, line: Object.fromEntries(line) };
  }, lines);
  await page.locator(`volet-form [name="line.${lines}.code"]`).waitFor({ state: 'attached' });
}

/** The time from a key in a name to the pages' change: all of it is the widget's own script. */
async function types(form, runs) {
  const input = form.shadowRoot.querySelector('[name="patient.lastName"]');
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const painted = new Promise((done) => { form.addEventListener('volet-preview', () => done(performance.now()), { once: true }); });
    const begun = performance.now();
    input.value = `Muller${'abcdefghij'[run % 10]}`;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    times.push((await painted) - begun);
    await new Promise((done) => { setTimeout(done, 20); });
  }
  return times;
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
