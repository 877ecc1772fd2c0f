// What the contract says in more than one place is the same everywhere: error codes, and the shapes of tables.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const words = (text, pattern) => [...text.matchAll(pattern)].map(([, word]) => word).sort();

test('the error codes of the rules, of the types and of the README are the same', () => {
  const rules = words(read('crates/domain/src/failure.rs'), /Self::\w+ => "(\w+)"/g);
  const types = read('pkg/index.d.ts').match(/type VoletErrorCode =([^;]+);/)[1];
  const readme = read('pkg/README.md').split('## Error codes')[1];
  assert.ok(rules.length > 40);
  assert.deepEqual(words(types, /'(\w+)'/g), rules);
  assert.deepEqual(words(readme, /^\| `(\w+)`/gm), rules);
});

test('the codes of issues in the types are those of the rules', () => {
  const [, rules] = read('crates/domain/src/forms/issue.rs').split('impl IssueCode');
  const types = read('pkg/index.d.ts').match(/type IssueCode =([^;]+);/)[1];
  assert.deepEqual(words(types, /'(\w+)'/g), words(rules, /Self::\w+ => "(\w+)"/g));
});

test('the codes that can be tried again are marked so in the README', () => {
  const source = read('crates/domain/src/failure.rs');
  const names = new Map([...source.matchAll(/Self::(\w+) => "(\w+)"/g)].map(([, name, word]) => [name, word]));
  const retryable = source.split('fn retryable')[1].split('}')[0];
  const expected = words(retryable, /Self::(\w+)/g).map((name) => names.get(name)).sort();
  const readme = read('pkg/README.md').split('## Error codes')[1];
  assert.deepEqual(words(readme, /^\| `(\w+)` ↻/gm), expected);
});

test('the phases of the README are those of the types', () => {
  const types = words(read('pkg/index.d.ts').match(/type VoletPhase =([^;]+);/)[1], /'(\w+)'/g);
  const rows = read('pkg/README.md').split('## Error codes')[1].match(/^\| `.*$/gm);
  const used = new Set(rows.flatMap((row) => row.split('|')[2].split(',').map((phase) => phase.trim())));
  assert.deepEqual([...used].sort(), types);
});

test('the tags of the transport are those that calls have, in the types and in the README', () => {
  const src = new URL('../../src/', import.meta.url);
  const files = readdirSync(src, { recursive: true }).filter((name) => name.endsWith('.rs'));
  const text = files.map((name) => readFileSync(new URL(name, src), 'utf8')).join('\n');
  const calls = [...new Set(words(text, /"(session|token|(?:econnector|dsp)\.[\w-]*\w)"/g))];
  const types = words(read('pkg/index.d.ts').match(/type TransportTag =([^;]+);/)[1], /'([\w.-]+)'/g);
  const readme = read('pkg/README.md').match(/Tags: ([^]*?)The request carries/)[1].replace(/\([^)]*\)/g, '');
  assert.deepEqual(types, words(readme, /`([\w.-]+)`/g));
  assert.deepEqual(types, calls);
});

test('the example of diagnoses fits the schema of the option', () => {
  const fits = new Ajv().compile(JSON.parse(read('pkg/schemas/diagnoses.schema.json')));
  const example = JSON.parse(read('pkg/data/diagnoses.json'));
  assert.ok(fits(example), JSON.stringify(fits.errors));
  assert.ok(fits({ diagnoses: [{ code: 'J11', text: 'Grippe' }] }));
  for (const odd of [{ diagnoses: [] }, { diagnoses: [{ code: 'J11' }] }, { diagnoses: [{ code: '', text: 'Grippe' }] },
    { diagnoses: [{ code: 'J11', text: { it: 'Influenza' } }] }, { ...example, diagnose: [] }]) {
    assert.equal(fits(odd), false, JSON.stringify(odd));
  }
});
