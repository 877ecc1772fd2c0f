// What the pages aim at, beside what was measured; and the table of the peers.

import { statSync } from 'node:fs';

const PACKAGE = new URL('../../target/demo/pkg/dist/', import.meta.url);
const OURS = 'ours, through the worker';
const PEERS = ['pdf-lib', 'jspdf', 'pdfmake'];

/** `[{what, aim, got, met}]`. */
export function aims({ keystroke, peers }) {
  const list = [];
  const aim = (what, wanted, got, met) => list.push({ what, aim: wanted, got, met });
  for (const [form, rows] of Object.entries(peers.pdf)) {
    const fastest = Math.min(...PEERS.map((name) => rows[name].p50));
    const smallest = Math.min(...PEERS.map((name) => rows[name].bytes));
    const ratio = round(fastest / rows[OURS].p50);
    aim(`PDF of ${form}: times as fast as the fastest peer`, 'at least 5', ratio, ratio >= 5);
    aim(`PDF of ${form}: bytes beside the smallest peer's`, `at most ${smallest}`, rows[OURS].bytes, rows[OURS].bytes <= smallest);
  }
  const { encode } = peers.symbol;
  const ratio = round(encode['bwip-js'].p50 / encode.ours.p50);
  aim('symbol: times as fast as bwip-js', 'at least 10', ratio, ratio >= 10);
  for (const [file, most] of [['preview_bg.wasm', 170], ['pdf_bg.wasm', 600]]) {
    const kilobytes = round(statSync(new URL(`${file}.br`, PACKAGE)).size / 1000);
    aim(`${file}: KB after Brotli`, `at most ${most}`, kilobytes, kilobytes <= most);
  }
  aim('keystroke to painted page: p95 in ms', 'at most 16', keystroke.painted.p95, keystroke.painted.p95 <= 16);
  aim('script a keystroke: p95 in ms', 'at most 6', keystroke.script.p95, keystroke.script.p95 <= 6);
  return list;
}

/** The tables. */
export function printPeers({ aims: list, peers }) {
  const line = (name, value) => console.log(`   ${name.padEnd(52)} ${value}`);
  for (const [form, rows] of Object.entries(peers.pdf)) {
    console.log(`\n${form === 'ecit' ? 'A certificate: three files of one page' : 'A memo of 40 lines'} as PDF, ${peers.rounds} rounds, ms`);
    for (const [who, { p50, p95, bytes }] of Object.entries(rows)) {
      line(who, `p50 ${p50}  p95 ${p95}  ${bytes} B  ${round(p50 / rows[OURS].p50)} times ours`);
    }
  }
  for (const [what, rows] of [['written', peers.symbol.encode], ['read', peers.symbol.decode]]) {
    console.log(`\nA DataMatrix ${what}, ms`);
    for (const [who, { p50, p95 }] of Object.entries(rows)) line(who, `p50 ${p50}  p95 ${p95}  ${round(p50 / rows.ours.p50)} times ours`);
  }
  console.log('\nFirst page after a cold load: code and fonts fetched, worker started, ms');
  for (const [who, { p50, p95 }] of Object.entries(peers.cold)) line(who, `p50 ${p50}  p95 ${p95}`);
  console.log(`\nMemory held after ${peers.many.pages} pages, KiB (ours: the module's memory; peers: the swept heap)`);
  for (const who of ['ours', ...PEERS]) line(who, `${peers.many[who].first} after one, ${peers.many[who].last} after all`);
  console.log('\nFetched for it, Brotli');
  for (const [what, rows] of Object.entries({ PDF: peers.transfer.pdf, symbol: peers.transfer.symbol })) {
    for (const [who, bytes] of Object.entries(rows)) line(`${what}: ${who}`, `${bytes} B`);
  }
  line('PDF: the fonts, for each of them', `${peers.transfer.fonts} B`);
  console.log('\nAims');
  for (const { what, aim, got, met } of list) line(what, `${got} (${aim}) ${met ? 'met' : 'MISSED'}`);
}

const round = (value) => Math.round(value * 10) / 10;
