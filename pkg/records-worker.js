// The worker that reads what the shared record answers. Packaging puts it behind the reader's own glue, in one script.

let reader;

self.onmessage = async ({ data }) => {
  if (data.wasm) {
    reader = start(data);
    return;
  }
  const { id, bytes } = data;
  try {
    self.postMessage({ id, text: (await reader).read(bytes) });
  } catch (error) {
    // The reader's messages are codes; they never quote what was read.
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
};

async function start({ wasm, typeMap }) {
  await wasm_bindgen({ module_or_path: wasm });
  return new wasm_bindgen.Reader(typeMap);
}
