import type { Host } from './host';
import { tauriHost } from './tauri';

export { commandError, HostError, type Host } from './host';

/** The host this page stands in: the desktop program, or a working model of it in a plain browser. */
export async function connect(): Promise<Host> {
  if ('__TAURI_INTERNALS__' in window) return tauriHost;
  const { fakeFromAddress } = await import('./fake/address');
  return fakeFromAddress(window.location.search);
}
