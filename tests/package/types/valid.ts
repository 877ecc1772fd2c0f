// Every shape that the types are to let through.

import { createVolet, type VoletOptions } from '../../../pkg/index.js';

const base = { gateway: '/volet', environment: 'sandbox' } as const;
const redirectUri = 'https://app.example/callback';

const options: VoletOptions[] = [
  { ...base, hostUser: 'u', auth: { mode: 'mediated', redirectUri } },
  { ...base, hostUser: 'u', auth: { mode: 'mediated', redirectUri, login: 'popup', keepAlive: false } },
  { ...base, hostUser: 'u', auth: { mode: 'bff' } },
  { ...base, hostUser: 'u', auth: { mode: 'bff', login: 'popup', redirectUri } },
  { ...base, auth: { mode: 'host', getToken: async ({ minValidity }) => ({ accessToken: 'a', expiresIn: minValidity }) } },
  { ...base, auth: { mode: 'host', getToken: () => null } },
  { ...base, auth: { mode: 'public', redirectUri, issuer: 'https://issuer.example', clientId: 'c' } },
  {
    ...base,
    hostUser: 'u',
    auth: { mode: 'mediated', redirectUri },
    transport: (request, { tag }) => (tag === 'token' || tag === 'dsp.search' || tag === 'dsp.retrieve' ? null : fetch(request)),
    diagnoses: { source: 'Essai', example: true, diagnoses: [{ code: 'J11', text: { fr: 'Grippe' }, favourite: true }] },
  },
];

for (const option of options) {
  const volet = await createVolet(option);
  volet.addEventListener('volet-error', ({ detail }) => {
    if (detail.code === 'id_token_audience' && !detail.retryable) console.info(detail.correlationId);
  });
}
