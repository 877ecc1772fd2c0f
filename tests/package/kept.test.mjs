// What is kept in the host's store: found again by the same user alone, derived once, and let go with the session.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Records } from '../../pkg/records.js';

const REFUSALS = 'refusals\n90813319\n1990010112345';

function memory() {
  const kept = new Map();
  const [get, set] = [async (name) => kept.get(name) ?? null, async (name, bytes) => { kept.set(name, bytes); }];
  return { kept, get, set, delete: async (name) => { kept.delete(name); } };
}

const records = (store, user, engine = new EventTarget()) => new Records({ store, user, engine });

test('the same user finds it again on another computer, and another user does not', async () => {
  const store = memory();
  await records(store, 'u-1').keep(REFUSALS, 'a b');
  assert.equal(await records(store, 'u-1').kept(REFUSALS), 'a b');
  assert.equal(await records(store, 'u-2').kept(REFUSALS), null);
  const [[name, bytes]] = store.kept;
  assert.doesNotMatch(name, /1990010112345|90813319/);
  assert.equal(Buffer.from(bytes).includes('a b'), false);
  await records(store, 'u-1').keep(REFUSALS, '');
  assert.equal(store.kept.size, 0);
});

test('names and keys are derived once, and let go with the session and with the engine', async () => {
  const engine = new EventTarget();
  const mine = records(memory(), 'u-1', engine);
  const derive = mock.method(crypto.subtle, 'deriveBits');
  const derived = async () => {
    await mine.kept('filters');
    return derive.mock.callCount();
  };
  const tell = (state) => engine.dispatchEvent(new CustomEvent('volet-session', { detail: { state } }));
  assert.deepEqual([await derived(), await derived()], [1, 1]);
  tell('renewing');
  assert.equal(await derived(), 1);
  tell('signed-out');
  assert.equal(await derived(), 2);
  tell('expired');
  assert.equal(await derived(), 3);
  mine.end();
  assert.equal(await derived(), 4);
});

test('what was said last is what stays, though sealing takes longer than erasing', async () => {
  const store = memory();
  const mine = records(store, 'u-1');
  await Promise.all([mine.keep('owed\necit\n1990010112345', 'a'), mine.keep('owed\necit\n1990010112345', '')]);
  assert.equal(store.kept.size, 0);
});

test('a text that waits for the store gives way to a newer one', async () => {
  const store = memory();
  const set = mock.fn(store.set);
  const mine = records({ ...store, set }, 'u-1');
  const all = ['a', 'b', 'c'].map((text) => mine.keep('filters', text));
  assert.equal(await mine.kept('filters'), 'c');
  await Promise.all(all);
  assert.equal(set.mock.callCount(), 1);
});

test('a store that does not answer counts as one that failed, and holds nothing up', async (context) => {
  const silent = () => new Promise(() => {});
  const store = memory();
  const mine = records({ ...store, get: silent, set: silent }, 'u-1');
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let isOver = false;
  const over = Promise.all([
    assert.rejects(mine.kept('filters'), /silent/),
    assert.rejects(mine.keep('filters', 'a'), /silent/),
    mine.keep(REFUSALS, ''),
  ]).finally(() => { isOver = true; });
  while (!isOver) {
    // Deriving a name takes a moment of its own.
    await new Promise((next) => { setImmediate(next); });
    context.mock.timers.tick(10_000);
  }
  await over;
});
