// What a professional is to find again, in the host's store and so on every computer: refusals of antecedents and certificates
// that are still to be transmitted, one entry a patient, and the filters of lists. Name and key of an entry are derived from the
// user and what it is about (the patient's number, of refusals also the practitioner), at the price of `ROUNDS`: whoever has that
// file open makes them again, and nobody reads them in passing. It is no secret kept from whoever has the host's data: all
// numbers there can be are tried in hours by who knows the rest (SECURITY.md).

/** Rounds of PBKDF2 (NIST SP 800-132; OWASP's advice of 2023 for SHA-256). In filters there is nothing of a patient. */
const ROUNDS = { refusals: 600_000, owed: 600_000, filters: 1_000 };
const NONCE = 12;

/** Milliseconds after which a store that does not answer counts as one that failed: what waits for it goes on. */
const PATIENCE = 10_000;

/** What one user has kept. */
export class Kept {
  #store;
  #user;
  #made = new Map();
  #last = Promise.resolve();
  /** Texts that wait for the store, by what they are about. */
  #waiting = new Map();

  constructor(store, user) {
    this.#store = store;
    this.#user = user;
  }

  /** The text that was kept, or `null`: after everything that is still to be kept. */
  async read(what) {
    await this.#last;
    const { name, key } = await this.#entry(what);
    const kept = await inTime(this.#store.get(name));
    if (!kept) return null;
    try {
      const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: kept.slice(0, NONCE) }, key, kept.slice(NONCE));
      return new TextDecoder().decode(text);
    } catch {
      return null;
    }
  }

  /**
   * Keeps a text; an empty one is deleted. One after the other: what was said last is what stays. A text that still waits gives
   * way to a newer one about the same.
   */
  keep(what, text) {
    const waiting = this.#waiting.get(what);
    if (waiting) {
      waiting.text = text;
      return waiting.work;
    }
    const next = { text };
    next.work = this.#last.then(() => {
      this.#waiting.delete(what);
      return this.#keepNow(what, next.text);
    });
    this.#waiting.set(what, next);
    this.#last = next.work.catch(() => {});
    return next.work;
  }

  async #keepNow(what, text) {
    const { name, key } = await this.#entry(what);
    if (!text) return inTime(this.#store.delete(name));
    const iv = crypto.getRandomValues(new Uint8Array(NONCE));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, utf8(text)));
    return inTime(this.#store.set(name, new Uint8Array([...iv, ...sealed])));
  }

  /** Lets names and keys go, and the patients' numbers that they were derived from. */
  forget() {
    this.#made.clear();
  }

  /** Derived once while a file is open. */
  #entry(what) {
    if (!this.#made.has(what)) {
      if (this.#made.size > 3) this.forget();
      this.#made.set(what, derive(`volet\0${this.#user}\0${what}`, ROUNDS[what.split('\n')[0]]));
    }
    return this.#made.get(what);
  }
}

async function derive(words, iterations) {
  const secret = await crypto.subtle.importKey('raw', utf8(words), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: utf8('volet.kept'), iterations };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(how, secret, 512));
  const name = [...bits.slice(0, 32)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const key = await crypto.subtle.importKey('raw', bits.slice(32), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { name: `volet.kept.${name}`, key };
}

function inTime(work) {
  let late;
  const silent = new Promise((_, reject) => {
    late = setTimeout(() => reject(new Error('silent')), PATIENCE);
  });
  return Promise.race([work, silent]).finally(() => clearTimeout(late));
}

const utf8 = (text) => new TextEncoder().encode(text);
