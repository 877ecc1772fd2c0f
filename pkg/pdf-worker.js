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
    // The engine's messages are codes; they never quote what was typed.
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
};

async function start({ wasm, regular, bold }) {
  await wasm_bindgen({ module_or_path: wasm });
  return new wasm_bindgen.PdfEngine(new Uint8Array(regular), new Uint8Array(bold));
}
