// A tab list after the ARIA authoring practices: one tab stop, arrow keys, Home and End.

import { h } from './dom.js';

/**
 * `tabs`: `[{key, label, fill, load?}]`. `fill()` gives a panel's nodes at its first showing, with the module that `load()`
 * fetches where there is one. Tabs with the same `load` are filled together, so that each can be marked. A panel then stays,
 * hidden, so that what was typed in it is still there when one comes back. `badge(key, count)` marks a tab with how much is
 * new in it.
 */
export function tabView(label, tabs, onselect) {
  const items = tabs.map(({ key, label: text, fill, load }) => {
    const button = h('button', {
      type: 'button', role: 'tab', id: `tab-${key}`, 'aria-controls': `panel-${key}`,
      onclick: () => choose(key),
    }, text);
    const panel = h('section', {
      role: 'tabpanel', id: `panel-${key}`, 'aria-labelledby': `tab-${key}`, tabIndex: 0,
      hidden: true,
    });
    return { key, fill, load, button, panel };
  });
  const list = h('div', { role: 'tablist', 'aria-label': label, onkeydown: walk },
    ...items.map(({ button }) => button));

  function walk(event) {
    const at = items.findIndex(({ button }) => button === document.activeElement);
    const last = items.length - 1;
    const to = {
      ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(items[to].key);
    items[to].button.focus();
  }

  function choose(key) {
    select(key);
    onselect(key);
  }

  function badge(key, count) {
    const { button } = items.find((item) => item.key === key);
    button.querySelector('.badge')?.remove();
    if (!count) return;
    const words = h('span', { className: 'hidden' }, count > 1 ? ' nouveaux' : ' nouveau');
    button.append(h('span', { className: 'badge' }, ` ${count}`, words));
  }

  function select(key) {
    const { load } = items.find((item) => item.key === key);
    for (const item of items) {
      const on = item.key === key;
      item.button.setAttribute('aria-selected', on);
      item.button.tabIndex = on ? 0 : -1;
      item.panel.hidden = !on;
      if ((on || (load && item.load === load)) && item.fill) {
        show(item);
        item.fill = null;
      }
      if (on && list.isConnected) item.button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }

  function show({ panel, fill, load }) {
    if (!load) {
      panel.append(...fill());
      return;
    }
    // Another file may be open when the module has come.
    load().then((module) => panel.isConnected && panel.append(...fill(module)), () => {
      panel.append(h('p', { role: 'alert' }, 'Cet onglet n’a pas pu être chargé. Rechargez la page.'));
    });
  }

  return { nodes: [list, ...items.map(({ panel }) => panel)], select, badge };
}
