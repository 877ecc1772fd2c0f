// The tabs of the record: the practice's own documents and, in the same lists, those that were shared.

import { h } from './dom.js';
import { contextOf } from './engine.js';
import { localDocuments, recorded } from './local-documents.js';

/** A card with the documents of some types. `badge(count)` marks the tab with what was not yet seen in it. */
export function documents(title, types, patient, parent, desk, badge) {
  const list = h('volet-documents', { lang: desk.lang, type: types });
  const unseen = new Map();
  list.addEventListener('volet-unseen', ({ detail: { type, count } }) => {
    unseen.set(type, count);
    badge([...unseen.values()].reduce((sum, one) => sum + one, 0));
  });
  list.localDocuments = localDocuments(patient.id, (document) => show(place, document));
  const place = card(title, list, patient, parent, desk);
  return place;
}

/** What the shared record knows and this one does not: taken over line by line. */
export function antecedents(patient, parent, desk) {
  const kept = recorded(patient.id);
  const known = h('ul', { className: 'kept' }, ...kept.map(({ text }) => h('li', {}, text)));
  const list = h('volet-antecedents', { lang: desk.lang });
  list.recorded = kept;
  list.onaccept = async ({ text, onset }) => {
    known.append(h('li', {}, [text, onset].filter(Boolean).join(', ')));
  };
  const place = card('Antécédents', list, patient, parent, desk);
  list.before(known);
  return place;
}

function card(title, list, patient, parent, desk) {
  const place = h('section', { className: 'card' }, h('h2', {}, title), list);
  desk.engine.then((volet) => {
    volet.setContext(contextOf(patient, parent));
    list.volet = volet;
  }, () => {});
  return place;
}

/** A document of the practice's own, shown as the practice shows it. */
function show(place, { title, date, text }) {
  place.querySelector('.own')?.remove();
  const close = h('button', { type: 'button', onclick: () => own.remove() }, 'Fermer');
  const own = h('div', { className: 'own' }, h('h3', {}, `${title}, ${date}`), h('p', {}, text), close);
  place.append(own);
  close.focus();
}
