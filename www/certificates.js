// The Certificats tab: Volet's eCIT form, and what was sent from this page.

import { h, row, table } from './dom.js';
import { contextOf } from './engine.js';

const HEADS = ['Document', 'Numéro mySecu', 'État'];
const STATES = { accepted: 'accepté', refused: 'refusé', revoked: 'révoqué' };

/** The form is made anew for each patient; the list belongs to the page and moves with it. */
export function certificates(patient, parent, desk) {
  const place = h('div', { className: 'card' }, h('p', { className: 'muted', role: 'status' },
    'Chargement du formulaire…'));
  desk.engine.then((volet) => {
    if (!place.isConnected) return;
    volet.setContext(contextOf(patient, parent));
    const form = h('volet-form', { lang: desk.lang });
    form.setAttribute('type', 'ecit');
    form.volet = volet;
    place.replaceChildren(form);
  }, (error) => {
    place.replaceChildren(h('p', { className: 'bad', role: 'alert' },
      `Le formulaire n’a pas pu démarrer (${error.code ?? error.name}).`));
  });
  return [place, desk.sent];
}

/**
 * Certificats de cette session. It listens to the engine, not to a form: a send ends even when
 * its form is gone, and its outcome is shown all the same.
 */
export function sentCertificates(engine) {
  const rows = new Map();
  const body = h('tbody', { role: 'rowgroup' });
  const none = h('p', { className: 'muted' }, 'Aucun certificat envoyé depuis cette page.');
  const list = table('Certificats de cette session', HEADS, body);
  list.hidden = true;

  function record(documentId, change) {
    rows.set(documentId, { ...rows.get(documentId), ...change });
    body.replaceChildren(...[...rows].map(([id, { uuidSecu, state }]) => row(HEADS, [
      h('code', {}, id),
      uuidSecu ? h('code', {}, uuidSecu) : '—',
      h('span', { className: state === 'accepted' ? 'good' : 'bad' }, STATES[state] ?? state),
    ])));
    list.hidden = false;
    none.hidden = true;
  }

  engine.then((volet) => {
    // A fee memo is told too, and the cancellation of one.
    volet.addEventListener('volet-sent', ({ detail: { type, documentId, uuidSecu, state } }) => {
      if (type === 'ecit') record(documentId, { uuidSecu, state });
    });
    volet.addEventListener('volet-revoked', ({ detail: { documentId } }) => {
      if (rows.has(documentId)) record(documentId, { state: 'revoked' });
    });
  }, () => {});

  return h('section', { className: 'card' }, h('h2', {}, 'Certificats de cette session'), none, list);
}
