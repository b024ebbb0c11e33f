// A proxy between a program and its database that can be interrupted.
import { connect, createServer } from 'node:net';

/** Forwards everything to a server until it is cut. Then its port refuses connections. */
export class Proxy {
  #pairs = new Set();

  static async before(t, host, port) {
    const proxy = new Proxy(host, port);
    await proxy.restore();
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

  /** Accepts connections again, at the same port. */
  async restore() {
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
