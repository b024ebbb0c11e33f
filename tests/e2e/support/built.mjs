import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = new URL('../../../ui/dist/', import.meta.url);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };

/** Serves the built window, which then uses the fake host. */
export async function serveWindow() {
  const server = createServer((request, response) => void serve(request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Serves the built window's files, and nothing outside its folder. */
async function serve(request, response) {
  const { pathname } = new URL(request.url, 'http://127.0.0.1');
  const file = new URL(`.${pathname === '/' ? '/index.html' : pathname}`, BUILT);
  try {
    if (!file.href.startsWith(BUILT.href)) throw new Error('outside the folder');
    const content = await readFile(fileURLToPath(file));
    response.writeHead(200, { 'Content-Type': TYPES[extname(file.pathname)] ?? 'application/octet-stream' });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
}
