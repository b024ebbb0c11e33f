// What stands between a program and its database, and can be cut.
import { connect, createServer } from 'node:net';

/** Passes everything on to a server until it is cut; then nobody answers at its port. */
export class Proxy {
  #pairs = new Set();

  static async before(t, host, port) {
    const proxy = new Proxy(host, port);
    await proxy.mend();
    t.after(() => proxy.cut());
    return proxy;
  }

  constructor(host, port) {
    this.target = { host, port };
    this.port = 0;
  }

  /** Breaks every connection, and refuses new ones. */
  async cut() {
    const closed = this.server && new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.#pairs) socket.destroy();
    await closed;
    this.server = undefined;
  }

  /** Answers again, at the same port. */
  async mend() {
    this.server = createServer((client) => this.#join(client, connect(this.target)));
    await new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.port, '127.0.0.1', resolve);
    });
    this.port = this.server.address().port;
  }

  #join(client, server) {
    for (const [one, other] of [[client, server], [server, client]]) {
      this.#pairs.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        other.destroy();
        this.#pairs.delete(one);
      });
      one.pipe(other);
    }
  }
}
