// Databases on the tests' PostgreSQL server.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';

const SERVER = process.env.RESSURSTIMEBOK_TEST_POSTGRES;
const run = promisify(execFile);

/** The URL of a new, empty database, which is dropped after the test. */
export async function emptyDatabase(t) {
  const name = `e2e_${randomUUID().replaceAll('-', '')}`;
  await run('psql', [SERVER, '--command', `CREATE DATABASE ${name}`]);
  t.after(() => run('psql', [SERVER, '--command', `DROP DATABASE ${name} WITH (FORCE)`]));
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  return url;
}
