// The npm package as a customer gets it: the exact list of files, and a build of the installed tarball.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const pkg = fileURLToPath(new URL('../../pkg/', import.meta.url));
const npm = (args, cwd) => execFileSync('npm', [...args, '--silent'], { cwd, encoding: 'utf8' });

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'volet-package-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** The paths of the files in the tarball. */
function packed() {
  const [{ files }] = JSON.parse(npm(['pack', '--dry-run', '--json'], pkg));
  return files.map(({ path }) => path);
}

test('the tarball holds these files and no other', () => {
  // How many chunks parts share is the splitter's affair.
  const named = packed().filter((path) => !/^dist\/chunk_\d+\.wasm$/.test(path));
  assert.deepEqual(named.sort(), [
    'README.md',
    'assets.js',
    'auto.d.ts',
    'auto.js',
    'data/billing-rules.json',
    'data/diagnoses.json',
    'data/official-pages.json',
    'data/tariffs.json',
    'data/type-map.json',
    'dist/fonts/OFL.txt',
    'dist/fonts/arimo-bold.ttf',
    'dist/fonts/arimo-regular.ttf',
    'dist/locales/de.json',
    'dist/locales/en.json',
    'dist/locales/fr.json',
    'dist/locales/late/de.json',
    'dist/locales/late/en.json',
    'dist/locales/late/fr.json',
    'dist/locales/late/lb.json',
    'dist/locales/lb.json',
    'dist/locales/memo/de.json',
    'dist/locales/memo/en.json',
    'dist/locales/memo/fr.json',
    'dist/locales/memo/lb.json',
    'dist/locales/records/de.json',
    'dist/locales/records/en.json',
    'dist/locales/records/fr.json',
    'dist/locales/records/lb.json',
    'dist/parts.js',
    'dist/pdf-worker.js',
    'dist/pdf_bg.wasm',
    'dist/pdfjs/LICENSE',
    'dist/pdfjs/pdf.min.mjs',
    'dist/pdfjs/pdf.worker.min.mjs',
    'dist/pdfjs/wasm/LICENSE_JBIG2',
    'dist/pdfjs/wasm/LICENSE_OPENJPEG',
    'dist/pdfjs/wasm/LICENSE_PDFJS_JBIG2',
    'dist/pdfjs/wasm/LICENSE_PDFJS_OPENJPEG',
    'dist/pdfjs/wasm/jbig2.wasm',
    'dist/pdfjs/wasm/openjpeg.wasm',
    'dist/preview.js',
    'dist/preview_bg.wasm',
    'dist/proof-worker.js',
    'dist/proof_bg.wasm',
    'dist/records-worker.js',
    'dist/records_bg.wasm',
    'dist/split_calls.wasm',
    'dist/split_deposit.wasm',
    'dist/split_drafts.wasm',
    'dist/split_login.wasm',
    'dist/split_memo.wasm',
    'dist/split_records.wasm',
    'dist/styles/memo.css',
    'dist/styles/records.css',
    'dist/volet.js',
    'dist/volet_bg.wasm',
    'drafts.js',
    'elements.js',
    'engine.js',
    'errors.js',
    'index.d.ts',
    'index.js',
    'jws.js',
    'kept.js',
    'official.js',
    'package.json',
    'pages.js',
    'progress.js',
    'records.js',
    'schemas/billing-rules.schema.json',
    'schemas/diagnoses.schema.json',
    'schemas/tariffs.schema.json',
    'schemas/typeMap.schema.json',
    'values.d.ts',
    'viewer.js',
    'workers.js',
  ]);
});

test('the README names every file that a page fetches, and no other', () => {
  const readme = readFileSync(join(pkg, 'README.md'), 'utf8');
  const table = readme.split('## Serving the files')[1].split('## Error codes')[0].match(/^\|.*\|$/gm).slice(2);
  const patterns = table.flatMap((row) => row.split('|')[1].match(/`[^`]+`/g)).map((quoted) => quoted.slice(1, -1));
  const asRule = (pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
  const isServed = (path) => !/^(README\.md|package\.json|.*\.d\.ts|schemas\/.*|.*(LICENSE\w*|OFL\.txt))$/.test(path);
  const served = packed().filter(isServed);
  assert.deepEqual(served.filter((path) => !patterns.some((pattern) => asRule(pattern).test(path))), []);
  // Only a release has chunks.
  const unused = patterns.filter((pattern) => !served.some((path) => asRule(pattern).test(path)));
  assert.deepEqual(unused.filter((pattern) => pattern !== 'dist/chunk_*.wasm'), []);
});

test('the package is private and names no licence', () => {
  const manifest = JSON.parse(readFileSync(join(pkg, 'package.json'), 'utf8'));
  assert.equal(manifest.private, true);
  assert.equal(manifest.license, undefined);
});

test('no module of the main thread writes HTML from text', () => {
  for (const file of ['dist/volet.js', 'dist/parts.js', 'dist/preview.js', 'elements.js', 'engine.js', 'assets.js', 'drafts.js', 'official.js', 'pages.js', 'progress.js', 'records.js', 'kept.js', 'viewer.js', 'workers.js']) {
    assert.doesNotMatch(readFileSync(join(pkg, file), 'utf8'), /innerHTML|outerHTML|insertAdjacentHTML/, file);
  }
});

test('a build of the installed tarball has everything it imports', async () => {
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const tarball = npm(['pack', '--pack-destination', folder], pkg).trim();
  npm(['install', '--no-audit', '--no-fund', join(folder, tarball)], folder);
  const entry = "import { createVolet, defineElements, VoletError } from '@volet/widget';\n"
    + 'globalThis.volet = { createVolet, defineElements, VoletError };\n';
  writeFileSync(join(folder, 'app.js'), entry);
  const { outputFiles, warnings } = await build({
    entryPoints: [join(folder, 'app.js')],
    bundle: true,
    format: 'esm',
    splitting: true,
    outdir: join(folder, 'out'),
    write: false,
    logLevel: 'silent',
  });
  assert.deepEqual(warnings, []);
  const text = outputFiles.map((file) => file.text).join('');
  for (const name of ['volet_bg.wasm', 'preview_bg.wasm', 'pdf_bg.wasm', 'pdf-worker.js', 'proof_bg.wasm', 'proof-worker.js', 'fonts/arimo-regular.ttf']) {
    assert.match(text, new RegExp(`new URL\\("\\./dist/${name}", import\\.meta\\.url\\)`), name);
  }
  // The splitter writes the addresses of the parts: beside their loader.
  for (const name of ['split_calls.wasm', 'split_login.wasm', 'split_deposit.wasm', 'split_drafts.wasm', 'split_memo.wasm', 'split_records.wasm']) {
    assert.match(text, new RegExp(`new URL\\("\\./${name}", import\\.meta\\.url\\)`), name);
  }
});
