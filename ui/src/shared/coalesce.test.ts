import { expect, it } from 'vitest';

import { coalesce } from './coalesce';

it('reads once for many calls, and once more for those made meanwhile', async () => {
  let reads = 0;
  const gates: (() => void)[] = [];
  const read = coalesce(() => {
    reads += 1;
    return new Promise<void>((open) => gates.push(open));
  });
  const first = read();
  const rest = Promise.all([read(), read(), read()]);
  expect(reads).toBe(1);
  gates[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(reads).toBe(2);
  gates[1]?.();
  await Promise.all([first, rest]);
  expect(reads).toBe(2);
});

it('can be tried again after a failure', async () => {
  let fails = true;
  const read = coalesce(() => (fails ? Promise.reject(new Error('down')) : Promise.resolve()));
  await expect(read()).rejects.toThrow('down');
  fails = false;
  await expect(read()).resolves.toBeUndefined();
});
