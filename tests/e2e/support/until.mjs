// Waiting for a condition with a deadline. These tests wait in no other way.
import { setInterval } from 'node:timers/promises';

/** Calls `look` repeatedly until it returns a value. On failure the message contains its last result or error. */
export async function until(what, look, seconds = 20) {
  const deadline = performance.now() + seconds * 1000;
  let last = await attempt(look);
  if (last.found) return last.found;
  for await (const _ of setInterval(60)) {
    last = await attempt(look);
    if (last.found) return last.found;
    if (performance.now() > deadline) {
      throw new Error(`${what}: not within ${seconds} s`, { cause: last.error });
    }
  }
}

async function attempt(look) {
  try {
    return { found: await look() };
  } catch (error) {
    return { error };
  }
}
