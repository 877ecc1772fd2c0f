// What runs in a worker. Packaging puts it behind the glue of the module that it serves, in one self-contained script.
// Messages have a `type`: `start` and `ask` come in, `progress`, `ready`, `failed`, `answer` and `error` go out.

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
  const file = await fetch(wasm);
  if (!file.ok) throw new Error(`${file.status}`);
  count(file.clone()).catch(() => {});
  await wasm_bindgen({ module_or_path: file });
  const Module = wasm_bindgen.PdfEngine ?? wasm_bindgen.Prover;
  return new Module(new Uint8Array(regular), new Uint8Array(bold));
}

/** Tells how many bytes have come. The length that a server names is that of what it sends: packed, it is no total. */
async function count({ headers, body }) {
  const total = headers.has('content-encoding') ? undefined : Number(headers.get('content-length')) || undefined;
  let received = 0;
  for (const reader = body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return;
    received += value.length;
    self.postMessage({ type: 'progress', received, total });
  }
}
