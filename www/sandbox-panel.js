// The demo's side panel: the sandbox's scenarios, clock, deposits and journal. Read on a click
// or after a send, never polled. A real practice software has nothing like it.

import { byId, h, time } from './dom.js';

const SHOWN = 40;

export function sandboxPanel(engine) {
  byId('sandbox').open = matchMedia('(min-width: 75em)').matches;
  // Does something, reads the panel anew, and only then says that it is done.
  const act = (work) => async () => {
    try {
      const done = await work?.();
      await read();
      if (done !== undefined) say(done);
    } catch (error) {
      fail(error);
    }
  };

  byId('refresh').onclick = act(async () => '');
  byId('reset').onclick = act(async () => {
    await call('reset', {});
    return 'Bac à sable réinitialisé.';
  });
  for (const button of document.querySelectorAll('[data-advance]')) {
    button.onclick = act(async () => {
      const { now } = await call('clock', { advanceSeconds: Number(button.dataset.advance) });
      return `Horloge du bac à sable : ${time(now)}`;
    });
  }
  byId('scenario-form').onsubmit = (event) => {
    event.preventDefault();
    const [name, times] = [byId('scenario').value, byId('times').valueAsNumber];
    act(async () => {
      await call('scenario', times ? { name, times } : { name });
      return 'Scénario appliqué.';
    })();
  };

  byId('deposits').append(line('Pas encore lu.'));
  byId('journal').append(line('Pas encore lu.'));
  readScenarios().catch(fail);
  engine.then((volet) => {
    volet.addEventListener('volet-sent', act());
    volet.addEventListener('volet-revoked', act());
    volet.addEventListener('volet-error', ({ detail }) => {
      showError(detail);
      act()();
    });
  }).catch(showError);
}

async function call(path, body) {
  const response = await fetch(`/sandbox/${path}`, body && {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`/sandbox/${path} : ${response.status}`);
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

/** The number of the newest reading: an older one that answers late is dropped. */
let reading = 0;

async function read() {
  const mine = ++reading;
  const [deposits, journal] = await Promise.all([call('deposits'), call('journal'), readScenarios()]);
  if (mine !== reading) return;
  fill('deposits', deposits, ({ documentId, uuidSecu, gpCode, documentType, state }) =>
    line(`${documentType} ${state}`, `${documentId} → ${uuidSecu ?? '—'} · ${gpCode}`));
  fill('journal', journal, ({ at, service, method, path, status, gpCode, documentId }) =>
    line(h('span', {}, h('b', { className: status < 400 ? 'good' : 'bad' }, `${status}`),
      ` ${method} ${path}`), [time(at), service, gpCode, documentId].filter(Boolean).join(' · ')));
}

async function readScenarios() {
  const scenarios = await call('scenarios');
  const select = byId('scenario');
  const chosen = select.value;
  select.replaceChildren(...scenarios.map(({ name, label, active }) =>
    h('option', { value: name }, active ? `● ${label}` : label)));
  if (chosen) select.value = chosen;
}

/** Newest first. */
function fill(id, entries, show) {
  const newest = entries.slice(-SHOWN).reverse().map(show);
  if (!newest.length) newest.push(line('Vide.'));
  if (entries.length > SHOWN) newest.push(line(`… et ${entries.length - SHOWN} plus anciens.`));
  byId(id).replaceChildren(...newest);
}

const line = (main, more) => h('li', {}, main, ...(more ? [h('small', {}, more)] : []));
const say = (text) => { byId('sandbox-status').textContent = text; };
const fail = (error) => say(error.message);

function showError({ code, name, phase, correlationId }) {
  byId('volet-error').textContent =
    `Volet : ${[code ?? name, phase, correlationId].filter(Boolean).join(' · ')}`;
}
