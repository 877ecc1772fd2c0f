// `createVolet` says which of its options is wrong.

import { openBlank, OPTIONS } from './support/blank.js';
import { expect, test } from './support/test.js';

for (const [changes, code, field] of [
  [{ gateway: undefined }, 'option_invalid', 'gateway'],
  [{ gateway: 'https://elsewhere.example/volet' }, 'option_invalid', 'gateway'],
  [{ gateway: 42 }, 'option_invalid', 'gateway'],
  [{ auth: undefined }, 'option_invalid', 'auth.mode'],
  [{ auth: { ...OPTIONS.auth, mode: 'implicit' } }, 'option_invalid', 'auth.mode'],
  [{ auth: { mode: 'mediated' } }, 'option_invalid', 'auth.redirectUri'],
  [{ auth: { mode: 'mediated', redirectUri: 'https://elsewhere.example/callback' } }, 'option_invalid', 'auth.redirectUri'],
  [{ hostUser: undefined }, 'option_invalid', 'hostUser'],
  [{ hostUser: 1842 }, 'option_invalid', 'hostUser'],
  [{ environment: undefined }, 'option_invalid', 'environment'],
  [{ environment: 'staging' }, 'option_invalid', 'environment'],
  [{ documentTypes: ['laboratory'] }, 'document_types_incomplete', 'documentTypes'],
]) {
  const what = JSON.stringify(changes, (_, value) => value ?? null);
  test(`createVolet refuses ${what} by name`, async ({ page }) => {
    await openBlank(page);
    const failure = await refusal(page, { ...OPTIONS, ...changes });
    expect(failure).toEqual({
      ours: true, name: 'VoletError', code, phase: 'configure', retryable: false, correlationId: '', field,
    });
  });
}

test('createVolet refuses a transport that is no function by name', async ({ page }) => {
  await openBlank(page);
  expect(await refusal(page, { ...OPTIONS, transport: 'fetch' })).toMatchObject({ code: 'option_invalid', field: 'transport' });
});

const refusal = (page, options) => page.evaluate(async (given) => {
  const { createVolet, VoletError } = await import('/pkg/index.js');
  return createVolet(given).then(() => 'made', (error) =>
    ({ ours: error instanceof VoletError, name: error.name, ...error }));
}, options);
