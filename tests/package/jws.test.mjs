// The signature check of `public` mode against keys that Node makes: the cases that the OpenID Foundation's
// relying-party tests name.

import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { verify } from '../../pkg/jws.js';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const PAYLOAD = encode({ sub: 's' });

const rsa = (kid) => pair(kid, generateKeyPairSync('rsa', { modulusLength: 2048 }));
const ec = (kid, namedCurve) => pair(kid, generateKeyPairSync('ec', { namedCurve }));
const pair = (kid, { privateKey, publicKey }) =>
  ({ kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' } });

function jwt({ alg, kid, key }) {
  const text = `${encode(kid ? { alg, kid } : { alg })}.${PAYLOAD}`;
  const hash = `sha${alg.slice(2)}`;
  const options = alg.startsWith('PS') ? { padding: 6, saltLength: Number(alg.slice(2)) / 8 }
    : alg.startsWith('ES') ? { dsaEncoding: 'ieee-p1363' } : {};
  return `${text}.${sign(hash, text, { key, ...options }).toString('base64url')}`;
}

const one = rsa('one');
const two = rsa('two');
const set = (...pairs) => ({ keys: pairs.map(({ jwk }) => jwk) });

for (const alg of ['RS256', 'RS384', 'RS512', 'PS256', 'PS512']) {
  test(`${alg} by the issuer's key`, async () => {
    assert.equal(await verify(jwt({ alg, kid: 'one', key: one.privateKey }), set(two, one)), 'valid');
  });
}

for (const [alg, curve] of [['ES256', 'P-256'], ['ES384', 'P-384']]) {
  test(`${alg} by the issuer's key`, async () => {
    const key = ec('e', curve);
    const good = jwt({ alg, kid: 'e', key: key.privateKey });
    assert.equal(await verify(good, set(one, key)), 'valid');
    assert.equal(await verify(good, set(one, ec('e', curve))), 'wrong');
  });
}

test('a changed payload, a cut signature, another key of the same name', async () => {
  const good = jwt({ alg: 'RS256', kid: 'one', key: one.privateKey });
  const [head, , signature] = good.split('.');
  assert.equal(await verify(`${head}.${encode({ sub: 'other' })}.${signature}`, set(one)), 'wrong');
  assert.equal(await verify(`${head}.${PAYLOAD}.${signature.slice(0, -8)}`, set(one)), 'wrong');
  assert.equal(await verify(`${head}.${PAYLOAD}.`, set(one)), 'wrong');
  assert.equal(await verify(good, set({ ...two, jwk: { ...two.jwk, kid: 'one' } })), 'wrong');
});

test('no signature, and one by a secret that everybody can read', async () => {
  assert.equal(await verify(`${encode({ alg: 'none' })}.${PAYLOAD}.`, set(one)), 'wrong');
  const text = `${encode({ alg: 'HS256', kid: 'one' })}.${PAYLOAD}`;
  const mac = createHmac('sha256', JSON.stringify(one.jwk)).update(text).digest('base64url');
  assert.equal(await verify(`${text}.${mac}`, set(one)), 'wrong');
});

test('no kid: any key of the set may fit; an unknown kid: none does', async () => {
  const nameless = jwt({ alg: 'RS256', key: two.privateKey });
  assert.equal(await verify(nameless, set(two)), 'valid');
  assert.equal(await verify(nameless, set(one, two)), 'valid');
  assert.equal(await verify(nameless, set(one)), 'wrong');
  assert.equal(await verify(jwt({ alg: 'RS256', kid: 'new', key: one.privateKey }), set(one)), 'no-key');
});

test('a key for encryption, or for another algorithm, signs nothing', async () => {
  const good = jwt({ alg: 'RS256', kid: 'one', key: one.privateKey });
  assert.equal(await verify(good, { keys: [{ ...one.jwk, use: 'enc' }] }), 'no-key');
  assert.equal(await verify(good, { keys: [{ ...one.jwk, alg: 'RS512' }] }), 'no-key');
  assert.equal(await verify(good, {}), 'no-key');
  const broken = { ...one.jwk, n: undefined };
  assert.equal(await verify(good, { keys: [broken] }), 'no-key');
});
