// One browser, two gateways with one key, and no state between them: a tab is closed in mid-renewal, and the next tab's
// request reaches the other gateway before the answer is there.

import { HOST, ISSUER, SECOND, SECOND_PORT } from './support/addresses.js';
import { SHARED, startDemo } from './support/demo.js';
import * as desk from './support/practice.js';
import { advance, journal, scenario } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const TOKEN = '**/volet/token';
const wake = (page) => page.evaluate(() => dispatchEvent(new Event('online')));

async function tokenCalls() {
  const rows = (await journal()).filter(({ service, path }) => service === 'aes' && path.endsWith('/token'));
  return { asked: rows.length, refused: rows.filter(({ status }) => status >= 400).length };
}

let stopSecond;

test.beforeAll(async () => {
  stopSecond = await startDemo({
    at: SECOND_PORT,
    variables: {
      ...SHARED,
      VOLET_ISSUER: `${ISSUER}/auth/realms/default`,
      VOLET_ALLOWED_ORIGINS: HOST,
    },
  });
});

test.afterAll(() => stopSecond?.());

/** Both gateways' clocks. */
const later = async (seconds) => {
  await advance(seconds);
  await fetch(`http://127.0.0.1:${SECOND_PORT + 4}/sandbox/clock`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ advanceSeconds: seconds }),
  });
};

test('a tab that is closed in mid-renewal loses no session, whatever gateway the next tab reaches', async ({ page, context }) => {
  await desk.atTheDesk(page);
  const other = await context.newPage();
  await desk.openCertificate(other);
  await expect(desk.button(other, 'sign-out')).toBeVisible();
  await desk.keepEngine(other);
  // This tab's requests go to the second gateway, as behind a balancer.
  const asked = [];
  await other.route(TOKEN, (route, request) => {
    asked.push(request.postData());
    return route.continue({ url: request.url().replace(HOST, SECOND) });
  });
  const before = await tokenCalls();
  await scenario('refresh_slow');
  for (const tab of [page, other]) await tab.clock.install();
  await later(300);
  for (const tab of [page, other]) await tab.clock.fastForward(300_000);

  const renewal = page.waitForRequest(TOKEN);
  await wake(page);
  await renewal;
  await page.close();
  await wake(other);
  await expect.poll(() => other.evaluate(() => window.engine.status()), { timeout: 20_000 })
    .toMatchObject({ state: 'signed-in' });
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  expect(await tokenCalls()).toEqual({ asked: before.asked + 1, refused: 0 });
  expect(asked.every((form) => form.includes('renew=no'))).toBe(true);
  await desk.fill(other, desk.ILLNESS);
  await desk.send(other);
  await desk.hasState(other, 'accepted');
});
