// pdf-lib with fontkit: the fonts are embedded as subsets.

import { PDFDocument, rgb } from 'pdf-lib';
import fontkit from '@pdf-lib/fontkit';
import { color, itemsOf, POINTS, runs } from './list.js';

export async function write({ pages, title, author, fonts: [regular, bold] }) {
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(fontkit);
  pdf.setTitle(title);
  pdf.setAuthor(author);
  const faces = [await pdf.embedFont(regular, { subset: true }), await pdf.embedFont(bold, { subset: true })];
  for (const page of pages) {
    const sheet = pdf.addPage([page.width * POINTS, page.height * POINTS]);
    for (const [kind, item] of itemsOf(page)) DRAW[kind](sheet, item, page.height, faces);
  }
  return pdf.save();
}

const tint = (tone) => rgb(...color(tone).map((part) => part / 255));

const DRAW = {
  text: (sheet, { x, y, size, bold, tone, text }, height, faces) => sheet.drawText(text, {
    x: x * POINTS, y: (height - y) * POINTS, size: size * POINTS, font: faces[Number(bold)], color: tint(tone),
  }),
  rule: (sheet, { x1, y1, x2, y2, width }, height) => sheet.drawLine({
    start: { x: x1 * POINTS, y: (height - y1) * POINTS },
    end: { x: x2 * POINTS, y: (height - y2) * POINTS },
    thickness: width * POINTS,
  }),
  frame: (sheet, { x, y, width, height, line, fill }, tall) => sheet.drawRectangle({
    x: x * POINTS, y: (tall - y - height) * POINTS, width: width * POINTS, height: height * POINTS,
    ...(fill && { color: tint(fill) }),
    ...(line > 0 && { borderWidth: line * POINTS, borderColor: tint('ink') }),
  }),
  symbol: (sheet, symbol, height) => sheet.drawSvgPath(path(symbol), {
    x: 0, y: height * POINTS, scale: POINTS, color: tint('ink'),
  }),
};

/** All dark runs as one path, in millimetres. */
function path({ x, y, module, rows }) {
  return runs(rows).map(([column, row, length]) =>
    `M${x + column * module} ${y + row * module}h${length * module}v${module}h${-length * module}z`).join('');
}
