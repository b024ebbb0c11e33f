// What is visible on the screen, queried from the display.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Closes the window with the window manager's key. */
export async function closeWindow() {
  const [id] = await windowsShown();
  await run('xdotool', ['windowactivate', '--sync', id, 'key', 'alt+F4']);
}

/** The ids of our program's visible windows. */
export async function windowsShown() {
  try {
    const { stdout } = await run('xdotool', ['search', '--onlyvisible', '--class', 'ressurstimebok']);
    return stdout.split('\n').filter(Boolean);
  } catch (error) {
    // xdotool exits with 1 when it finds none.
    if (error.code === 1) return [];
    throw error;
  }
}
