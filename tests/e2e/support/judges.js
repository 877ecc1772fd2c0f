// Programs that are not ours, which judge what we made: poppler, qpdf, libdmtx.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The text of a PDF, as a reader would copy it. */
export const pdfText = (bytes) =>
  withFile('page.pdf', bytes, (file) => run('pdftotext', ['-layout', file, '-']));

/** Throws what qpdf has to say against the file's structure. */
export const checkPdf = (bytes) => withFile('page.pdf', bytes, (file) => run('qpdf', ['--check', file]));

/** `[{name, embedded}]`. */
export const pdfFonts = (bytes) => withFile('page.pdf', bytes, (file) => {
  const [head, rule, ...lines] = run('pdffonts', [file]).trimEnd().split('\n');
  const column = head.indexOf('emb');
  return lines.map((line) => ({
    name: line.slice(0, rule.indexOf(' ')).trim(),
    embedded: line.slice(column, column + 3).trim() === 'yes',
  }));
});

/** The first page as a picture of 200 dots an inch. */
export const rasterised = (bytes) => withFile('page.pdf', bytes, (file) => {
  const stem = join(file, '..', 'page');
  run('pdftoppm', ['-r', '200', '-png', '-singlefile', file, stem]);
  return readFileSync(`${stem}.png`);
});

/** What the DataMatrix in a picture says. */
export const decoded = (picture) =>
  withFile('page.png', picture, (file) => run('dmtxread', ['-N1', '-m20000', file]).trim());

function run(program, args) {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Has a program look at bytes by a file that is gone afterwards. */
export function withFile(name, bytes, judge) {
  const folder = mkdtempSync(join(tmpdir(), 'volet-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    return judge(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
