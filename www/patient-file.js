// The patient file: who it is, and the tabs of the record.

import { certificates } from './certificates.js';
import { day, definitions, grouped, h } from './dom.js';
import { tabView } from './tabs.js';

/** What a tab shows is fetched when it is first opened. */
const shared = () => import('./record.js');

/** `desk`: what the whole page shares: the engine to come and the session's certificates. */
export function patientFile(patient, parent, desk) {
  const list = (key, title, types) => ({ documents }) =>
    [documents(title, types, patient, parent, desk, (count) => view.badge(key, count))];
  const tabs = [
    ['administratif', 'Données administratives', () => [record(patient, parent)]],
    ['resume', 'Résumé patient', (part) => [
      part.antecedents(patient, parent, desk), ...list('resume', 'Résumés', 'summary')(part)], shared],
    ['documents', 'Documents', list('documents', 'Documents', 'imaging other'), shared],
    ['laboratoire', 'Laboratoire', list('laboratoire', 'Résultats de laboratoire', 'laboratory'), shared],
    ['prescriptions', 'Prescriptions', list('prescriptions', 'Prescriptions', 'prescription'), shared],
    ['vaccination', 'Vaccination', list('vaccination', 'Vaccinations', 'vaccination'), shared],
    ['certificats', 'Certificats', () => certificates(patient, parent, desk)],
    ['facturation', 'Facturation', ({ invoices }) => invoices(patient, parent, desk), () => import('./invoices.js')],
  ].map(([key, label, fill, load]) => ({ key, label, fill, load }));

  const view = tabView('Dossier patient', tabs, (key) => {
    history.replaceState(history.state, '', `#/patients/${patient.id}/${key}`);
  });
  const known = (key) => (tabs.some((tab) => tab.key === key) ? key : tabs[0].key);

  return {
    node: h('article', {}, identity(patient), ...view.nodes),
    select: (key) => view.select(known(key)),
  };
}

function identity({ firstName, lastName, birthName, birthDate, matricule, sex }) {
  const female = sex === 'female';
  const maiden = birthName === lastName ? [] :
    [h('span', { className: 'maiden' }, ` ${female ? 'née' : 'né'} ${birthName}`)];
  return h('header', { className: 'identity' },
    h('a', { href: '#/patients' }, '← Patients'),
    h('h1', { tabIndex: -1 }, `${firstName} ${lastName}`, ...maiden),
    definitions([
      [female ? 'Née le' : 'Né le', day(birthDate)],
      ['Matricule', h('span', { className: 'number' }, grouped(matricule))],
      ['Sexe', female ? 'Féminin' : 'Masculin'],
    ]));
}

function record(patient, parent) {
  const { number, street, line1, line2, postcode, city, country } = patient.address;
  const lines = [line1, line2, `${number} ${street}`.trim(), `${country}-${postcode} ${city}`];
  const entries = [
    ['Nom de naissance', patient.birthName],
    ['Nom d’usage', patient.lastName === patient.birthName ? '—' : patient.lastName],
    ['Prénom', patient.firstName],
    ['Matricule', h('span', { className: 'number' }, grouped(patient.matricule))],
    ['Adresse', h('address', {}, lines.filter(Boolean).join('\n'))],
    ['Dernier rendez-vous', day(patient.lastVisit)],
  ];
  if (parent) {
    entries.push(['Parent assuré', h('a', { href: `#/patients/${parent.id}` },
      `${parent.firstName} ${parent.lastName}`)]);
  }
  return h('section', { className: 'card' }, h('h2', {}, 'Données administratives'),
    definitions(entries));
}
