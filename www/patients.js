// The patient list: a table that filters while one types. It is fetched when it is first shown.

import { day, folded, grouped, h, row, table } from './dom.js';

const HEADS = ['Nom de naissance', 'Nom d’usage', 'Prénom', 'Matricule', 'Date de naissance',
  'Sexe', 'Dernier RDV'];

/** The last search, kept in memory so that it is there again on the way back from a file. */
let query = '';

/** Puts the list under its heading. */
export function fillList(view, patients) {
  const body = h('tbody', { role: 'rowgroup' });
  const count = h('p', { className: 'muted', role: 'status' });
  const search = h('input', {
    id: 'search', type: 'search', autocomplete: 'off', spellcheck: false, value: query,
  });
  const entries = patients.map((patient) => ({ words: wordsOf(patient), line: lineOf(patient) }));

  function filter() {
    query = search.value;
    const wanted = folded(query).split(/\s+/);
    const found = entries.filter(({ words }) => wanted.every((word) => words.includes(word)));
    body.replaceChildren(...found.map(({ line }) => line));
    count.textContent = found.length > 1 ? `${found.length} patients`
      : found.length ? '1 patient' : 'Aucun patient ne correspond à cette recherche.';
  }

  search.oninput = filter;
  filter();

  view.append(
    h('form', {
      className: 'search', role: 'search',
      onsubmit: (event) => {
        event.preventDefault();
        if (query.trim()) body.querySelector('a')?.click();
      },
    }, h('label', { htmlFor: 'search' }, 'Rechercher un patient'), search),
    count,
    h('div', { className: 'card' }, table('Liste des patients', HEADS, body)),
  );
  view.onkeydown = (event) => stepThrough(event, [search, ...body.querySelectorAll('a')]);
}

/** Up and down walk from the search field through the rows. */
function stepThrough(event, stops) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = stops.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  stops[Math.max(0, Math.min(stops.length - 1, at + step))].focus();
}

function lineOf(patient) {
  const { id, matricule, lastName, birthName, firstName, birthDate, sex, lastVisit } = patient;
  return row(HEADS, [
    h('a', { className: 'cover', href: `#/patients/${id}` }, birthName),
    lastName === birthName ? '—' : lastName,
    firstName,
    h('span', { className: 'number' }, grouped(matricule)),
    h('span', { className: 'number' }, day(birthDate)),
    sex === 'female' ? 'F' : 'M',
    h('span', { className: 'number' }, day(lastVisit)),
  ]);
}

function wordsOf({ matricule, lastName, birthName, firstName, birthDate, lastVisit }) {
  return folded([matricule, grouped(matricule), lastName, birthName, firstName, day(birthDate),
    day(lastVisit)].join(' '));
}
