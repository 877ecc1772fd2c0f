// An issuer of somebody else: npm `oidc-provider`, which the OpenID Foundation has certified. Rotation on, 300 s.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import { SECOND, SECOND_PORT } from './addresses.js';
import { startDemo } from './demo.js';

const SECRET = 'a-secret-of-the-gateway-alone';
const CONFIDENTIAL = 'practice';
const PUBLIC = 'practice-in-the-browser';

/** Dr Weber as the entitlements of the demo know her; the provider's own sign-in page takes any name as the subject. */
export const WEBER = '3b1f0a52-6f0e-4c0b-9a53-0d1f6a5f2c01';

const AUDIENCE = 'urn:econnector';

/** A provider, and a demo in this mode whose issuer it is. `stop` ends both. */
export async function startAway(mode) {
  const provider = await startProvider();
  const stopDemo = await startDemo({
    at: SECOND_PORT,
    variables: {
      VOLET_MODE: mode,
      VOLET_ISSUER: provider.issuer,
      VOLET_CLIENT_ID: mode === 'public' ? PUBLIC : CONFIDENTIAL,
      VOLET_CLIENT_SECRET: SECRET,
    },
  });
  const stop = async () => {
    await stopDemo();
    await provider.stop();
  };
  return { provider, stop };
}

/** Starts it. Counts what its token endpoint is asked. */
async function startProvider() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration());
  const grants = { authorization_code: 0, refresh_token: 0, refused: 0, revoked: 0 };
  provider.on('grant.success', ({ oidc }) => { grants[oidc.params.grant_type] += 1; });
  provider.on('grant.error', () => { grants.refused += 1; });
  provider.on('grant.revoked', () => { grants.revoked += 1; });
  server.on('request', provider.callback());
  return {
    issuer,
    grants,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const configuration = () => ({
  clients: [
    client({ client_id: CONFIDENTIAL, client_secret: SECRET }),
    client({ client_id: PUBLIC, token_endpoint_auth_method: 'none' }),
  ],
  pkce: { required: () => true },
  scopes: ['openid'],
  rotateRefreshToken: true,
  issueRefreshToken: () => true,
  ttl: { AccessToken: 300, IdToken: 300, RefreshToken: 1800, Session: 1800, Grant: 1800, Interaction: 600 },
  cookies: { keys: ['a-key-of-this-run'] },
  clientBasedCORS: () => true,
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  features: {
    devInteractions: { enabled: true },
    revocation: { enabled: true },
    // Access tokens that a resource can verify by itself, as AeS gives them.
    resourceIndicators: {
      enabled: true,
      defaultResource: () => AUDIENCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: '',
        audience: AUDIENCE,
        accessTokenTTL: 300,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});

const client = (members) => ({
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: [`${SECOND}/callback`, `${SECOND}/volet/callback`],
  post_logout_redirect_uris: [`${SECOND}/`, `${SECOND}/callback`],
  ...members,
});

/** What a person does on the provider's own pages. */
export async function answerProvider(page, { issuer }, sub = WEBER) {
  await page.waitForURL((url) => url.origin === issuer);
  await page.locator('[name="login"]').fill(sub);
  await page.locator('[name="password"]').fill('any');
  await page.locator('[type="submit"]').click();
  await page.locator('[type="submit"]').click();
}
