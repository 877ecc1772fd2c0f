// The sandbox's control API: what the stand-ins saw, hold and are told to do wrong.

import { CONTROL, SECOND_CONTROL } from './addresses.js';

/** A row for each request that a stand-in has answered. */
export const journal = () => get('journal');

/** A row for each document at mySecu. */
export const deposits = () => get('deposits');

/** Switches a fault on, for `times` calls or until the next test. */
export const scenario = (name, times) => post('scenario', times ? { name, times } : { name });

/** Switches a fault off. */
export const calm = (name) => post('scenario', { name, times: 0 });

/** Advances the clock of the stand-ins and of the gateway. */
export const advance = (advanceSeconds) => post('clock', { advanceSeconds });

/** The same of the second demo. */
export const advanceSecond = (advanceSeconds) => post('clock', { advanceSeconds }, SECOND_CONTROL);

/** Forgets everything. */
export const reset = () => post('reset', {});

/** The calls of the journal that meant to deposit a document. */
export const sendCalls = async () =>
  (await journal()).filter(({ path }) => path.endsWith('/send-document'));

/** How often the issuer's token endpoint was asked, for a code or for a renewal, and how often it refused. */
export async function tokenCalls() {
  const rows = (await journal()).filter(({ service, path }) => service === 'aes' && path.endsWith('/token'));
  return { asked: rows.length, refused: rows.filter(({ status }) => status >= 400).length };
}

async function get(what) {
  const answer = await fetch(`${CONTROL}/${what}`);
  if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
  return answer.json();
}

async function post(what, body, control = CONTROL) {
  const answer = await fetch(`${control}/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
}
