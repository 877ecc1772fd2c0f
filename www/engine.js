// How this practice software embeds Volet: one engine, made once for the page.

import { createVolet, defineElements } from '/pkg/index.js';

/** The practice's own configuration: who works here, and under which code it bills. */
const address = {
  line1: '', line2: '', number: '12', street: "Rue de l'Alzette",
  postcode: '4011', city: 'Esch-sur-Alzette', country: 'LU',
};
const practitioner = {
  code: '90813319', lastName: 'Weber', firstName: 'Anne', specialty: 'Médecine générale', address,
};
const biller = { gpCode: '90813319', name: 'Dr Anne Weber', address };

export async function startEngine(lang) {
  const [auth] = await Promise.all([authOfGateway(), defineElements()]);
  return createVolet({
    gateway: '/volet',
    auth: { ...auth, redirectUri: `${location.origin}/callback` },
    hostUser: 'u-1842',
    environment: 'sandbox',
    lang,
    documentTypes: ['summary', 'laboratory', 'prescription', 'vaccination', 'other'],
    store,
  });
}

/**
 * What Volet keeps for its user lies on the practice's own server, so that it is there again after the browser was closed. The
 * names are digests and the values sealed: nothing of a patient is in either.
 */
const store = {
  async get(key) {
    const answer = await fetch(`/sandbox/kept/${key}`);
    if (answer.status === 204) return null;
    if (!answer.ok) throw new Error(`kept: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  },
  set: (key, body) => change(key, { method: 'PUT', body }),
  delete: (key) => change(key, { method: 'DELETE' }),
};

async function change(key, how) {
  const answer = await fetch(`/sandbox/kept/${key}`, how);
  if (!answer.ok) throw new Error(`kept: ${answer.status}`);
}

/**
 * A real practice software knows how its gateway was set up; the demo is started in one mode or another. An engine for another
 * mode than the gateway's would sign nobody in, so that none is made on a guess.
 */
async function authOfGateway() {
  const request = { headers: { 'X-Volet': '1' }, signal: AbortSignal.timeout(8000) };
  const answer = await fetch('/volet/configuration', request).catch(() => undefined);
  if (answer?.status === 503) throw new Error('le service d’identification ne répond pas');
  if (!answer?.ok) throw new Error('la passerelle ne donne pas sa configuration');
  const { mode, issuer, clientId } = await answer.json();
  if (mode === 'host') throw new Error('Ce logiciel ne se connecte pas lui-même à eSanté : démarrez la passerelle avec VOLET_MODE=mediated ou bff');
  if (mode === 'public') return { mode, issuer, clientId };
  return { mode };
}

/** What Volet may know of the open file: the fields of the contract, and no more. */
export function contextOf(patient, parent) {
  return { practitioner, biller, patient: person(patient), insured: person(parent ?? patient) };
}

function person({ matricule, lastName, birthName, firstName, birthDate, sex, address }) {
  return { matricule, lastName, birthName, firstName, birthDate, sex, address };
}
