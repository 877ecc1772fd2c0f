// Six tabs, three simulated hours: work, throttled timers, sleep. Every refresh is counted at the issuer.

import { ORIGIN, openCertificate } from './demo.mjs';

const TABS = 6;
const MINUTE = 60;
const PERIOD = 5 * MINUTE;
/** A token is renewed when less than this is left of its 300 s, since a call must not outlive it. */
const MARGIN = 75;

/**
 * Gives the figures. A *needed period* is counted here from the simulated clock alone: a moment at which some tab
 * needs a token and the last one given has run out.
 */
export async function tabs(context) {
  const pages = [];
  for (let i = 0; i < TABS; i += 1) pages.push(await openCertificate(context));
  for (const page of pages) await page.clock.install();
  await typeInEach(pages);
  const before = await tokenCalls();

  let now = 0;
  let ends = 0;
  let needed = 0;
  const pass = async (seconds, how) => {
    now += seconds;
    await control('clock', { advanceSeconds: seconds });
    await Promise.all(pages.map((page, i) => how(page, i, seconds * 1000)));
  };
  // Every tab is seen again, or uses its token, in the same moment.
  const allNeed = async () => {
    if (ends - now <= MARGIN) {
      needed += 1;
      ends = now + PERIOD;
    }
    await Promise.all(pages.map((page) => page.evaluate(() => {
      document.dispatchEvent(new Event('visibilitychange'));
      dispatchEvent(new Event('online'));
    })));
    await Promise.all(pages.map(settled));
  };
  const run = (page, _, milliseconds) => page.clock.runFor(milliseconds);
  // A browser lets a hidden tab's timers fire once, late; the first tab is the one in front.
  const throttled = (page, i, milliseconds) => (i ? page.clock.fastForward(milliseconds) : page.clock.runFor(milliseconds));
  const asleep = (page, _, milliseconds) => page.clock.fastForward(milliseconds);

  // What the tabs hold from the sign-in has run out; from here on both counts begin together.
  await pass(PERIOD, run);
  await allNeed();
  // An hour of work, an hour behind other windows, twenty-five minutes with the lid closed, work until the third hour.
  for (const [minutes, step, how] of [[56, 2, run], [60, 3, throttled], [25, 25, asleep], [34, 1, run]]) {
    for (let passed = 0; passed < minutes; passed += step) {
      await pass(step * MINUTE, how);
      await pages[0].mouse.click(5, 5);
      await allNeed();
    }
  }

  const after = await tokenCalls();
  const lost = (await Promise.all(pages.map(isLost))).filter(Boolean).length;
  const states = await Promise.all(pages.map((page) => page.evaluate(() =>
    document.querySelector('volet-form').volet.status().then(({ state }) => state))));
  for (const page of pages) await page.close();
  return {
    tabs: TABS,
    minutes: now / MINUTE,
    needed,
    refreshes: after.asked - before.asked,
    reuseErrors: after.refused - before.refused,
    formsLost: lost,
    signedIn: states.filter((state) => state === 'signed-in').length,
  };
}

/** The network is not simulated: the answers of one moment have come before the next. */
async function settled(page) {
  const isRenewing = () => page.evaluate(() =>
    document.querySelector('volet-form').volet.status().then(({ state }) => state === 'renewing'));
  do {
    await page.evaluate(() => fetch('/sandbox/scenarios').then((answer) => answer.text()));
  } while (await isRenewing());
}

const diagnosis = (page) => page.locator('volet-form [name="certificate.diagnosis"]');

async function typeInEach(pages) {
  for (const [i, page] of pages.entries()) await diagnosis(page).fill(`J1${i}`);
}

const isLost = async (page, i) => await diagnosis(page).inputValue() !== `J1${i}`;

async function tokenCalls() {
  const rows = (await control('journal')).filter(({ service, path }) => service === 'aes' && path.endsWith('/token'));
  return { asked: rows.length, refused: rows.filter(({ status }) => status >= 400).length };
}

async function control(path, body) {
  const answer = await fetch(`${ORIGIN}/sandbox/${path}`, body && {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}
