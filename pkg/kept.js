// What a professional is to find again, in the host's store and so on every computer: refusals of antecedents and certificates
// that are still to be transmitted, one entry a patient, and the filters of lists. Name and key of an entry are derived from the user, the practitioner and the patient's
// number. Whoever has that file open makes them again; whoever has the store alone would have to try the numbers of a whole
// country, each at the price of `ROUNDS`. A bare digest would be found in seconds, and so would codes of diseases in a text
// that is not sealed.

/** Rounds of PBKDF2 (NIST SP 800-132; OWASP's advice of 2023 for SHA-256). In filters there is nothing of a patient. */
const ROUNDS = { refusals: 600_000, owed: 600_000, filters: 1_000 };
const NONCE = 12;

const made = new Map();

/** The text that was kept, or `null`. */
export async function readKept(store, user, what) {
  const { name, key } = await entry(user, what);
  const kept = await store.get(name);
  if (!kept) return null;
  try {
    const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: kept.slice(0, NONCE) }, key, kept.slice(NONCE));
    return new TextDecoder().decode(text);
  } catch {
    return null;
  }
}

let last = Promise.resolve();

/** Keeps a text; an empty one is deleted. One after the other: what was said last is what stays. */
export function keep(store, user, what, text) {
  const work = last.then(() => keepNow(store, user, what, text));
  last = work.catch(() => {});
  return work;
}

async function keepNow(store, user, what, text) {
  const { name, key } = await entry(user, what);
  if (!text) return store.delete(name);
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, utf8(text)));
  return store.set(name, new Uint8Array([...iv, ...sealed]));
}

/** Derived once while a file is open. */
function entry(user, what) {
  const words = `volet\0${user}\0${what}`;
  if (!made.has(words)) {
    if (made.size > 3) made.clear();
    made.set(words, derive(words, ROUNDS[what.split('\n')[0]]));
  }
  return made.get(words);
}

async function derive(words, iterations) {
  const secret = await crypto.subtle.importKey('raw', utf8(words), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: utf8('volet.kept'), iterations };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(how, secret, 512));
  const name = [...bits.slice(0, 32)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const key = await crypto.subtle.importKey('raw', bits.slice(32), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { name: `volet.kept.${name}`, key };
}

const utf8 = (text) => new TextEncoder().encode(text);
