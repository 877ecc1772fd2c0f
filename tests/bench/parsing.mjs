// A bundle of 700 KB: our reader in its worker, beside JSON.parse and the client that JavaScript software uses (fhirclient).

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { ORIGIN, percentile } from './demo.mjs';

/** fhirclient's own browser build; the package's dependencies are for Node and are not fetched. */
const PEER = 'fhirclient@2.6.3';
const BUILD = 'package/build/fhir-client.pure.min.js';
const RUNS = 30;
const SIZE = 700_000;

/** Milliseconds; `peer` is `null` where its package cannot be fetched. */
export async function parsing(context) {
  const page = await context.newPage();
  const client = await peer();
  if (client) {
    await page.route(`${ORIGIN}/peer.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: client }));
  }
  await page.route(`${ORIGIN}/parse`, (route) => route.fulfill({
    contentType: 'text/html',
    body: `<!doctype html><title>Lecture</title><script>(${answersFromMemory})()</script>${client ? '<script src="/peer.js"></script>' : ''}`,
  }));
  await page.goto(`${ORIGIN}/parse`);
  const text = bundle();
  const times = await page.evaluate(measure, { text, runs: RUNS });
  await page.close();
  const figure = (values) => values && { p50: percentile(values, 0.5), p95: percentile(values, 0.95) };
  return {
    bytes: Buffer.byteLength(text), entries: JSON.parse(text).entry.length,
    ours: figure(times.ours), blocked: figure(times.blocked), json: figure(times.json), peer: figure(times.peer),
  };
}

/** The laboratory of a demo patient, again and again with other ids. */
function bundle() {
  const file = new URL('../../crates/sandbox/data/dsp/p-1002.json', import.meta.url);
  const results = JSON.parse(readFileSync(file, 'utf8')).entry.filter(({ resource }) => resource.resourceType === 'Observation');
  const entry = [];
  let size = 0;
  for (let round = 0; size < SIZE; round += 1) {
    for (const { resource } of results) {
      const text = JSON.stringify({ resource: { ...resource, id: `${resource.id}-${round}` } });
      entry.push(JSON.parse(text));
      size += text.length + 1;
      if (size >= SIZE) break;
    }
  }
  return JSON.stringify({ resourceType: 'Bundle', type: 'searchset', entry });
}

async function peer() {
  const folder = new URL('../../target/bench/peer/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  try {
    const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', PEER, '--json', '--ignore-scripts'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 }));
    execFileSync('tar', ['-xzf', filename, BUILD], { cwd: folder });
    return readFileSync(new URL(BUILD, folder), 'utf8');
  } catch {
    return null;
  }
}

/** The peer takes the page's `fetch` when it is loaded: no network is in what it is measured for. */
function answersFromMemory() {
  const { fetch } = window;
  window.fetch = async (...words) =>
    (String(words[0]?.url ?? words[0]).includes('/fhir/')
      ? new Response(window.bundle, { headers: { 'content-type': 'application/fhir+json' } }) : fetch.apply(window, words));
}

/** Bytes to rows, and bytes to objects: each begins with the bytes of an answer. */
async function measure({ text, runs }) {
  const bytes = new TextEncoder().encode(text);
  const { Records } = await import('/pkg/records.js');
  const reader = new Records({ engine: new EventTarget() });
  const times = { ours: [], blocked: [], json: [], peer: window.FHIR ? [] : undefined };
  const client = window.FHIR?.client({ serverUrl: `${location.origin}/fhir` });
  window.bundle = bytes;
  for (let run = 0; run < runs; run += 1) {
    let start = performance.now();
    JSON.parse(await new Response(bytes).text());
    times.json.push(performance.now() - start);
    start = performance.now();
    const rows = reader.read(bytes.slice());
    times.blocked.push(performance.now() - start);
    await rows;
    times.ours.push(performance.now() - start);
    if (client) {
      start = performance.now();
      await client.request('Observation', { pageLimit: 1, flat: true });
      times.peer.push(performance.now() - start);
    }
  }
  reader.stop();
  return times;
}
