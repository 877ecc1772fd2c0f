// The worker that reads what the shared record answers. Packaging puts it behind the reader's own glue, in one script.

let reader;

self.onmessage = async ({ data }) => {
  if (data.wasm) {
    reader = start(data);
    return;
  }
  const { id, bytes } = data;
  try {
    const text = (await reader).read(bytes);
    self.postMessage({ id, text });
  } catch (error) {
    // The reader's messages are codes, thrown as texts; they never quote what was read. Anything else means that the module
    // did not start, or trapped: this worker answers nothing any more.
    self.postMessage(typeof error === 'string' ? { id, error } : { broken: true });
  }
};

async function start({ wasm, typeMap }) {
  await wasm_bindgen({ module_or_path: wasm });
  return new wasm_bindgen.Reader(typeMap);
}
