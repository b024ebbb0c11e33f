import type { Host } from './host';

/** Reports the moment when the first content is on the screen. */
export function painted(host: Host): void {
  // A task queued within a frame runs after that frame is painted.
  requestAnimationFrame(() =>
    setTimeout(() => {
      performance.mark('painted');
      // A program that does not measure has no such command, which is fine.
      host.windowPainted().catch(() => null);
    }),
  );
}
