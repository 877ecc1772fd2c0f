// The table of types and queries is data: a host takes ours from the package, changes it, and is told of one that cannot be used.

import { readFileSync } from 'node:fs';
import { makeEngine, openBlank } from './support/blank.js';
import * as record from './support/records.js';
import { journal } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const table = () => JSON.parse(readFileSync(new URL('../../pkg/data/type-map.json', import.meta.url), 'utf8'));
const { LUKASZ } = record;

test('a code that is moved is listed elsewhere', async ({ page }) => {
  const typeMap = table();
  typeMap.rules.find(({ code }) => code === '11502-2').kind = 'imaging';
  await record.blankWithEngine(page, { typeMap });
  await record.showOn(page, { ...LUKASZ, type: 'imaging' });
  await record.settled(page);
  await expect(record.row(page, 'Bilan biologique du 10.11.2026')).toHaveCount(1);
  await expect(record.row(page, 'Radiographie du thorax, image')).toHaveCount(1);
});

test('a query that is changed is asked as it says', async ({ page }) => {
  const typeMap = table();
  typeMap.queries.find((one) => one.for === 'documents').parameters.status = 'superseded';
  const asked = [];
  page.on('request', (request) => {
    if (request.url().endsWith('DocumentReference/_search')) asked.push(new URLSearchParams(request.postData()).get('status'));
  });
  await record.blankWithEngine(page, { typeMap });
  await record.showOn(page, { ...LUKASZ, type: 'summary' });
  await record.settled(page);
  expect(asked).toEqual(['superseded']);
  await expect(record.row(page, 'Résumé patient (version précédente)')).toHaveCount(1);
  await expect(record.rows(page, 'dsp')).toHaveCount(1);
});

for (const [what, typeMap] of [
  ['a kind that nobody knows', { ...table(), rules: [{ kind: 'horoscope', code: '1' }] }],
  ['no query', { rules: [], queries: [] }],
  ['rubbish', ['?']],
]) {
  test(`a table with ${what} is told before anybody signs in, and nothing is asked`, async ({ page }) => {
    await openBlank(page);
    await makeEngine(page, { typeMap });
    await record.showOn(page, { ...LUKASZ, type: 'other' });
    await expect(record.notice(page, 'option_invalid')).toBeVisible();
    const told = await page.evaluate(() => window.heard.filter(({ name }) => name === 'volet-error'));
    expect(told.map(({ code, field }) => [code, field])).toEqual([['option_invalid', 'typeMap']]);
    await expect(record.rows(page, 'local')).toHaveCount(1);
    expect(record.dspCalls(await journal())).toEqual([]);
  });
}
