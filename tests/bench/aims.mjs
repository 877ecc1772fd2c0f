// What is aimed at, beside what was measured. What was not measured has no line.

import { statSync } from 'node:fs';

const PACKAGE = new URL('../../target/demo/pkg/dist/', import.meta.url);
const OURS = 'ours, through the worker';
const PEERS = ['pdf-lib', 'jspdf', 'pdfmake'];

/** `[{what, aim, got, met}]`. */
export function aims({ firstLoad, keystroke, memo, mounts, peers, records, tabs }) {
  const list = [];
  const aim = (what, wanted, got, met) => list.push({ what, aim: wanted, got, met });
  const atMost = (what, most, got) => aim(what, `at most ${most}`, got, got <= most);
  const atLeast = (what, least, got) => aim(what, `at least ${least}`, got, got >= least);
  if (firstLoad) atMost('first load: B as received', 200_000, firstLoad.bytes);
  if (keystroke) {
    atMost('keystroke to painted page: p95 in ms', 16, keystroke.painted.p95);
    atMost('script a keystroke: p95 in ms', 6, keystroke.script.p95);
  }
  for (const { lines, script } of memo?.keys ?? []) atMost(`script a keystroke, memo of ${lines} lines: p95 in ms`, 6, script.p95);
  if (mounts) {
    const [, , after200, after400] = mounts;
    atMost('mounts 201 to 400: growth of the module in KiB', 192, after400.wasmKiB - after200.wasmKiB);
  }
  if (records) {
    atMost('10,000 documents: first rows in ms', 100, records.rows);
    atMost('10,000 documents: filter, p95 in ms', 16, records.filter.p95);
    atMost('10,000 documents: longest task while scrolling in ms', 50, records.longest);
  }
  if (peers) ofPeers(peers, atLeast, atMost);
  for (const [file, most] of [['preview_bg.wasm', 170], ['pdf_bg.wasm', 600]]) {
    atMost(`${file}: KB after Brotli`, most, round(statSync(new URL(`${file}.br`, PACKAGE)).size / 1000));
  }
  if (tabs) {
    atMost('refresh tokens used twice', 0, tabs.reuseErrors);
    atMost('forms lost', 0, tabs.formsLost);
    atMost('refreshes, beside the periods that needed one', tabs.needed, tabs.refreshes);
  }
  return list;
}

function ofPeers({ pdf, symbol: { encode } }, atLeast, atMost) {
  for (const [form, rows] of Object.entries(pdf)) {
    const fastest = Math.min(...PEERS.map((name) => rows[name].p50));
    const smallest = Math.min(...PEERS.map((name) => rows[name].bytes));
    atLeast(`PDF of ${form}: times as fast as the fastest peer`, 5, round(fastest / rows[OURS].p50));
    atMost(`PDF of ${form}: bytes beside the smallest peer's`, smallest, rows[OURS].bytes);
  }
  atLeast('symbol: times as fast as bwip-js', 10, round(encode['bwip-js'].p50 / encode.ours.p50));
}

/** The table. */
export function printAims(list) {
  console.log('\nAims');
  for (const { what, aim, got, met } of list) console.log(`   ${what.padEnd(60)} ${got} (${aim}) ${met ? 'met' : 'MISSED'}`);
}

const round = (value) => Math.round(value * 10) / 10;
