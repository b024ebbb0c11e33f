import type { Host } from './host';
import { tauriHost } from './tauri';

export { commandError, HostError, type Host } from './host';

/** The host of this page: the desktop program, or the fake in a plain browser. */
export async function connect(): Promise<Host> {
  if ('__TAURI_INTERNALS__' in window) return tauriHost;
  const { fakeFromAddress } = await import('./fake/address');
  return fakeFromAddress(window.location.search);
}
