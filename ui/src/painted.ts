import type { Host } from './host';

/** Marks and tells the moment when the first content is on the screen. */
export function painted(host: Host): void {
  // A task that is asked for within a frame runs when that frame has been painted.
  requestAnimationFrame(() =>
    setTimeout(() => {
      performance.mark('painted');
      // A program that does not measure has no such command, and nothing is lost.
      host.windowPainted().catch(() => null);
    }),
  );
}
