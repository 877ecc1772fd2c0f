// Cuts the page's fonts down to the letters that a form may hold.
// Usage: node subset-fonts.mjs LETTERS_FILE OUT_DIR

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';

const fonts = {
  'arimo-regular.ttf': '@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf',
  'arimo-bold.ttf': '@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf',
};

const [lettersFile, outDir] = process.argv.slice(2);
const letters = await readFile(lettersFile, 'utf8');
const { resolve } = createRequire(import.meta.url);
await mkdir(outDir, { recursive: true });

for (const [name, source] of Object.entries(fonts)) {
  const whole = await readFile(resolve(source));
  const subset = await subsetFont(whole, letters, { targetFormat: 'truetype' });
  await writeFile(join(outDir, name), subset);
}
