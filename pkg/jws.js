// Whether a key of an issuer's set signed a JWT (RFC 7515, RFC 7517, RFC 7518), by the browser's own WebCrypto. Loaded in
// `public` mode alone. The claims are checked by the widget.

const RSA = { RS: 'RSASSA-PKCS1-v1_5', PS: 'RSA-PSS' };
const CURVES = { ES256: 'P-256', ES384: 'P-384' };

/**
 * `'valid'`, `'wrong'`, or `'no-key'` where no key of the JWK Set fits. A key that does not fit the algorithm is no key; what
 * cannot be verified is wrong.
 */
export async function verify(jwt, { keys = [] } = {}) {
  const [head, payload, signature] = jwt.split('.');
  const { alg, kid } = JSON.parse(new TextDecoder().decode(bytesOf(head)));
  const how = algorithm(alg);
  if (!how || !signature) return 'wrong';
  const data = new TextEncoder().encode(`${head}.${payload}`);
  let verdict = 'no-key';
  for (const key of keys.filter((one) => fits(one, alg, kid))) {
    const { kty, n, e, crv, x, y } = key;
    const imported = await crypto.subtle.importKey('jwk', { kty, n, e, crv, x, y }, how, false, ['verify'])
      .catch(() => undefined);
    if (!imported) continue;
    if (await crypto.subtle.verify(how, imported, bytesOf(signature), data)) return 'valid';
    verdict = 'wrong';
  }
  return verdict;
}

/** Key pairs only: with an HMAC whoever knows the secret could sign. */
function algorithm(alg) {
  const hash = `SHA-${String(alg).slice(2)}`;
  if (/^(RS|PS)(256|384|512)$/.test(alg)) {
    return { name: RSA[alg.slice(0, 2)], hash, saltLength: Number(alg.slice(2)) / 8 };
  }
  return Object.hasOwn(CURVES, alg) ? { name: 'ECDSA', namedCurve: CURVES[alg], hash } : undefined;
}

/** A token without `kid` may be of any key that is meant for signatures of this kind (OIDC Core §10.1). */
function fits(key, alg, kid) {
  const kind = alg.startsWith('ES') ? key.kty === 'EC' && key.crv === CURVES[alg] : key.kty === 'RSA';
  return kind && (kid === undefined || key.kid === kid) && (key.use ?? 'sig') === 'sig' && (key.alg ?? alg) === alg;
}

function bytesOf(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}
