import { Stored } from './stored.svelte';

/** The sound of a new request, which each user can turn off. */
export const sound = new Stored('sound');

/** Requests that arrive within this time of the last sound make none, in milliseconds. */
const PAUSE = 3000;

const HERTZ = 660;
const VOLUME = 0.1;
const SECONDS = 0.35;

let context: AudioContext | undefined;
let last = -PAUSE;

/** Plays a short, quiet tone. Does nothing on a machine without sound. */
export function playArrival(): void {
  const now = performance.now();
  if (!sound.on || now - last < PAUSE || typeof AudioContext === 'undefined') return;
  last = now;
  context ??= new AudioContext();
  if (context.state === 'running') playTone(context);
  else void playWhenRunning(context, now);
}

/**
 * A system that was without sound, or a web view that waits for a key, has stopped the context. A tone that is
 * started meanwhile waits, and all of them would sound at once. So only the latest is played, and only soon.
 */
async function playWhenRunning(context: AudioContext, asked: number): Promise<void> {
  await context.resume().catch(() => {});
  if (context.state === 'running' && last === asked && performance.now() - asked < PAUSE) playTone(context);
}

function playTone(context: AudioContext): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = HERTZ;
  volume.gain.setValueAtTime(VOLUME, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + SECONDS);
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + SECONDS);
}
