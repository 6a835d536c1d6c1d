// Starts and ends a lab's gateway.
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { run } from '../../../sys/command';
import { gatewayProgram, type Context } from '../context';
import { holderTitle } from '../labels';
import { findProgram, missingPackages, OPTIONAL_PACKAGES } from '../packages';
import { killAll } from '../process-table';
import { HOST_ENVIRONMENT, underLimits } from '../sandbox/enter';
import type { Sandbox } from '../sandbox/start';
import { findHolders } from '../sandbox/stop';
import { LINK, makeGatewayRules } from './rules';

/** @returns what stands in the way of a lab with a way out, with its remedy; undefined when nothing does. */
export async function whyNoEgress(wanted = OPTIONAL_PACKAGES): Promise<string | undefined> {
  const [missing] = await missingPackages(wanted);
  if (missing) {
    const { name } = missing;
    return `the package ${name} is missing; run: sudo apt-get install -y --no-install-recommends ${name}`;
  }
  // As root the gateway brings the device along.
  if (process.getuid?.() === 0) return undefined;
  const isOpen = await access('/dev/net/tun', constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  return isOpen ? undefined : '/dev/net/tun is not open to this user; run: sudo chmod 666 /dev/net/tun';
}

/** @throws CommandError with what could not be set up; slirp4netns does not run then. */
export async function startGateway(
  context: Context,
  { labId, sandbox, signal }: { labId: string; sandbox: Sandbox; signal: AbortSignal },
): Promise<void> {
  const settings = {
    holder: sandbox.holder.pid,
    init: sandbox.init.pid,
    // The holder's title, so that whatever ends the lab finds it as it finds the holder.
    title: holderTitle(context.folders.owner, labId),
    slirp: await findProgram('slirp4netns'),
    address: `${LINK.gateway}/${LINK.length}`,
    'lab-address': `${LINK.lab}/${LINK.length}`,
    via: LINK.gateway,
  };
  const argv = [
    'perl',
    gatewayProgram(context.folders),
    ...Object.entries(settings).map(([key, value]) => `${key}=${value}`),
  ];
  await run(underLimits(context.cgroups?.procsFiles(labId) ?? [], argv), {
    env: { ...HOST_ENVIRONMENT },
    input: makeGatewayRules(ownAddresses()),
    timeoutMs: 20_000,
    signal,
  });
}

/** Ends slirp4netns; with it go its namespace and the lab's eth0. Idempotent. */
export async function stopGateway(context: Context, labId: string, sandbox: Sandbox | null): Promise<void> {
  const titled = findHolders(context.folders.owner).filter((one) => one.labId === labId);
  await killAll(titled.filter(({ pid }) => pid !== sandbox?.holder.pid));
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => address);
}
