// Waiting for a condition with a deadline: the only kind of waiting in these tests.
import { setInterval } from 'node:timers/promises';

/** Looks again and again until `look` gives something; what it threw or gave last stands in the failure. */
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
