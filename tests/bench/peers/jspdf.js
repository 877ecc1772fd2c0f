// jsPDF with the same font: `Identity-H` embeds the glyphs that are used.

import { jsPDF } from 'jspdf';
import { color, itemsOf, POINTS, runs } from './list.js';

export async function write({ pages, title, author, base64: [regular, bold] }) {
  const pdf = new jsPDF({ unit: 'mm', format: 'a4', compress: true });
  pdf.setDocumentProperties({ title, author });
  for (const [name, file, style] of [['regular.ttf', regular, 'normal'], ['bold.ttf', bold, 'bold']]) {
    pdf.addFileToVFS(name, file);
    pdf.addFont(name, 'Arimo', style, undefined, 'Identity-H');
  }
  pages.forEach((page, at) => {
    if (at > 0) pdf.addPage();
    for (const [kind, item] of itemsOf(page)) DRAW[kind](pdf, item);
  });
  return new Uint8Array(pdf.output('arraybuffer'));
}

const DRAW = {
  text: (pdf, { x, y, size, bold, tone, text }) => {
    pdf.setFont('Arimo', bold ? 'bold' : 'normal');
    pdf.setFontSize(size * POINTS);
    pdf.setTextColor(...color(tone));
    pdf.text(text, x, y);
  },
  rule: (pdf, { x1, y1, x2, y2, width }) => {
    pdf.setDrawColor(...color('ink'));
    pdf.setLineWidth(width);
    pdf.line(x1, y1, x2, y2);
  },
  frame: (pdf, { x, y, width, height, line, fill }) => {
    if (fill) pdf.setFillColor(...color(fill));
    pdf.setDrawColor(...color('ink'));
    pdf.setLineWidth(line);
    pdf.rect(x, y, width, height, `${fill ? 'F' : ''}${line > 0 ? 'S' : ''}`);
  },
  symbol: (pdf, { x, y, module, rows }) => {
    pdf.setFillColor(...color('ink'));
    for (const [column, row, length] of runs(rows)) {
      pdf.rect(x + column * module, y + row * module, length * module, module, null);
    }
    pdf.fill();
  },
};
