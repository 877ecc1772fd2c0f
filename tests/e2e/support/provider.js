// An issuer of somebody else: npm `oidc-provider`, which the OpenID Foundation has certified. Rotation on, 300 s.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

export const SECRET = 'a-secret-of-the-gateway-alone';
export const CONFIDENTIAL = 'practice';
export const PUBLIC = 'practice-in-the-browser';

/** Dr Weber as the entitlements of the demo know her; the provider's own sign-in page takes any name as the subject. */
export const WEBER = '3b1f0a52-6f0e-4c0b-9a53-0d1f6a5f2c01';

const AUDIENCE = 'urn:econnector';

/** Starts it; `redirectUris` are those of both clients. Counts what its token endpoint is asked. */
export async function startProvider({ redirectUris, postLogout }) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration({ redirectUris, postLogout }));
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

const configuration = ({ redirectUris, postLogout }) => ({
  clients: [
    client({ client_id: CONFIDENTIAL, client_secret: SECRET }),
    client({ client_id: PUBLIC, token_endpoint_auth_method: 'none' }),
  ].map((one) => ({ ...one, redirect_uris: redirectUris, post_logout_redirect_uris: postLogout })),
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
