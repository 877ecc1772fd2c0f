// The display list that all draw: what `domain::display` describes, as JSON of the preview module.

/** Points a millimetre. */
export const POINTS = 72 / 25.4;

const TONES = { ink: [0, 0, 0], label: [85, 85, 85], warning: [179, 38, 30], ground: [238, 241, 244] };

/** Red, green and blue, 0 to 255. */
export const color = (tone) => TONES[tone];

/** `[kind, item]` of each item. */
export const itemsOf = (page) => page.items.map((item) => Object.entries(item)[0]);

/** Dark runs as `[column, row, length]` in modules. */
export function runs(rows) {
  return rows.flatMap((row, y) => [...row.matchAll(/1+/g)].map((run) => [run.index, y, run[0].length]));
}
