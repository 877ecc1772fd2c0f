// How far the PDF engine is on its way, beside the button that waits for it. It is fetched once; later files are there
// before anybody could read this.

import { followPdf } from './workers.js';

/** Shows it in the place of a copy's buttons until the engine is there, or given up. */
export function showProgress(place) {
  let shown;
  const stop = followPdf((news) => {
    if (news && place.isConnected) {
      shown ??= make(place);
      move(shown, news);
      return;
    }
    shown?.remove();
    queueMicrotask(() => stop());
  });
}

/** Readers of the screen hear once, when they are not speaking, what the button says while it waits. */
function make(place) {
  const words = place.querySelector('[data-action="download-pdf"]')?.textContent ?? '';
  const shown = place.appendChild(document.createElement('span'));
  Object.assign(shown, { className: 'progress', part: 'progress', role: 'status' });
  const bar = shown.appendChild(document.createElement('progress'));
  bar.setAttribute('aria-label', words);
  requestAnimationFrame(() => shown.append(words));
  return shown;
}

/** Without a total the bar only says that something comes. */
function move(shown, { received, total }) {
  const bar = shown.firstChild;
  if (total) Object.assign(bar, { max: total, value: received });
}
