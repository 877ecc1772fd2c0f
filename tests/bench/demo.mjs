// The demo that is measured.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const PORT = process.env.VOLET_BENCH_PORT ?? '8080';

export const ORIGIN = `http://localhost:${PORT}`;
export const PLACE = '/#/patients/p-1002/certificats';

/** Starts the demo and waits until it accepts. */
export async function startDemo() {
  const { VOLET_DEMO, VOLET_STAGED } = process.env;
  if (!VOLET_DEMO || !VOLET_STAGED) throw new Error('run this by `cargo xtask bench`');
  // The gateway refuses variables that it does not know.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VOLET_')));
  const demo = spawn(VOLET_DEMO, ['--port', PORT, '--root', VOLET_STAGED], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const line of createInterface({ input: demo.stdout })) {
    if (line.startsWith('ready')) return demo;
  }
  throw new Error('the demo did not start: is one of its ports taken?');
}

/** Signs the doctor in. */
export async function signIn(page) {
  await page.goto(ORIGIN + PLACE);
  await page.locator('[data-action="sign-in"]').click();
  await page.locator('[name="username"]').fill('dr.weber');
  await page.locator('[name="password"]').fill('demo');
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.locator('[data-action="sign-out"]').waitFor();
}

/** Opens a certificate with its pages painted. */
export async function openCertificate(context) {
  const page = await context.newPage();
  await page.goto(ORIGIN + PLACE);
  await page.locator('svg[data-volet="caisse"] path').waitFor();
  return page;
}

/** The value below which that part of the values lies, to a tenth. */
export function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] * 10) / 10;
}
