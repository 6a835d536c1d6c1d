// How Next's route bundles reach what main.ts composed: they are other copies of these modules in the same process.
import type { Services } from './services';

const KEY = Symbol.for('podwire.services');
const holder = globalThis as { [KEY]?: Services };

export function setServices(services: Services): void {
  holder[KEY] = services;
}

/** @throws Error when the pages run without the custom server ("next start"), which this application does not support. */
export function getServices(): Services {
  const services = holder[KEY];
  if (!services) throw new Error('Cannot answer without the server’s services: start Podwire with "npm run up"');
  return services;
}
