// What a method rejects with.

/** A failure with a stable `code`; the table of causes and cures is in README.md. */
export class VoletError extends Error {
  constructor({ code, phase, retryable = false, correlationId = '', field }) {
    super(field ? `${phase}: ${code} (${field})` : `${phase}: ${code}`);
    this.name = 'VoletError';
    Object.assign(this, { code, phase, retryable, correlationId });
    if (field) this.field = field;
  }
}

/** Whether the module threw it to be told: the members of a VoletError. */
export function isFailure(thrown) {
  return thrown !== null && typeof thrown === 'object' && 'code' in thrown && 'phase' in thrown && !(thrown instanceof Error);
}

/** Makes a VoletError of what the module threw; anything else is passed on as it is. */
export function asVoletError(thrown) {
  return isFailure(thrown) ? new VoletError(thrown) : thrown;
}
