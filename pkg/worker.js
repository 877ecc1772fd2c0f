// What runs in a worker. Packaging puts it behind the glue of the module that it serves, in one self-contained script.
// Messages have a `type`: `start` and `ask` come in, `ready`, `failed`, `answer` and `error` go out.

let module;

self.onmessage = async ({ data }) => {
  if (data.type === 'start') {
    module = start(data);
    module.then(
      () => self.postMessage({ type: 'ready' }),
      (error) => self.postMessage({ type: 'failed', error: String(error?.message ?? error) }),
    );
    return;
  }
  const { id, method, words } = data;
  try {
    const answer = (await module)[method](...words);
    self.postMessage({ type: 'answer', id, answer }, answer?.buffer ? [answer.buffer] : []);
  } catch (error) {
    // The modules' messages are codes; they never quote what was typed. After a trap nothing in it can be relied on.
    const broken = error instanceof WebAssembly.RuntimeError;
    self.postMessage({ type: 'error', id, error: String(error?.message ?? error), broken });
  }
};

async function start({ wasm, regular, bold }) {
  await wasm_bindgen({ module_or_path: wasm });
  const Module = wasm_bindgen.PdfEngine ?? wasm_bindgen.Prover;
  return new Module(new Uint8Array(regular), new Uint8Array(bold));
}
