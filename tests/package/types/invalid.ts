// What the types must refuse: the compiler fails where a line marked so does compile.

import type { VoletOptions } from '../../../pkg/index.js';

const base = { gateway: '/volet', environment: 'sandbox', hostUser: 'u' } as const;
const redirectUri = 'https://app.example/callback';
const getToken = () => null;

export const secrets: VoletOptions[] = [
  // @ts-expect-error no client secret in mediated mode
  { ...base, auth: { mode: 'mediated', redirectUri, client_secret: 's' } },
  // @ts-expect-error nor in camel case
  { ...base, auth: { mode: 'mediated', redirectUri, clientSecret: 's' } },
  // @ts-expect-error nor in bff mode
  { ...base, auth: { mode: 'bff', client_secret: 's' } },
  // @ts-expect-error nor in host mode
  { ...base, auth: { mode: 'host', getToken, client_secret: 's' } },
  // @ts-expect-error nor in public mode
  { ...base, auth: { mode: 'public', redirectUri, issuer: 'https://i.example', clientId: 'c', client_secret: 's' } },
  // @ts-expect-error nor beside it
  { ...base, client_secret: 's', auth: { mode: 'bff' } },
];

// A variable is not checked for members too many, and must be refused all the same.
const smuggled = { mode: 'mediated' as const, redirectUri, client_secret: 's' };
// @ts-expect-error no client secret by a variable
export const variable: VoletOptions = { ...base, auth: smuggled };

export const incomplete: VoletOptions[] = [
  // @ts-expect-error no mode is a default
  { ...base, auth: { redirectUri } },
  // @ts-expect-error the session is of one user of the host
  { gateway: '/volet', environment: 'sandbox', auth: { mode: 'mediated', redirectUri } },
  // @ts-expect-error a popup comes back to a page
  { ...base, auth: { mode: 'bff', login: 'popup' } },
  // @ts-expect-error the host gives tokens by a function
  { ...base, auth: { mode: 'host' } },
  // @ts-expect-error a public client needs its issuer
  { ...base, auth: { mode: 'public', redirectUri, clientId: 'c' } },
];
