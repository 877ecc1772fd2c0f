// Starts one demo (stand-ins, gateway, practice software) for the whole run and stops it by its process.

import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { port } from './addresses.js';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const BINARY = process.env.VOLET_DEMO ?? path('../../../target/debug/volet-demo');
const STAGED = process.env.VOLET_STAGED ?? path('../../../target/demo');
const LOG = path('../results/demo.log');
/** The gateway reads every variable of its name; those that are about this run are not its own. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VOLET_')));
const START_WITHIN = 30_000;

/** Everything the demo has written to standard error so far. */
export const demoLog = () => readFileSync(LOG, 'utf8');

/** What a second gateway has to be given to be an instance of this run's. */
export const SHARED = {
  VOLET_COOKIE_KEY: Buffer.alloc(32, 'a key of the tests').toString('base64'),
  VOLET_CLIENT_SECRET: 'a secret of the tests',
};

/** The demo of the whole run. */
export default () => startDemo({ at: port, log: LOG, variables: SHARED });

/** Starts a demo; `variables` are the gateway's (docs/gateway.md). Gives the way to stop it. */
export async function startDemo({ at, log: file, variables = {} }) {
  mkdirSync(path('../results'), { recursive: true });
  const written = file ?? path(`../results/demo-${at}.log`);
  const log = openSync(written, 'w');
  const demo = spawn(BINARY, ['--port', String(at), '--root', STAGED],
    { env: { ...env, ...variables }, stdio: ['ignore', 'pipe', log] });
  closeSync(log);
  try {
    await ready(demo, written);
  } catch (error) {
    demo.kill();
    throw error;
  }
  return async () => {
    const gone = once(demo, 'exit');
    demo.kill('SIGTERM');
    await gone;
  };
}

function ready(demo, log) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the demo did not start in time')), START_WITHIN);
    demo.stdout.on('data', (text) => {
      if (!String(text).includes('ready ')) return;
      clearTimeout(late);
      resolve();
    });
    demo.on('error', reject);
    demo.on('exit', () => reject(new Error(`the demo stopped at once: ${readFileSync(log, 'utf8')}`)));
  });
}
