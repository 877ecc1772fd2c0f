// Figures of one Chromium run: first load, keystroke to painted page, PDF, mounts, long lists, other libraries beside ours.
// Printed, and kept as JSON.

import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { keystrokes } from './keystrokes.mjs';
import { firstLoad } from './first-load.mjs';
import { memo } from './memo.mjs';
import { mounts } from './mounts.mjs';
import { aims, printPeers } from './aims.mjs';
import { pdf } from './pdf.mjs';
import { parsing } from './parsing.mjs';
import { peers } from './peers.mjs';
import { records } from './records.mjs';
import { tabs } from './tabs.mjs';
import { PLACE, signIn, startDemo } from './demo.mjs';

const demo = await startDemo();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

try {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
  const page = await context.newPage();
  await signIn(page);
  const figures = {
    firstLoad: await firstLoad(context),
    keystroke: await keystrokes(context),
    memo: await memo(context),
    pdf: await pdf(context),
    mounts: await mounts(context),
    records: await records(context),
    parsing: await parsing(context),
    peers: await peers(browser, context),
    tabs: await tabs(context),
  };
  figures.aims = aims(figures);
  print(figures);
  printPeers(figures);
  const folder = new URL('../../target/bench/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('figures.json', folder), `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  await browser.close();
  demo.kill('SIGTERM');
}

function print({
  firstLoad: load, keystroke, memo: fees, pdf: file, mounts: mounted, records: list, parsing: parsed, tabs: six,
}) {
  const line = (name, value) => console.log(`   ${name.padEnd(52)} ${value}`);
  console.log(`\nFirst load of ${PLACE}, signed in, cold cache, until volet-ready (aim: 200 KB)`);
  for (const { name, bytes } of load.files) line(`  ${name}`, `${bytes} B`);
  line('sum as received', `${load.bytes} B`);
  line('time to volet-ready', `${load.milliseconds} ms`);
  console.log('\nKeystroke, 100 keys, ms (aims: painted p95 16, script p95 6)');
  line('input event to painted, form with three pages', `p50 ${keystroke.painted.p50}  p95 ${keystroke.painted.p95}`);
  line('input event to painted, empty echo', `p50 ${keystroke.echo.p50}  p95 ${keystroke.echo.p95}`);
  line('script of the widget a key', `p50 ${keystroke.script.p50}  p95 ${keystroke.script.p95}`);
  console.log('\nFee memo in the shipped module, ms');
  line('validate() of 99 lines, every issue given to the host', `p50 ${fees.check.p50}  p95 ${fees.check.p95}`);
  line('key in an act to its proposals, check and page included', `p50 ${fees.search.p50}  p95 ${fees.search.p95}`);
  console.log('\nPDF of one copy in the worker, ms');
  line('first, engine fetched and started', file.first);
  line('next, median of 20', file.next);
  line('size', `${file.bytes} B`);
  console.log('\nMounts');
  for (const row of mounted) {
    line(`after ${row.mounts}`, `wasm ${row.wasmKiB} KiB  heap ${row.heapKiB} KiB  nodes ${row.nodes}  listeners ${row.listeners}`);
  }
  console.log('\nTen thousand documents of the shared record, ms (aims: first rows 100, filter 16, no long task)');
  line('first rows after the first answer', list.rows);
  line('all rows after the first answer', list.all);
  line('filter to changed list', `p50 ${list.filter.p50}  p95 ${list.filter.p95}`);
  line('longest task while scrolling (0: none over 50)', list.longest);
  line('memory of the module', `${list.wasmKiB} KiB`);
  line('memory of the page\'s own objects', `${list.heapKiB} KiB`);
  console.log(`\nReading a bundle of ${parsed.bytes} B with ${parsed.entries} results, ms`);
  line('our reader, bytes to rows, in its worker', `p50 ${parsed.ours.p50}  p95 ${parsed.ours.p95}`);
  line('of it the page is blocked', `p50 ${parsed.blocked.p50}  p95 ${parsed.blocked.p95}`);
  line('JSON.parse, bytes to objects', `p50 ${parsed.json.p50}  p95 ${parsed.json.p95}`);
  line('fhirclient 2.6.3, bytes to objects', parsed.peer ? `p50 ${parsed.peer.p50}  p95 ${parsed.peer.p95}` : 'not fetched');
  console.log(`\nSession: ${six.tabs} tabs, ${six.minutes} simulated minutes with sleep, wake and throttled timers`);
  line('periods in which a token was needed', six.needed);
  line('refreshes counted at the issuer', six.refreshes);
  line('refresh tokens used twice (aim: 0)', six.reuseErrors);
  line('forms lost (aim: 0)', six.formsLost);
  line('tabs still signed in', `${six.signedIn} of ${six.tabs}`);
}
