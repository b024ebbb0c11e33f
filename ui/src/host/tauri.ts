import { getCurrentWebview } from '@tauri-apps/api/webview';

import { commands, events } from './bindings';
import { type Commands, commandError, HostError, type Host } from './host';

type Command = (...args: unknown[]) => Promise<unknown>;

/** The command, with failures as a {@link HostError}. */
function coded(command: Command): Command {
  return async (...args) => {
    try {
      return await command(...args);
    } catch (thrown) {
      throw new HostError(commandError(thrown, commands));
    }
  };
}

const called = Object.fromEntries(
  Object.entries(commands).map(([name, command]) => [name, coded(command as Command)]),
) as unknown as Commands;

/** The real host: the generated commands of the desktop program. Command names are never written here. */
export const tauriHost: Host = {
  ...called,
  setZoom: async (factor) => {
    await getCurrentWebview().setZoom(factor);
    return null;
  },
  listen: (handler) => events.clinicEvent.listen((event) => handler(event.payload)),
};
