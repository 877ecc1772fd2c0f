// What packaging takes out of the PDF engine is nothing that a page needs: the packaged module writes, byte by byte,
// what the same code writes outside a browser with everything in it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';

const dist = fileURLToPath(new URL('../../pkg/dist/', import.meta.url));
const CREATED = 1795310645;

test('the packaged engine writes the same bytes as the code that nothing was taken out of', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'volet-pages-'));
  try {
    execFileSync('cargo', ['run', '--quiet', '--locked', '--package', 'documents', '--example', 'pages', '--',
      join(dist, 'fonts'), folder], { cwd: fileURLToPath(new URL('../../', import.meta.url)) });
    const engine = await started();
    const samples = readdirSync(folder).filter((name) => name.endsWith('.json'));
    assert.ok(samples.length > 3);
    for (const sample of samples) {
      const copies = readFileSync(join(folder, sample), 'utf8');
      for (const volet of ['caisse', 'employeur', 'assure']) {
        const expected = readFileSync(join(folder, sample.replace('.json', `-${volet}.pdf`)));
        const file = await engine.write(copies, volet, CREATED);
        assert.ok(expected.equals(file), `${sample}, ${volet}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The worker's script in a context of its own, as a browser would run it. */
async function started() {
  const waiting = new Map();
  const self = {
    postMessage: ({ type, id, answer, error }) => {
      if (type === 'answer') waiting.get(id)(answer);
      if (type === 'error') waiting.get(id)(Promise.reject(new Error(error)));
    },
  };
  const wasm = readFileSync(join(dist, 'pdf_bg.wasm'));
  const answer = async () => new Response(wasm, { headers: { 'content-type': 'application/wasm' } });
  runInContext(readFileSync(join(dist, 'pdf-worker.js'), 'utf8'), createContext({
    self, fetch: answer, Response, Request, URL, TextDecoder, TextEncoder, WebAssembly, Error, Uint8Array,
    FinalizationRegistry, console,
  }));
  const [regular, bold] = ['regular', 'bold'].map((weight) => readFileSync(join(dist, `fonts/arimo-${weight}.ttf`)));
  self.onmessage({ data: { type: 'start', wasm: 'https://example.test/pdf_bg.wasm', regular, bold } });
  let last = 0;
  return {
    write: (...words) => new Promise((done) => {
      last += 1;
      waiting.set(last, done);
      self.onmessage({ data: { type: 'ask', id: last, method: 'write', words } });
    }),
  };
}
