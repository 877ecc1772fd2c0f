// The Facturation tab: Volet's fee memo, for the way of payment that is chosen.

import { h } from './dom.js';
import { contextOf } from './engine.js';

const ROUTES = [
  ['mh', 'Paiement immédiat direct (MH)'],
  ['memoire', 'Remboursement digitalisé (mémoire)'],
];

/** One form at a time; what was typed in the other is still there when one comes back. */
export function invoices(patient, parent, desk) {
  const place = h('div', { className: 'card' }, h('p', { className: 'muted', role: 'status' },
    'Chargement du formulaire…'));
  const form = h('volet-form', { lang: desk.lang });
  const choice = h('fieldset', { className: 'choice' }, h('legend', {}, 'Voie'),
    ...ROUTES.map(([type, label], i) => h('label', {}, h('input', {
      type: 'radio', name: 'route', value: type, checked: i === 0,
      onchange: () => form.setAttribute('type', type),
    }), ` ${label}`)));
  form.setAttribute('type', ROUTES[0][0]);
  desk.engine.then((volet) => {
    if (!place.isConnected) return;
    volet.setContext(contextOf(patient, parent));
    form.volet = volet;
    place.replaceChildren(choice, form);
  }, (error) => {
    place.replaceChildren(h('p', { className: 'bad', role: 'alert' },
      `Le formulaire n’a pas pu démarrer (${error.code ?? error.name}).`));
  });
  return [place];
}
