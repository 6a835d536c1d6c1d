import { Command } from 'commander';
import type { Host } from '../host';
import { addLabDestroy } from './lab-destroy';
import { addLabExec } from './lab-exec';
import { addLabGrade } from './lab-grade';
import { addLabList } from './lab-list';
import { addLabProve } from './lab-prove';
import { addLabStart } from './lab-start';

export function addLab(program: Command, host: Host): void {
  const lab = new Command('lab')
    .description('start, use, grade and prove labs')
    .showHelpAfterError()
    .enablePositionalOptions()
    .exitOverride();
  addLabStart(lab, host);
  addLabList(lab, host);
  addLabExec(lab, host);
  addLabDestroy(lab, host);
  addLabGrade(lab, host);
  addLabProve(lab, host);
  program.addCommand(lab);
}
