// Small helpers: nodes without markup strings, and how the practice writes dates and numbers.

/** Makes an element; what the element has as a property is set as one, the rest as an attribute. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

export const byId = (id) => document.getElementById(id);

/**
 * A table that stays one for assistive technology when CSS shows its rows as cards.
 * The first cell of a row is its header.
 */
export function table(caption, heads, body) {
  const head = heads.map((text) => h('th', { role: 'columnheader', scope: 'col' }, text));
  return h('table', { role: 'table' },
    h('caption', {}, caption),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ...head)),
    body,
  );
}

export function row(heads, cells) {
  return h('tr', { role: 'row' }, ...cells.map((cell, i) =>
    i === 0
      ? h('th', { role: 'rowheader', scope: 'row', 'data-label': heads[i] }, cell)
      : h('td', { role: 'cell', 'data-label': heads[i] }, cell)));
}

export function definitions(entries) {
  return h('dl', {}, ...entries.map(([term, value]) =>
    h('div', {}, h('dt', {}, term), h('dd', {}, value))));
}

/** `2019-05-02` becomes `02/05/2019`. */
export const day = (iso) => (iso ? iso.slice(0, 10).split('-').reverse().join('/') : '—');

/** The time of day of an ISO moment, in the reader's time zone. */
export const time = (iso) => new Date(iso).toLocaleTimeString('fr');

/** Groups a matricule as `YYYY MM DD XXX CC`, as on the social security card. */
export const grouped = (matricule) =>
  matricule.replace(/^(\d{4})(\d\d)(\d\d)(\d{3})(\d\d)$/, '$1 $2 $3 $4 $5');

const LETTERS = { ł: 'l', ø: 'o', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' };

/** Text without case and accents, so that `sahin` finds `Şahin`. */
export const folded = (text) =>
  text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
    .replace(/[łøđıßæœ]/g, (letter) => LETTERS[letter]);
