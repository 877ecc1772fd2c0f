// The package's types, by the TypeScript compiler: what must compile does, and a client secret cannot be written.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const file = (name) => fileURLToPath(new URL(`types/${name}`, import.meta.url));

const OPTIONS = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
};

/** The compiler's messages about a text in the place of a file. */
function messages(name, text = readFileSync(file(name), 'utf8')) {
  const host = ts.createCompilerHost(OPTIONS);
  const { readFile } = host;
  host.readFile = (path) => (path === file(name) ? text : readFile.call(host, path));
  host.getSourceFile = (path, version) => {
    const source = host.readFile(path);
    return source === undefined ? undefined : ts.createSourceFile(path, source, version);
  };
  const program = ts.createProgram([file(name)], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('every mode can be written', () => {
  assert.deepEqual(messages('valid.ts'), []);
});

test('what must not be written is refused, line by line', () => {
  assert.deepEqual(messages('invalid.ts'), []);
});

test('each of those lines is refused for itself', () => {
  const text = readFileSync(file('invalid.ts'), 'utf8');
  const expected = text.match(/@ts-expect-error/g).length;
  const found = messages('invalid.ts', text.replaceAll('@ts-expect-error', 'expected:'));
  assert.equal(found.length, expected, found.join('\n'));
});
