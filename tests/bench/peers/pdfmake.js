// pdfmake: each item at its place; the fonts are embedded as subsets.

import pdfMake from 'pdfmake/build/pdfmake.js';
import { color, itemsOf, POINTS, runs } from './list.js';

/** What pdfmake puts above the baseline: the font's own ascent, as a part of its size. */
const ASCENT = 0.9052734375;

export async function write({ pages, title, author, base64: [regular, bold] }) {
  pdfMake.addVirtualFileSystem({ 'regular.ttf': regular, 'bold.ttf': bold });
  pdfMake.addFonts({ Arimo: { normal: 'regular.ttf', bold: 'bold.ttf' } });
  const content = pages.flatMap((page, at) => {
    const nodes = itemsOf(page).map(([kind, item]) => NODE[kind](item));
    // What is placed absolutely takes no room: an empty line carries the page break.
    return at > 0 ? [{ text: ' ', pageBreak: 'before' }, ...nodes] : nodes;
  });
  const { width, height } = pages[0];
  return pdfMake.createPdf({
    pageSize: { width: width * POINTS, height: height * POINTS },
    pageMargins: 0,
    info: { title, author },
    defaultStyle: { font: 'Arimo', lineHeight: 1 },
    content,
  }).getBuffer();
}

const hex = (tone) => `#${color(tone).map((part) => part.toString(16).padStart(2, '0')).join('')}`;
const at = (x, y) => ({ absolutePosition: { x: x * POINTS, y: y * POINTS } });

const NODE = {
  text: ({ x, y, size, bold, tone, text }) => ({
    text, bold, color: hex(tone), fontSize: size * POINTS, noWrap: true, preserveLeadingSpaces: true, ...at(x, y - ASCENT * size),
  }),
  rule: ({ x1, y1, x2, y2, width }) => ({
    ...at(0, 0),
    canvas: [{ type: 'line', x1: x1 * POINTS, y1: y1 * POINTS, x2: x2 * POINTS, y2: y2 * POINTS, lineWidth: width * POINTS }],
  }),
  frame: ({ x, y, width, height, line, fill }) => ({
    ...at(x, y),
    canvas: [{
      type: 'rect', x: 0, y: 0, w: width * POINTS, h: height * POINTS, lineWidth: line * POINTS,
      ...(fill && { color: hex(fill) }), ...(line > 0 && { lineColor: '#000000' }),
    }],
  }),
  symbol: ({ x, y, module, rows }) => ({
    ...at(x, y),
    canvas: runs(rows).map(([column, row, length]) => ({
      type: 'rect', x: column * module * POINTS, y: row * module * POINTS, w: length * module * POINTS, h: module * POINTS,
      color: '#000000', lineWidth: 0,
    })),
  }),
};
