// Databases on the tests' PostgreSQL server.
import { execFile, spawn } from 'node:child_process';
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

/**
 * Notifications of new requests, as from another program on the database, one after the other. Returns the
 * function that ends them.
 */
export async function arrivals(database) {
  const arrived = { Event: { clinic: null, event: { kind: 'requested', id: '01890000-0000-7000-8000-000000000001' } } };
  const notice = JSON.stringify({ from: 'another program', changes: Array(40).fill(arrived) });
  const psql = spawn('psql', [database.href, '--quiet'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => psql.once('exit', resolve));
  psql.stdin.write(`SELECT pg_notify('ressurstimebok', '${notice}') \\watch 0.01\n`);
  await new Promise((resolve) => psql.stdout.once('data', resolve));
  return () => {
    psql.kill();
    return ended;
  };
}
