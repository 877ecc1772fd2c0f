// One browser, two gateways with one key, and no state between them: a tab is closed in mid-renewal, and the next tab's
// request reaches the other gateway before the answer is there.

import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { HOST, ISSUER, SECOND, SECOND_PORT } from './support/addresses.js';
import { SHARED, startDemo } from './support/demo.js';
import * as desk from './support/practice.js';
import { advance, advanceSecond, scenario, tokenCalls } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const TOKEN = '**/volet/token';
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
  await advanceSecond(seconds);
};

/**
 * This tab's token requests go to the second gateway, as a balancer before both would send them: with the cookie that the
 * browser has at that moment. Gives what was asked.
 */
async function sendToSecond(page) {
  const asked = [];
  await page.route(TOKEN, async (route, request) => {
    asked.push(request.postData());
    const cookies = await page.context().cookies(HOST);
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-volet': '1',
      'x-volet-user': request.headers()['x-volet-user'],
      origin: HOST,
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    };
    const sent = httpRequest(`${SECOND}/volet/token`, { method: 'POST', headers });
    sent.end(request.postData());
    const [answer] = await once(sent, 'response');
    const body = Buffer.concat(await answer.toArray());
    return route.fulfill({ status: answer.statusCode, headers: { 'content-type': answer.headers['content-type'] }, body });
  });
  return asked;
}

test('a tab that is closed in mid-renewal loses no session, whatever gateway the next tab reaches', async ({ page, context }) => {
  await desk.atTheDesk(page);
  const other = await context.newPage();
  await desk.openCertificate(other);
  await expect(desk.button(other, 'sign-out')).toBeVisible();
  await desk.keepEngine(other);
  const asked = await sendToSecond(other);
  const before = await tokenCalls();
  await scenario('refresh_slow');
  for (const tab of [page, other]) await tab.clock.install();
  await later(300);
  for (const tab of [page, other]) await tab.clock.fastForward(300_000);

  const renewal = page.waitForRequest(TOKEN);
  await desk.wake(page);
  await renewal;
  await page.close();
  await desk.wake(other);
  await expect.poll(() => desk.status(other), { timeout: 20_000 })
    .toMatchObject({ state: 'signed-in' });
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  expect(await tokenCalls()).toEqual({ asked: before.asked + 1, refused: 0 });
  expect(asked.every((form) => form.includes('renew=no'))).toBe(true);
  await desk.fill(other, desk.ILLNESS);
  await desk.send(other);
  await desk.hasState(other, 'accepted');
});
