// A tab list after the ARIA authoring practices: one tab stop, arrow keys, Home and End.

import { h } from './dom.js';

/**
 * `tabs`: `[{key, label, fill, group?}]`. `fill()` gives a panel's nodes at its first showing, or at that of another tab of its
 * group, so that each can be marked; the panel then stays, hidden, so that what was typed in it is still there when one comes
 * back. `badge(key, count)` marks a tab with how much is new in it.
 */
export function tabView(label, tabs, onselect) {
  const items = tabs.map(({ key, label: text, fill, group }) => {
    const button = h('button', {
      type: 'button', role: 'tab', id: `tab-${key}`, 'aria-controls': `panel-${key}`,
      onclick: () => choose(key),
    }, text);
    const panel = h('section', {
      role: 'tabpanel', id: `panel-${key}`, 'aria-labelledby': `tab-${key}`, tabIndex: 0,
      hidden: true,
    });
    return { key, fill, group, button, panel };
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
    const { group } = items.find((item) => item.key === key);
    for (const item of items) {
      const on = item.key === key;
      item.button.setAttribute('aria-selected', on);
      item.button.tabIndex = on ? 0 : -1;
      item.panel.hidden = !on;
      if ((on || (group && item.group === group)) && item.fill) {
        item.panel.append(...item.fill());
        item.fill = null;
      }
      if (on && list.isConnected) item.button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }

  return { nodes: [list, ...items.map(({ panel }) => panel)], select, badge };
}
