// Chapter 3: the learner is root in the lab and may do anything there. Nobody else notices, and a reset mends it.
import { expect, test } from './fixtures';
import { LessonPage } from './support/lesson-page';

/** A neighbour's echo under attack: far above what is felt, far below a stuck platform. */
const ECHO_MS = 5000;

async function expectEcho(neighbour: LessonPage, word: string): Promise<void> {
  const startedAt = performance.now();
  expect(await neighbour.terminal.run(`echo ${word}-$((40+2))`, ECHO_MS)).toEqual([`${word}-42`]);
  expect(performance.now() - startedAt, `echo beside ${word}`).toBeLessThan(ECHO_MS);
}

async function resetAndProve(lesson: LessonPage): Promise<void> {
  const fresh = lesson.page.waitForResponse((response) => response.url().endsWith('/reset'));
  await lesson.reset();
  expect((await fresh).status()).toBe(200);
  await expect
    .poll(async () => (await lesson.terminal.lines()).join('\n'), { message: 'the fresh screen', timeout: 30_000 })
    .toMatch(/^workstation:~#$/);
  expect(await lesson.terminal.run("docker ps --format '{{.Names}}'")).toEqual(['shop-pause', 'shop-web']);
}

test('a fork bomb, a full disk, rm -rf / and kill -9 -1 stay in their lab, are seen, and are mended by Reset', async ({
  lesson,
  newLearner,
}) => {
  test.setTimeout(180_000);
  const neighbour = new LessonPage(await (await newLearner()).newPage());
  await neighbour.open();
  await neighbour.startLab();
  await lesson.open();
  await lesson.startLab();

  await test.step('fork bomb', async () => {
    await lesson.terminal.type('bomb() { bomb | bomb & }; bomb');
    await lesson.terminal.enter();
    await lesson.terminal.expect(/fork: (retry: )?Resource temporarily unavailable/, 30_000);
    await expectEcho(neighbour, 'bomb');
    await resetAndProve(lesson);
  });
  await test.step('full disk', async () => {
    const said = await lesson.terminal.run('dd if=/dev/zero of=/big bs=1M count=100000', 60_000);
    expect(said.join('\n')).toContain('No space left on device');
    await expectEcho(neighbour, 'disk');
    // The platform can still look into a lab that can't write a byte.
    await lesson.pressCheck('join');
    await expect(lesson.check('joined')).toHaveAttribute('data-verdict', 'fail');
    await resetAndProve(lesson);
  });
  await test.step('rm -rf /', async () => {
    await lesson.terminal.run('rm -rf --no-preserve-root / 2>/dev/null', 60_000);
    expect((await lesson.terminal.run('ls /')).join('\n')).toMatch(/not found|No such file/);
    await expectEcho(neighbour, 'rm');
    await resetAndProve(lesson);
  });
  await test.step('kill everything', async () => {
    await lesson.terminal.type('kill -9 -1; kill -9 1; exec kill -9 $$');
    await lesson.terminal.enter();
    await expect(lesson.page.getByText(/The shell ended|The lab has ended/).first()).toBeVisible({ timeout: 30_000 });
    await expectEcho(neighbour, 'kill');
    await resetAndProve(lesson);
  });
});

test('tools that lie inside the lab change no grade', async ({ lesson }) => {
  await lesson.open();
  await lesson.startLab();
  const lie = (path: string, says: string) =>
    lesson.terminal.run(`rm -f ${path}; printf '#!/bin/sh\\necho "${says}"\\n' > ${path}; chmod +x ${path}`);
  await lie('/usr/bin/docker', '71 toolbox running');
  await lie('/usr/bin/ip', 'inet 10.88.0.2/16 scope global eth0');
  await lie('/usr/bin/ss', 'LISTEN 0 5 0.0.0.0:8080 users:((talk))');
  await lie('/usr/bin/nsenter', 'net:[1]');
  await lesson.terminal.run('hash -r');
  expect(await lesson.terminal.run('docker ps')).toEqual(['71 toolbox running']);
  expect(await lesson.terminal.run('ss -tlnp')).toEqual(['LISTEN 0 5 0.0.0.0:8080 users:((talk))']);

  await lesson.answer('error', 'Address already in use');
  await lesson.pressCheck('port');
  await expect(lesson.check('beside')).toHaveAttribute('data-verdict', 'fail');
  await expect(lesson.check('beside')).toContainText('8080');

  // And what is really so counts, whatever the tools say.
  await lesson.terminal.run('podman run -d --name neighbour --network container:shop-pause talk serve 8080');
  await lesson.pressCheck('port');
  await lesson.expectStep('port', 'done');
});
