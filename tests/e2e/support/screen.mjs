// What a person sees on the screen, asked of the display itself.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A person closes the window, by the window manager's own key. */
export async function closeWindow() {
  const [id] = await windowsShown();
  await run('xdotool', ['windowactivate', '--sync', id, 'key', 'alt+F4']);
}

/** The ids of our program's windows that can be seen now. */
export async function windowsShown() {
  try {
    const { stdout } = await run('xdotool', ['search', '--onlyvisible', '--class', 'ressurstimebok']);
    return stdout.split('\n').filter(Boolean);
  } catch (error) {
    // xdotool ends with 1 when it finds none.
    if (error.code === 1) return [];
    throw error;
  }
}
