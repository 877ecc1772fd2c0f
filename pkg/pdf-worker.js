// The worker around the PDF engine. Packaging puts it behind the engine's own glue, in one self-contained script.

let engine;

self.onmessage = async ({ data }) => {
  if (data.wasm) {
    engine = start(data);
    return;
  }
  const { id, copies, volet, created } = data;
  try {
    const file = (await engine).write(copies, volet, created);
    self.postMessage({ id, file }, [file.buffer]);
  } catch (error) {
    // The text of a failure may quote the form: only its kind leaves the worker.
    self.postMessage({ id, error: error instanceof Error ? error.name : 'pdf' });
  }
};

async function start({ wasm, regular, bold }) {
  await wasm_bindgen({ module_or_path: wasm });
  return new wasm_bindgen.PdfEngine(new Uint8Array(regular), new Uint8Array(bold));
}
