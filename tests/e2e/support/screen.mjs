// What is visible on the screen, queried from the display.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { until } from './until.mjs';

const run = promisify(execFile);

/**
 * Closes the window with the window manager's key. The first key on a display can change its keyboard map; the
 * window manager then binds its keys anew and may miss that press. So the key is pressed until it is obeyed.
 */
export async function closeWindow() {
  const [id] = await windowsShown();
  const isShown = async () => (await windowsShown()).includes(id);
  const press = ['windowactivate', '--sync', id, 'key', 'alt+F4'];
  await until('the window is closed', async () => {
    await run('xdotool', press, { timeout: 2000 });
    return until('the press closes it', async () => !(await isShown()), 2);
  });
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
