// Where the demo listens. The stand-ins take the ports after the host's.

const PORT = Number(process.env.VOLET_E2E_PORT ?? 8080);

export const HOST = `http://localhost:${PORT}`;
export const ISSUER = `http://127.0.0.1:${PORT + 1}`;
export const CONTROL = `http://127.0.0.1:${PORT + 4}/sandbox`;
export const port = String(PORT);

/** Where a second demo listens, for tests that need another gateway or another eConnector. */
export const SECOND_PORT = PORT + 5;
export const SECOND = `http://localhost:${SECOND_PORT}`;
export const SECOND_CONTROL = `http://127.0.0.1:${SECOND_PORT + 4}/sandbox`;
