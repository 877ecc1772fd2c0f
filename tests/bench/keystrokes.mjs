// From the `input` event's timeStamp to a task posted from the first animation frame after the page's nodes changed,
// beside the same for an input that only echoes into a text node.

import { openCertificate, percentile } from './demo.mjs';

const KEYS = 100;

export async function keystrokes(context) {
  const page = await openCertificate(context);
  await page.evaluate(() => {
    const painted = (done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      requestAnimationFrame(() => port2.postMessage(0));
    };
    globalThis.figures = { painted: [], script: [], echo: [] };
    const form = document.querySelector('volet-form');
    let typed;
    let begun;
    form.addEventListener('input', (event) => {
      typed = event.timeStamp;
      begun = performance.now();
    }, true);
    form.addEventListener('volet-preview', () => {
      if (typed === undefined) return;
      const at = typed;
      globalThis.figures.script.push(performance.now() - begun);
      typed = undefined;
      painted((now) => globalThis.figures.painted.push(now - at));
    });
    const echo = Object.assign(document.createElement('input'), { id: 'echo' });
    const text = document.createElement('p');
    document.body.prepend(echo, text);
    echo.addEventListener('input', (event) => {
      text.textContent = echo.value;
      painted((now) => globalThis.figures.echo.push(now - event.timeStamp));
    });
  });
  for (const selector of ['[name="insured.lastName"]', '#echo']) {
    await page.locator(selector).focus();
    for (let key = 0; key < KEYS; key += 1) {
      await page.keyboard.press('abcdefghij'[key % 10]);
      // As fast as a hand can: the next key comes when frames have passed, at no fixed phase.
      await page.evaluate((wait) => new Promise((done) => { setTimeout(done, wait); }), 37 + (key * 7) % 13);
    }
  }
  const figures = await page.evaluate(() => globalThis.figures);
  await page.close();
  const summary = (values) => ({ p50: percentile(values, 0.5), p95: percentile(values, 0.95), count: values.length });
  return { painted: summary(figures.painted), script: summary(figures.script), echo: summary(figures.echo) };
}
