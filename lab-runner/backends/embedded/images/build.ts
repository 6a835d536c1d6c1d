// Fills the image store that all labs share: assembles the images' files and lets podman import them, inside a sandbox made for it.
import { createHash, randomUUID } from 'node:crypto';
import { access, chmod, copyFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { run } from '../../../sys/command';
import { makeLabId } from '../../../sys/ids';
import { hashOf } from '../base/assemble';
import type { Context } from '../context';
import { makeOpenFolder, removeOwned } from '../ids/ownership';
import { HOST_ENVIRONMENT, inLab } from '../sandbox/enter';
import { startSandbox, type Sandbox } from '../sandbox/start';
import { stopSandbox } from '../sandbox/stop';
import { IMAGES, type ImageRecipe } from './catalogue';

const RECIPE = 1;
const BUSYBOX = '/usr/bin/busybox';
const STORE = '/usr/lib/podwire/images';

/** Where podman, run to fill the store, keeps its things. */
const STORAGE_CONF = `[storage]\ndriver = "overlay"\nrunroot = "/run/containers/build"\ngraphroot = "${STORE}"\n`;

const Catalogue = z.array(z.strictObject({ image: z.string(), path: z.string(), sha256: z.string() }));
export type Catalogue = z.infer<typeof Catalogue>;

/** @returns the path of the store; its catalogue is beside it. Makes both unless they are there. */
export async function buildImages(
  context: Context,
  from: { base: string; imagesKey: string },
  onProgress: (text: string) => void,
): Promise<string> {
  const folder = context.folders.images;
  const target = join(folder, hashOf([RECIPE, IMAGES, from.imagesKey]));
  if (await isThere(target)) return target;
  const draft = join(folder, `.draft-${randomUUID()}`);
  const files = `${draft}.files`;
  await makeOpenFolder(draft);
  try {
    const catalogue = await importImages(context, { base: from.base, store: draft, files }, onProgress);
    await writeFile(`${target}.json`, JSON.stringify(catalogue));
    await chmod(draft, 0o755);
    await rename(draft, target);
  } catch (error) {
    await removeOwned(context, draft);
    throw new Error(`Cannot build the labs' images in ${folder}`, { cause: error });
  } finally {
    await rm(files, { recursive: true, force: true });
  }
  return target;
}

/** The programs of the images of a store, by content. */
export async function readCatalogue(store: string): Promise<Catalogue> {
  return Catalogue.parse(JSON.parse(await readFile(`${store}.json`, 'utf8')));
}

async function importImages(
  context: Context,
  places: { base: string; store: string; files: string },
  onProgress: (text: string) => void,
): Promise<Catalogue> {
  const id = makeLabId();
  const folder = join(context.folders.labs, id);
  const procsFiles = context.cgroups?.procsFiles(id) ?? [];
  const catalogue: Catalogue = [];
  let sandbox: Sandbox | undefined;
  await mkdir(folder, { recursive: true, mode: 0o711 });
  await context.cgroups?.create(id, { memoryMiB: 1024, diskMiB: 256, pids: 512, cpus: 4 });
  try {
    const started = await startSandbox(context, {
      id,
      folder,
      firstUid: context.shared?.firstUid ?? BUILDER_RANGE,
      firstGid: context.shared?.firstGid ?? BUILDER_RANGE,
      base: places.base,
      images: places.store,
      writableImages: true,
      disk: { kind: 'tmpfs', mebibytes: 256 },
    });
    sandbox = started;
    const inside = (argv: string[], input: string | Uint8Array = '') =>
      run(
        inLab({
          labId: id,
          holderPid: started.holder.pid,
          procsFiles,
          argv,
          terminal: false,
          maxProcesses: null,
          env: { CONTAINERS_STORAGE_CONF: '/tmp/storage.conf' },
        }),
        {
          env: { ...HOST_ENVIRONMENT },
          input,
          timeoutMs: 60_000,
        },
      );
    await inside(['sh', '-c', 'cat > /tmp/storage.conf'], STORAGE_CONF);
    for (const recipe of IMAGES) {
      const [name, ...otherNames] = recipe.names;
      if (name === undefined) continue;
      onProgress(`Making the image ${name}`);
      catalogue.push(...(await assembleFiles(recipe, places.files)));
      const archive = `${places.files}.tar`;
      await run(['tar', '-C', places.files, '--owner=0', '--group=0', '-cf', archive, '.']);
      await inside(['sh', '-c', 'cat > /tmp/image.tar'], await readFile(archive));
      const changes = recipe.config.flatMap((line) => ['--change', line]);
      await inside(['podman', 'import', '--quiet', ...changes, '/tmp/image.tar', name]);
      for (const other of otherNames) await inside(['podman', 'tag', name, other]);
      await rm(archive);
      await rm(places.files, { recursive: true });
    }
    return catalogue;
  } finally {
    await stopSandbox(context, id, sandbox ? [sandbox.holder, sandbox.init] : []);
    await context.cgroups?.remove(id);
    await rm(folder, { recursive: true, force: true });
  }
}

/** The builder's files are mapped back to root's on mounting, so any range serves. */
const BUILDER_RANGE = 0x6fff0000;

async function assembleFiles(recipe: ImageRecipe, root: string): Promise<Catalogue> {
  const programs = [...recipe.programs, ...(recipe.withShell ? [[BUSYBOX, '/bin/busybox'] as const] : [])];
  for (const folder of ['/dev', '/proc', '/sys', '/etc', ...recipe.folders])
    await mkdir(join(root, folder), { recursive: true });
  await writeFile(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
  );
  await writeFile(join(root, 'etc/group'), 'root:x:0:\nnogroup:x:65534:\n');
  for (const [source, target] of programs) {
    await copyProgram(source, join(root, target));
    for (const library of await librariesOf(source)) await copyProgram(library, join(root, library));
  }
  if (recipe.withShell) {
    const { stdout } = await run([BUSYBOX, '--list']);
    for (const applet of stdout.split('\n')) {
      if (applet !== '' && applet !== 'busybox') await symlink('busybox', join(root, 'bin', applet));
    }
  }
  for (const { path, mode, text } of recipe.files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    await chmod(join(root, path), mode);
  }
  return Promise.all(
    programs.map(async ([source, path]) => ({
      image: recipe.short,
      path,
      sha256: createHash('sha256')
        .update(await readFile(source))
        .digest('hex'),
    })),
  );
}

async function copyProgram(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target);
  await chmod(target, 0o755);
}

/** Shared libraries and the loader, as the host's own loader finds them. */
async function librariesOf(program: string): Promise<string[]> {
  // ldd exits 1 for a static program.
  const { stdout } = await run(['sh', '-c', 'ldd "$1" 2>/dev/null || true', 'sh', program]);
  return [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map((match) => match[1]).filter((path) => path !== undefined);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
