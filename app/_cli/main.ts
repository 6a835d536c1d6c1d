// The podwire command: reads arguments, runs one command, turns what happened into an exit code (0 all is well, 1 it is not, 2 wrong usage).
import { Command, CommanderError } from 'commander';
import { RunnerRefusal, RunnerUnreachable } from '../_server/runner/client';
import { addBench } from './commands/bench';
import { addDoctor } from './commands/doctor';
import { addEvidence } from './commands/evidence';
import { addLab } from './commands/lab';
import { addLint } from './commands/lint';
import { addNew } from './commands/new';
import { addParse } from './commands/parse';
import { BadNews, CliFailure, UsageError } from './failure';
import { LabExit } from './commands/lab-exit';
import type { Host } from './host';
import { note } from './output';
import { KEEP_COMMAND, keepRunner } from './runner/keep';

export function makeProgram(host: Host): Command {
  const program = new Command('podwire')
    .description('Podwire on the command line: labs, lessons and what this machine can run.')
    .showHelpAfterError()
    .enablePositionalOptions()
    .exitOverride();
  addDoctor(program, host);
  addLab(program, host);
  addLint(program, host);
  addNew(program, host);
  addEvidence(program, host);
  addParse(program);
  addBench(program, host);
  program.command(KEEP_COMMAND, { hidden: true }).action(() => keepRunner(host));
  return program;
}

/** @param argv as in process.argv @returns the exit code */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  try {
    await makeProgram(host).parseAsync([...argv]);
    return 0;
  } catch (error) {
    return report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof BadNews) return 1;
  if (error instanceof LabExit) return error.exit;
  if (error instanceof UsageError) {
    note(`podwire: ${error.message}`);
    return 2;
  }
  if (error instanceof CliFailure) tell(error.message, error.remedy);
  else if (error instanceof RunnerRefusal) tell(error.error.message, error.error.remedy);
  else if (error instanceof RunnerUnreachable) tell(`The lab-runner did not answer: ${error.message}`, null);
  else note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}

function tell(message: string, remedy: string | null): void {
  note(`podwire: ${message}`);
  if (remedy) note(`  to do: ${remedy}`);
}
