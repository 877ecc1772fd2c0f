// What a professional is to find again, in the host's store: refusals of antecedents, one entry a patient, and the filters of
// lists. An entry's name is a digest, its text sealed with a key that no script can read out (drafts.js). On another browser
// it does not open: the lines are offered again.

import { open, seal } from './drafts.js';

const KEY = 'refusals';

/** The text that was kept, or `null`. */
export async function readKept(store, user, what) {
  const name = await nameOf(user, what);
  const kept = await store.get(name);
  if (!kept) return null;
  try {
    return await open(KEY, name, new TextDecoder().decode(kept));
  } catch {
    return null;
  }
}

/** Keeps a text; an empty one is deleted. */
export async function keep(store, user, what, text) {
  const name = await nameOf(user, what);
  if (!text) return store.delete(name);
  return store.set(name, new TextEncoder().encode(await seal(KEY, name, text)));
}

async function nameOf(user, what) {
  const words = new TextEncoder().encode(`volet\0${user}\0${what}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', words));
  return `volet.kept.${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
