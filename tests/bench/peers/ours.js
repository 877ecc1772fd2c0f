// Ours, beside the peers: through the package's worker, and the same module alone in a worker that keeps the time.

/** The package's own way: a question to its worker. */
export async function throughPackage() {
  const { pdfWorker, stopAll } = await import('/pkg/workers.js');
  return {
    write: ({ request, volet, created }) => pdfWorker().ask('write', [request, volet, created]),
    stop: stopAll,
  };
}

/** What the preview module knows of a copy: `{pages, payload}`. */
export async function displayLists(jobs, [regular, bold]) {
  const module = await import('/pkg/dist/preview.js');
  await module.default({ module_or_path: '/pkg/dist/preview_bg.wasm' });
  const sheets = new module.Preview(new Uint8Array(regular), new Uint8Array(bold)).sheets([]);
  return jobs.map(({ request, volet }) => {
    sheets.paint(request);
    return JSON.parse(sheets.ours(volet));
  });
}

/** Runs in the worker: the engine with a clock of its own. */
function engine() {
  self.importScripts(`${self.location.origin}/pkg/dist/pdf-worker.js`);
  let exports;
  let made;
  self.onmessage = async ({ data: { fonts, jobs } }) => {
    if (fonts) {
      exports = await wasm_bindgen({ module_or_path: `${self.location.origin}/pkg/dist/pdf_bg.wasm` });
      made = new wasm_bindgen.PdfEngine(...fonts.map((font) => new Uint8Array(font)));
      self.postMessage({});
      return;
    }
    const begun = performance.now();
    for (const { request, volet, created } of jobs) made.write(request, volet, created);
    self.postMessage({ milliseconds: performance.now() - begun, memory: exports.memory.buffer.byteLength });
  };
}

/** `run(jobs)` answers `{milliseconds, memory}`, both as the worker sees them. */
export async function engineAlone(fonts) {
  const text = `(${engine})();`;
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
  const ask = (message) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message: said }) => reject(new Error(said));
    worker.postMessage(message);
  });
  await ask({ fonts });
  return { run: (jobs) => ask({ jobs }), stop: () => worker.terminate() };
}
