// The pages of one form: paints them, reads their symbols back, and ties fields to their places. The preview module
// does the drawing; this file is loaded with it.

import { loadWorkers } from './assets.js';

/** Milliseconds without a change before symbols are read back. */
const PAUSE = 150;
/** Milliseconds after which they are asked for again where no answer came. */
const AGAIN = 3000;

export class Pages {
  #sheets;
  #frames;
  #shown = new Map();
  #tell;
  #round = 0;
  #timer;
  #ends = new AbortController();
  #marks;
  #sizes;

  /** `tell` hears what became of reading back: `read`, `different`, `unreadable`, `none` or, without an answer, `silent`. */
  constructor(make, frames, tell) {
    this.#frames = frames;
    this.#sheets = make(frames);
    this.#tell = tell;
    this.#followForm(frames[0]?.closest('.form'));
    this.#followDevice();
  }

  /** Lays out and paints what changed. The widget makes room for a copy that has more pages than frames. */
  paint(request) {
    const painted = this.#sheets.paint(request);
    this.#round += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#prove(this.#round), PAUSE);
    return painted;
  }

  free() {
    this.#round += 1;
    clearTimeout(this.#timer);
    this.hideOfficial();
    this.#unfollow();
    this.#sheets.free();
  }

  /**
   * Shows the file that the eConnector returned for a copy, once, in place of ours. Answers whether it differs from what
   * ours leads to expect.
   */
  async showOfficial(volet, bytes, environment) {
    const frame = this.#frames.find(({ dataset }) => dataset.volet === volet);
    if (!frame || this.#shown.has(volet)) return false;
    // What comes from the widget's memory is only there during the call.
    const file = bytes.slice();
    const place = document.createElement('div');
    this.#shown.set(volet, place);
    Object.assign(place, { className: 'official', part: 'official' });
    place.dataset.volet = volet;
    frame.before(place);
    const wanted = () => this.#shown.get(volet) === place;
    try {
      const { showOfficial } = await import('./official.js');
      const ours = this.#sheets.ours(volet);
      const differences = await showOfficial({ bytes: file, place, ours, volet, environment, wanted });
      if (wanted()) this.#showOurs(false, volet);
      place.dataset.differs = differences.map((one) => (typeof one === 'string' ? one : Object.keys(one)[0])).join(' ');
      return wanted() && differences.length > 0;
    } catch {
      // What cannot be shown can still be saved; ours stays in sight.
      place.remove();
      return false;
    }
  }

  /** Another document is written: its pages are ours again. */
  hideOfficial() {
    for (const place of this.#shown.values()) place.remove();
    this.#shown.clear();
    this.#showOurs(true);
  }

  /** A preview that says it has no value does not stand below the page that has. */
  #showOurs(shown, volet) {
    for (const frame of this.#frames) {
      if (!volet || frame.dataset.volet === volet) frame.style.display = shown ? '' : 'none';
    }
  }

  #unfollow() {
    this.#ends.abort();
    this.#marks?.disconnect();
    this.#sizes?.disconnect();
  }

  /** Only the answer about what is shown now counts. */
  async #prove(round) {
    const verdict = await this.#ask(this.#sheets.parts()).catch(() => 'silent');
    if (round !== this.#round) return;
    this.#tell(verdict);
    if (verdict === 'silent') this.#timer = setTimeout(() => this.#prove(round), AGAIN);
  }

  async #ask(parts) {
    const { proofWorker } = await loadWorkers();
    return proofWorker().ask('prove', [parts], this);
  }

  #followForm(form) {
    const fields = form?.querySelector('.fields');
    if (!fields) return;
    const { signal } = this.#ends;
    // Before the button itself hears it, and asks for the file: that says it when the script does not come.
    form.addEventListener('click', ({ target }) => {
      const button = target.closest('.files button');
      if (button) loadWorkers().then(({ waitAt }) => waitAt(button.dataset.volet, button.parentElement), () => {});
    }, { signal, capture: true });
    fields.addEventListener('focusin', ({ target }) => this.#sheets.outline(target.name || undefined), { signal });
    fields.addEventListener('focusout', () => this.#sheets.outline(undefined), { signal });
    this.#frames.forEach((frame, at) => {
      frame.addEventListener('click', (event) => focus(fields, this.#fieldUnder(event, frame, at)), { signal });
    });
    const mark = () => {
      const wrong = fields.querySelectorAll('[aria-invalid="true"][name]');
      this.#sheets.mark([...wrong].map(({ name }) => name));
    };
    this.#marks = new MutationObserver(mark);
    this.#marks.observe(fields, { subtree: true, childList: true, attributeFilter: ['aria-invalid'] });
    mark();
  }

  #fieldUnder({ target, clientX, clientY }, frame, at) {
    const matrix = frame.getScreenCTM();
    if (target.dataset?.field || !matrix) return target.dataset?.field;
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
    return this.#sheets.fieldAt(at, x, y);
  }

  #followDevice() {
    this.#sizes = new ResizeObserver(() => this.#frames.forEach((frame, at) => {
      const matrix = frame.getScreenCTM();
      if (!matrix?.a || frame.style.display) return;
      const [scale, left, top] = [matrix.a, matrix.e, matrix.f].map((pixels) => pixels * devicePixelRatio);
      this.#sheets.fitTo(at, scale, left - Math.floor(left), top - Math.floor(top));
    }));
    for (const frame of this.#frames) this.#sizes.observe(frame);
  }
}

function focus(fields, name) {
  if (name) fields.querySelector(`[name="${CSS.escape(name)}"]`)?.focus();
}
