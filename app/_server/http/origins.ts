/** The origins that pages of this server may have. Compared exactly: a suffix or a prefix of one is another site. */
export interface Origins {
  list: readonly string[];
  has(origin: string | undefined): boolean;
}

/** @param extra origins of proxies or names, from PODWIRE_ORIGINS */
export function makeOrigins(port: number, host: string, extra: readonly string[]): Origins {
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `http://${name}:${port}`);
  // A server bound to one address is reached under that; a wildcard says nothing about names.
  const bound = /^(0\.0\.0\.0|::)$/.test(host) ? [] : [`http://${host.includes(':') ? `[${host}]` : host}:${port}`];
  const list = [...new Set([...own, ...bound, ...extra].map((origin) => new URL(origin).origin))];
  const set = new Set(list);
  return { list, has: (origin) => origin !== undefined && set.has(origin) };
}
