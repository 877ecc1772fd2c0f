// @volet/widget: `createVolet` makes an engine, `defineElements` registers the elements. See README.md.

export { createVolet } from './engine.js';
export { defineElements } from './elements.js';
export { VoletError } from './errors.js';
