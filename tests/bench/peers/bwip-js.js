// bwip-js: the modules of a symbol, with nothing painted. What it draws with is left out, in its favour.

import bwipjs from 'bwip-js';

/** The side of the symbol in modules. */
export function encode(text) {
  const [{ pixx }] = bwipjs.raw({ bcid: 'datamatrix', text });
  return pixx;
}
