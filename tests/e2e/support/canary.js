// Words that must not be found, in every way in which a browser may have written them down.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** UTF-8, UTF-16 in both orders, and each of them in base64 at the three places where it can begin. */
function writings(word) {
  const little = Buffer.from(word, 'utf16le');
  const plain = [Buffer.from(word), little, Buffer.from(little).swap16()];
  const encoded = plain.flatMap((bytes) => [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const begin = [0, 2, 3][before];
    const end = text.length - [0, 4, 3][(before + bytes.length) % 3];
    return Buffer.from(text.slice(begin, end).replace(/=+$/, ''));
  }));
  return [...plain, ...encoded];
}

/** The words that are in these bytes. */
export const foundIn = (bytes, words) =>
  words.filter((word) => writings(word).some((writing) => bytes.includes(writing)));

/** `[file, word]` for each word in a file of a folder, however deep. */
export function foundUnder(folder, words) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap(({ parentPath, name }) =>
    foundIn(readFileSync(join(parentPath, name)), words).map((word) => [name, word]));
}
