// Registers the elements on import.

import { defineElements } from './elements.js';

export * from './index.js';

await defineElements();
