// The pages of one form: paints them, reads their symbols back, and ties fields to their places. The preview module
// does the drawing; this file is loaded with it.

import { loadWorkers } from './assets.js';

/** Milliseconds without a change before symbols are read back. */
const PAUSE = 150;

export class Pages {
  #sheets;
  #frames;
  #tell;
  #round = 0;
  #timer;
  #ends = new AbortController();
  #marks;
  #sizes;

  /** `tell` hears what became of reading back: `read`, `different`, `unreadable`, `none` or `unchecked`. */
  constructor(sheets, frames, tell) {
    this.#sheets = sheets;
    this.#frames = frames;
    this.#tell = tell;
    this.#followForm(frames[0]?.closest('.form'));
    this.#followDevice();
  }

  /** Lays out and paints what changed. */
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
    this.#ends.abort();
    this.#marks?.disconnect();
    this.#sizes?.disconnect();
    this.#sheets.free();
  }

  /** Only the answer about what is shown now counts. */
  async #prove(round) {
    const verdict = await this.#ask(this.#sheets.parts()).catch(() => 'unchecked');
    if (round === this.#round) this.#tell(verdict);
  }

  async #ask(parts) {
    const { proofWorker } = await loadWorkers();
    return proofWorker().ask('prove', [parts], this);
  }

  #followForm(form) {
    const fields = form?.querySelector('.fields');
    if (!fields) return;
    const { signal } = this.#ends;
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
      if (!matrix) return;
      const [scale, left, top] = [matrix.a, matrix.e, matrix.f].map((pixels) => pixels * devicePixelRatio);
      this.#sheets.fitTo(at, scale, left - Math.floor(left), top - Math.floor(top));
    }));
    for (const frame of this.#frames) this.#sizes.observe(frame);
  }
}

function focus(fields, name) {
  if (name) fields.querySelector(`[name="${CSS.escape(name)}"]`)?.focus();
}
