// Seals what has to outlive the page: AES-GCM (NIST SP 800-38D) by WebCrypto, with keys that no script can read out, kept
// in IndexedDB. The sealed text lies in the tab's session storage; without its key it is noise. Loaded when a form is shown.

const DATABASE = 'volet';
const KEYS = 'keys';
const NONCE = 12;

/** Seals a text under the key of that name, which is made at first need. It opens again only with the same `bound`. */
export async function seal(name, bound, text) {
  const key = await keyFor(name);
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how(iv, bound), key, utf8(text)));
  return btoa([...iv, ...sealed].map((byte) => String.fromCharCode(byte)).join(''));
}

/** Opens what `seal` gave; rejects what was changed, moved to another place, or sealed under a key that is gone. */
export async function open(name, bound, base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const key = await ask('readonly', (keys) => keys.get(name));
  const text = await crypto.subtle.decrypt(how(bytes.slice(0, NONCE), bound), key, bytes.slice(NONCE));
  return new TextDecoder().decode(text);
}

/** Throws the key away: what was sealed under it stays shut, in every tab. */
export async function forget(name) {
  await ask('readwrite', (keys) => keys.delete(name));
}

const utf8 = (text) => new TextEncoder().encode(text);
const how = (iv, bound) => ({ name: 'AES-GCM', iv, additionalData: utf8(bound) });

async function keyFor(name) {
  const known = await ask('readonly', (keys) => keys.get(name));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  try {
    await ask('readwrite', (keys) => keys.add(made, name));
    return made;
  } catch {
    // Another tab has made it meanwhile.
    return ask('readonly', (keys) => keys.get(name));
  }
}

/** One request to the store of keys. Nothing is remembered: another tab may have thrown a key away. */
async function ask(mode, request) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(KEYS);
  const database = await done(opening);
  try {
    return await done(request(database.transaction(KEYS, mode).objectStore(KEYS)));
  } finally {
    database.close();
  }
}

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
