import type { Command } from 'commander';
import { CliFailure, UsageError } from '../failure';
import { Grading } from '../grading';
import type { Host } from '../host';
import { chooseBackend, selectLab, type LessonLab } from '../lesson';
import { note, say, sayJson } from '../output';
import { withKeptRunner, withRunner, type Connection } from '../runner/connect';
import { makeLabId } from '../runner/lab-id';
import { makeLab } from '../runner/lab-life';
import { removeSnapshots, writeSnapshots } from '../snapshots';
import { joinTerminal } from '../terminal/raw-tty';
import { LabExit } from './lab-exit';

interface Options {
  backend?: string;
  exec?: string;
  detach?: boolean;
  terminal: string;
  json?: boolean;
}

export function addLabStart(lab: Command, host: Host): void {
  lab
    .command('start')
    .description('a fresh lab in this terminal; Ctrl-] or the end of its shell ends it')
    .argument('<lab>', 'the lesson, such as 10-pods/10-pause')
    .option('--backend <name>', 'where it runs; otherwise the first that this machine can')
    .option('--terminal <name>', 'the machine whose terminal is opened', 'workstation')
    .option('--exec <command>', 'run this shell command in it instead, then end the lab; its exit code becomes ours')
    .option('--detach', 'print its id and leave it running')
    .option('--json', 'with --detach or --exec: print JSON')
    .action(async (key: string, options: Options) => {
      if (options.detach && options.exec !== undefined) throw new UsageError('--detach and --exec exclude each other');
      const chosen = await selectLab(host, key);
      const within = options.detach ? withKeptRunner : withRunner;
      await within(host, {}, async (connection) => {
        const usable = (await connection.client.backends()).filter((each) => each.usable).map(({ backend }) => backend);
        const spec = chosen.labSpec(makeLabId(), chooseBackend(chosen, options.backend, usable));
        const info = await makeLab(connection.client, spec, (name, ms) => note(`  ${name} ${Math.round(ms)} ms`));
        let keep = false;
        try {
          await remember(host, connection, chosen, info.id);
          if (!options.detach) return await use(connection, info.id, options);
          keep = true;
          if (options.json) sayJson(info);
          else say(info.id);
        } finally {
          if (!keep) {
            await connection.client.destroyLab(info.id, { checkpoint: false });
            await removeSnapshots(host, info.id);
          }
        }
      });
    });
}

/** Keeps what the lab looks like before anyone types, for `lab grade`. A lab can be used without. */
async function remember(host: Host, { client }: Connection, lab: LessonLab, id: string): Promise<void> {
  const grading = new Grading(client, id, lab.steps);
  try {
    await grading.takeBaseline();
  } catch (error) {
    note(
      `No first snapshot, so checks that compare with it will not be graded: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  await writeSnapshots(host, id, { lab: lab.key, ...grading.snapshots });
}

async function use({ client }: Connection, id: string, { exec, terminal, json = false }: Options): Promise<void> {
  if (exec !== undefined) {
    const result = await client.exec(id, { terminal, argv: ['bash', '-lc', exec], timeoutMs: 600_000 });
    if (json) sayJson(result);
    else {
      process.stdout.write(result.stdout);
      process.stderr.write(result.stderr);
    }
    if (result.exit !== 0) throw new LabExit(result.exit);
    return;
  }
  note(`Lab ${id} is ready. Ctrl-] leaves and ends it.`);
  const end = await joinTerminal(client, id, terminal);
  if ('left' in end && !end.left.startsWith('left')) throw new CliFailure(`The terminal ended: ${end.left}`);
}
