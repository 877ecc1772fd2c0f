// Playwright's test, with a sandbox that has seen nothing.

import { test as base } from '@playwright/test';
import { reset } from './sandbox.js';

export { expect } from '@playwright/test';

export const test = base.extend({
  freshSandbox: [async ({}, use) => {
    await reset();
    await use();
  }, { auto: true }],
});
