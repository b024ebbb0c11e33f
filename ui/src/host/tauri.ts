import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';

import { commandError, HostError, type Host } from './host';
import type { ClinicEvent } from './types';

async function call<T>(command: string, args?: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (thrown) {
    throw new HostError(commandError(thrown));
  }
}

/** The real host: every call is a command of the desktop program. */
export const tauriHost: Host = {
  startState: () => call('start_state'),
  setLanguage: (language) => call('set_language', { language }),
  openPortal: () => call('open_portal'),
  measureText: (kind, text) => call('measure_text', { kind, text }),
  readSetup: () => call('read_setup'),
  saveProfile: (draft) => call('save_profile', { draft }),
  saveLocation: (id, draft) => call('save_location', { id, draft }),
  saveTimebook: (id, draft) => call('save_timebook', { id, draft }),
  publishTimebook: (id) => call('publish_timebook', { id }),
  unpublishTimebook: (id) => call('unpublish_timebook', { id }),
  readQueue: () => call('read_queue'),
  readDone: () => call('read_done'),
  openRequest: (id) => call('open_request', { id }),
  confirmRequest: (id, revision) => call('confirm_request', { id, revision }),
  rejectRequest: (id, revision, text) => call('reject_request', { id, revision, text }),
  undoDecision: (id) => call('undo_decision', { id }),
  windowPainted: () => call('window_painted'),
  setZoom: async (factor) => {
    await getCurrentWebview().setZoom(factor);
    return null;
  },
  listen: (handler) => listen<ClinicEvent>('clinic-event', (event) => handler(event.payload)),
};
