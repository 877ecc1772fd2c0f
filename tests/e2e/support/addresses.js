// Where the demo listens. The stand-ins take the ports after the host's.

const PORT = Number(process.env.VOLET_E2E_PORT ?? 8080);

export const HOST = `http://localhost:${PORT}`;
export const ISSUER = `http://127.0.0.1:${PORT + 1}`;
export const CONTROL = `http://127.0.0.1:${PORT + 4}/sandbox`;
export const port = String(PORT);
