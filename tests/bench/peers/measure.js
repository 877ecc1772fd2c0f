// Runs in the page: the same forms by each library in turns, so that what slows the machine slows all of them.

import { displayLists, engineAlone, throughPackage } from './ours.js';

export const PEERS = ['pdf-lib', 'jspdf', 'pdfmake'];
/** Letters of EU languages that no form measured here has. */
const RARE = 'ĄČĐĘĞŇŘŚŤŮŽŐ';

/** The two weights that the package brings: all embed the same font. */
async function fontsOf() {
  const files = ['regular', 'bold'].map((weight) => fetch(`/pkg/dist/fonts/arimo-${weight}.ttf`));
  return Promise.all((await Promise.all(files)).map((file) => file.arrayBuffer()));
}

/** `{name: write(job)}`; a job is one file. */
async function writers(fonts, names = PEERS) {
  const base64 = fonts.map((bytes) => new Uint8Array(bytes).toBase64?.() ?? btoa(String.fromCharCode(...new Uint8Array(bytes))));
  const entries = await Promise.all(names.map(async (name) => {
    const { write } = await import(`/bench/${name}.js`);
    return [name, ({ pages, title, author }) => write({ pages, title, author, fonts, base64 })];
  }));
  return Object.fromEntries(entries);
}

/** Gives each job its pages, as our layout makes them. */
export async function withPages(jobs) {
  const fonts = await fontsOf();
  const lists = await displayLists(jobs, fonts);
  return jobs.map((job, at) => ({ ...job, ...lists[at] }));
}

/** The same form of somebody else, whose name has a letter that no file before had: kept fonts do not fit it. */
const another = (jobs, round) => jobs.map((job) => {
  const request = job.request.replace(/"last_name":"[^"]*/g, `$&${RARE[round % RARE.length]}`);
  if (request === job.request) throw new Error('nobody is named in the request');
  return { ...job, request };
});

/** Milliseconds of `rounds` turns: `{name: [...]}`. The first turn only warms up. */
export async function compare(jobs, rounds) {
  const fonts = await fontsOf();
  const [ours, alone, peers] = [await throughPackage(), await engineAlone(fonts), await writers(fonts)];
  const times = {};
  for (let round = 0; round <= rounds; round += 1) {
    const keep = (name, milliseconds) => round > 0 && (times[name] ??= []).push(milliseconds);
    const timed = async (name, write, asked) => {
      const begun = performance.now();
      for (const job of asked) await write(job);
      keep(name, performance.now() - begun);
    };
    const others = another(jobs, round);
    await timed('ours, through the worker', ours.write, others);
    await timed('ours, through the worker, corrected with no new letter', ours.write, others);
    keep('ours, the engine alone', (await alone.run(others)).milliseconds);
    keep('ours, the engine alone, corrected with no new letter', (await alone.run(others)).milliseconds);
    for (const name of PEERS) await timed(name, peers[name], jobs);
  }
  ours.stop();
  alone.stop();
  return times;
}

/** The files themselves, for the judges: `{name: [[...bytes], ...]}`. */
export async function files(jobs) {
  const fonts = await fontsOf();
  const [ours, peers] = [await throughPackage(), await writers(fonts)];
  const made = {};
  for (const [name, write] of Object.entries({ ours: ours.write, ...peers })) {
    made[name] = [];
    for (const job of jobs) made[name].push([...await write(job)]);
  }
  ours.stop();
  return made;
}

/** One page from nothing: code and fonts are fetched, a worker is started where there is one. */
export async function cold(name, job) {
  const begun = performance.now();
  if (name === 'ours') {
    const { write } = await throughPackage();
    await write(job);
  } else {
    const write = (await writers(await fontsOf(), [name]))[name];
    await write(job);
  }
  return performance.now() - begun;
}

/** Writes so many pages; for ours, what the module's memory has grown to. */
export async function many(name, job, pages) {
  const fonts = await fontsOf();
  if (name === 'ours') {
    const alone = await engineAlone(fonts);
    const { memory: before } = await alone.run([job]);
    const { memory } = await alone.run(Array(pages).fill(job));
    alone.stop();
    return { before, memory };
  }
  const write = (await writers(fonts, [name]))[name];
  for (let at = 0; at < pages; at += 1) await write(job);
  return {};
}

/** Milliseconds for one symbol: means of batches, since the clock's step is longer than a symbol takes. */
export async function symbols(payload, batches, size) {
  const module = await import('/bench/symbol.js');
  await module.default({ module_or_path: '/bench/symbol_bg.wasm' });
  const [bwip, zxing] = [await import('/bench/bwip-js.js'), await import('/bench/zxing.js')];
  const encoders = { ours: module.encode, 'bwip-js': bwip.encode, '@zxing/library': zxing.encode };
  const picture = pictureOf(module.encode(payload));
  const reading = {
    ours: () => module.decode(picture.luma, picture.side),
    '@zxing/library': () => zxing.decode(picture.clamped, picture.side, picture.side),
  };
  for (const [name, read] of Object.entries(reading)) {
    if (read() !== payload) throw new Error(`${name} does not read the symbol`);
  }
  return {
    modules: { ours: module.encode(payload).split('\n').length, 'bwip-js': bwip.encode(payload), '@zxing/library': zxing.encode(payload) },
    encode: turns(encoders, payload, batches, size),
    decode: turns(reading, undefined, batches, size),
  };
}

/** The text differs a little each time: nobody can keep an answer. */
function turns(works, payload, batches, size) {
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let batch = 0; batch <= batches; batch += 1) {
    for (const [name, work] of Object.entries(works)) {
      const begun = performance.now();
      for (let at = 0; at < size; at += 1) work(payload?.replace(/^.{8}/, `${10_000_000 + batch * size + at}`));
      if (batch > 0) times[name].push((performance.now() - begun) / size);
    }
  }
  return times;
}

/** Five pixels a module, and ten round all. */
function pictureOf(text) {
  const rows = text.split('\n');
  const side = rows.length * 5 + 20;
  const luma = new Uint8Array(side * side).fill(255);
  rows.forEach((row, y) => [...row].forEach((module, x) => {
    if (module !== '1') return;
    for (let line = 0; line < 5; line += 1) luma.fill(0, (10 + y * 5 + line) * side + 10 + x * 5, (10 + y * 5 + line) * side + 15 + x * 5);
  }));
  return { side, luma, clamped: new Uint8ClampedArray(luma) };
}
