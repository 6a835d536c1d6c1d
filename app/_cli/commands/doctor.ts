import type { Command } from 'commander';
import type { Detection } from '../../../lab-runner/api';
import { BadNews } from '../failure';
import type { Host, MachineReport } from '../host';
import { say, sayJson } from '../output';
import { withRunner } from '../runner/connect';

export function addDoctor(program: Command, host: Host): void {
  program
    .command('doctor')
    .description('what this machine can run, what is missing, and what to do about it')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      const machine = await host.machine();
      const { backends, trouble } = await detect(host);
      const ok = trouble === null && machine.problems.length === 0 && backends.some(({ usable }) => usable);
      if (json) sayJson({ ok, machine, backends, trouble });
      else say(describe(machine, backends, trouble));
      if (!ok) throw new BadNews('doctor');
    });
}

async function detect(host: Host): Promise<{ backends: Detection[]; trouble: string | null }> {
  try {
    return { backends: await withRunner(host, {}, ({ client }) => client.backends()), trouble: null };
  } catch (error) {
    return { backends: [], trouble: error instanceof Error ? error.message : String(error) };
  }
}

function describe(machine: MachineReport, backends: readonly Detection[], trouble: string | null): string {
  const lines = [
    `${machine.system}, Node.js ${machine.node}, as ${machine.user}`,
    `data in ${machine.data}, ${(machine.freeBytes / 1024 ** 3).toFixed(1)} GiB free`,
  ];
  for (const { title, seen, remedy } of machine.problems)
    lines.push(`✗ ${title}`, ...indent(seen), ...indent(`to do: ${remedy}`));
  if (machine.missingPackages.length > 0) {
    lines.push(`✗ ${machine.missingPackages.length} system packages are missing`);
    for (const { name, why } of machine.missingPackages) lines.push(`    ${name.padEnd(28)} ${why}`);
    lines.push(`    to do: sudo apt-get install ${machine.missingPackages.map(({ name }) => name).join(' ')}`);
  }
  for (const { backend, usable, reason, remedy, warnings } of backends) {
    lines.push(`${usable ? '✓' : '✗'} backend ${backend}: ${usable ? 'usable' : 'not usable'}`, ...indent(reason));
    if (remedy) lines.push(...indent(`to do: ${remedy}`));
    for (const warning of warnings) lines.push(...indent(`note: ${warning}`));
  }
  if (trouble) lines.push('✗ lab-runner could not be asked', ...indent(trouble));
  return lines.join('\n');
}

const indent = (text: string): string[] => text.split('\n').map((line) => `    ${line}`);
