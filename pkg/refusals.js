// Refusals of antecedents in the host's store: one entry a professional and patient, its name a digest, its text sealed
// with a key that no script can read out (drafts.js). On another browser it does not open, and the lines are offered again.

import { open, seal } from './drafts.js';

const KEY = 'refusals';

/** The text that was kept, or `null`. */
export async function readRefusals(store, user, patient) {
  const name = await nameOf(user, patient);
  const kept = await store.get(name);
  if (!kept) return null;
  try {
    return await open(KEY, name, new TextDecoder().decode(kept));
  } catch {
    return null;
  }
}

/** Keeps a text; an empty one is deleted. */
export async function keepRefusals(store, user, patient, text) {
  const name = await nameOf(user, patient);
  if (!text) return store.delete(name);
  return store.set(name, new TextEncoder().encode(await seal(KEY, name, text)));
}

async function nameOf(user, patient) {
  const words = new TextEncoder().encode(`volet refusals\0${user}\0${patient}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', words));
  return `volet.refusals.${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
