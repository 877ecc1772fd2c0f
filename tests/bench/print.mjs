// The figures as text: one function for each measure.

import { PLACE } from './demo.mjs';

const line = (name, value) => console.log(`   ${name.padEnd(52)} ${value}`);
const title = (words) => console.log(`\n${words}`);
const both = ({ p50, p95 }) => `p50 ${p50}  p95 ${p95}`;
const round = (value) => Math.round(value * 10) / 10;

export function firstLoad({ files, bytes, milliseconds }) {
  title(`First load of ${PLACE}, signed in, cold cache, until volet-ready`);
  for (const file of files) line(`  ${file.name}`, `${file.bytes} B`);
  line('sum as received', `${bytes} B`);
  line('time to volet-ready', `${milliseconds} ms`);
}

export function keystroke({ painted, echo, script }) {
  title('Keystroke in a certificate, 100 keys, ms');
  line('input event to painted, form with three pages', both(painted));
  line('input event to painted, empty echo', both(echo));
  line('script of the widget a key', both(script));
}

export function memo({ check, search, keys }) {
  title('Fee memo in the shipped module, ms');
  line('validate() of 99 lines, every issue given to the host', both(check));
  line('key in an act to its proposals, check and page included', both(search));
  for (const { lines, script } of keys) line(`script of the widget a key, memo of ${lines} lines`, both(script));
}

export function pdf({ first, next, bytes }) {
  title('PDF of one copy in the worker, ms');
  line('first, engine fetched and started', first);
  line('next, median of 20', next);
  line('size', `${bytes} B`);
}

export function mounts(rows) {
  title('Mounts');
  for (const row of rows) {
    line(`after ${row.mounts}`, `wasm ${row.wasmKiB} KiB  heap ${row.heapKiB} KiB  nodes ${row.nodes}  listeners ${row.listeners}`);
  }
}

export function records({ rows, all, filter, longest, wasmKiB, heapKiB }) {
  title('Ten thousand documents of the shared record, ms');
  line('first rows after the first answer', rows);
  line('all rows after the first answer', all);
  line('filter to changed list', both(filter));
  line('longest task while scrolling (0: none over 50)', longest);
  line('memory of the module', `${wasmKiB} KiB`);
  line('memory of the page\'s own objects', `${heapKiB} KiB`);
}

export function parsing({ bytes, entries, ours, blocked, json, peer }) {
  title(`Reading a bundle of ${bytes} B with ${entries} results, ms`);
  line('our reader, bytes to rows, in its worker', both(ours));
  line('of it the page is blocked', both(blocked));
  line('JSON.parse, bytes to objects', both(json));
  line('fhirclient 2.6.3, bytes to objects', peer ? both(peer) : 'not fetched');
}

export function peers({ rounds, pdf: files, symbol, cold, many, transfer }) {
  for (const [form, rows] of Object.entries(files)) {
    title(`${form === 'ecit' ? 'A certificate: three files of one page' : 'A memo of 40 lines'} as PDF, ${rounds} rounds, ms`);
    const ours = rows['ours, through the worker'].p50;
    for (const [who, row] of Object.entries(rows)) line(who, `${both(row)}  ${row.bytes} B  ${round(row.p50 / ours)} times ours`);
  }
  for (const [what, rows] of [['written', symbol.encode], ['read', symbol.decode]]) {
    title(`A DataMatrix ${what}, ms`);
    for (const [who, row] of Object.entries(rows)) line(who, `${both(row)}  ${round(row.p50 / rows.ours.p50)} times ours`);
  }
  title('First page after a cold load: code and fonts fetched, worker started, ms');
  for (const [who, row] of Object.entries(cold)) line(who, both(row));
  title(`Memory held after ${many.pages} pages, KiB (ours: the module's memory; peers: the swept heap)`);
  for (const [who, { first, last }] of Object.entries(many).filter(([name]) => name !== 'pages')) line(who, `${first} after one, ${last} after all`);
  title('Fetched for it, Brotli');
  for (const [what, rows] of [['PDF', transfer.pdf], ['symbol', transfer.symbol]]) {
    for (const [who, bytes] of Object.entries(rows)) line(`${what}: ${who}`, `${bytes} B`);
  }
  line('PDF: the fonts, for each of them', `${transfer.fonts} B`);
}

export function tabs({ tabs: count, minutes, needed, refreshes, reuseErrors, formsLost, signedIn }) {
  title(`Session: ${count} tabs, ${minutes} simulated minutes with sleep, wake and throttled timers`);
  line('periods in which a token was needed', needed);
  line('refreshes counted at the issuer', refreshes);
  line('refresh tokens used twice', reuseErrors);
  line('forms lost', formsLost);
  line('tabs still signed in', `${signedIn} of ${count}`);
}
