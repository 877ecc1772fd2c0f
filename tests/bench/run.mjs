// Figures of one Chromium run: first load, keystroke to painted page, PDF, mounts, long lists, other libraries beside ours.
// Each is printed when it is there; all are kept as JSON. What could not be measured is named, and is an error.

import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { aims, printAims } from './aims.mjs';
import { signIn, startDemo } from './demo.mjs';
import { firstLoad } from './first-load.mjs';
import { keystrokes } from './keystrokes.mjs';
import { memo } from './memo.mjs';
import { mounts } from './mounts.mjs';
import { parsing } from './parsing.mjs';
import { pdf } from './pdf.mjs';
import { peers } from './peers.mjs';
import * as print from './print.mjs';
import { records } from './records.mjs';
import { tabs } from './tabs.mjs';

const MEASURES = [
  ['firstLoad', firstLoad], ['keystroke', keystrokes], ['memo', memo], ['pdf', pdf], ['mounts', mounts],
  ['records', records], ['parsing', parsing], ['peers', (context) => peers(browser, context)], ['tabs', tabs],
];

const demo = await startDemo();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const figures = {};

try {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
  const page = await context.newPage();
  await signIn(page);
  for (const [name, measure] of MEASURES) {
    try {
      figures[name] = await measure(context);
      print[name](figures[name]);
    } catch (error) {
      console.error(`\n${name}: not measured`, error);
      process.exitCode = 1;
    }
  }
  figures.aims = aims(figures);
  printAims(figures.aims);
} finally {
  const folder = new URL('../../target/bench/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('figures.json', folder), `${JSON.stringify(figures, null, 2)}\n`);
  await browser.close();
  demo.kill('SIGTERM');
}
