// Starts the practice software and shows the place that the address names: `#/patients`, or
// `#/patients/<id>/<tab>`. The id is opaque: no personal data is ever in the address.

import { sentCertificates } from './certificates.js';
import { byId, h } from './dom.js';
import { startEngine } from './engine.js';
import { patientFile } from './patient-file.js';

const main = byId('main');
const desk = { lang: chosenLanguage() };
desk.engine = startEngine(desk.lang);
desk.sent = sentCertificates(desk.engine);

let patients;
let shown = {};

sandboxPanel();
languageSwitch();
byId('skip').onclick = (event) => {
  event.preventDefault();
  main.focus();
};
desk.engine.then((volet) => {
  const session = h('volet-session', { lang: desk.lang });
  session.volet = volet;
  byId('session').append(session);
  // After the login Volet puts the address back without a navigation.
  volet.addEventListener('volet-session', () => patients && show());
}, ({ message }) => {
  byId('session').replaceChildren(h('span', { role: 'alert' }, `Volet n’a pas démarré (${message}).`),
    h('button', { type: 'button', onclick: () => location.reload() }, 'Réessayer'));
});
start();

async function start() {
  try {
    // On the callback the place to show is only known when Volet has handled it.
    const handled = location.pathname === '/callback' ? desk.engine.catch(() => {}) : null;
    [patients] = await Promise.all([loadPatients(), handled]);
  } catch {
    main.replaceChildren(h('p', { role: 'alert' }, 'La liste des patients ne répond pas.'),
      h('button', { type: 'button', onclick: start }, 'Réessayer'));
    return;
  }
  show();
  addEventListener('hashchange', () => show() && main.querySelector('h1').focus());
}

/** Shows the address's place; true when it is another than before. */
function show() {
  const [, , id, tab] = location.hash.split('/');
  const moved = shown.id !== id || !shown.node;
  if (moved) {
    shown = place(id);
    main.replaceChildren(shown.node);
    document.title = `${id ? 'Dossier patient' : 'Patients'} – Cabinet`;
    scrollTo(0, 0);
  }
  shown.select?.(tab);
  return moved;
}

function place(id) {
  if (!id) return { id, node: patientList() };
  const patient = patients.find((one) => one.id === id);
  if (!patient) {
    return { id, node: h('section', {}, h('h1', { tabIndex: -1 }, 'Dossier introuvable'),
      h('a', { href: '#/patients' }, '← Patients')) };
  }
  const parent = patients.find((one) => one.id === patient.parentId);
  return { id, ...patientFile(patient, parent, desk) };
}

function patientList() {
  const node = h('section', {}, h('h1', { tabIndex: -1 }, 'Patients'));
  import('./patients.js').then(({ fillList }) => fillList(node, patients));
  return node;
}

async function loadPatients() {
  const response = await fetch('/sandbox/patients');
  if (!response.ok) throw new Error(`patients: ${response.status}`);
  const all = await response.json();
  return all.sort((a, b) => a.birthName.localeCompare(b.birthName, 'fr'));
}

/** The demo's own panel comes when the practice software has shown what it has to show. */
async function sandboxPanel() {
  await Promise.race([
    new Promise((resolve) => { document.addEventListener('volet-ready', resolve, { once: true }); }),
    desk.engine.catch(() => {}).then(() => new Promise((resolve) => { setTimeout(resolve, 1000); })),
  ]);
  (await import('./sandbox-panel.js')).sandboxPanel(desk.engine);
}

/** The choice outlives the login redirect; it is no personal data. */
function chosenLanguage() {
  return sessionStorage.getItem('cabinet.language') ?? 'fr';
}

function languageSwitch() {
  const select = byId('language');
  select.value = desk.lang;
  select.onchange = () => {
    desk.lang = select.value;
    sessionStorage.setItem('cabinet.language', desk.lang);
    for (const node of document.querySelectorAll('volet-session, volet-form, volet-documents, volet-antecedents')) node.lang = desk.lang;
  };
}
