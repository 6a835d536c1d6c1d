// Chapter 1: someone learns. Course, lesson, lab, every step, and what may come between.
import type { APIResponse } from '@playwright/test';
import { expect, test } from './fixtures';
import { LESSON, LessonPage } from './support/lesson-page';
import { readSolution, solve } from './support/solution';

const STEPS = ['find', 'join', 'port', 'survive', 'end', 'build'];
/** These have questions, so only a press of Check can finish them. */
const ASKED = ['find', 'port'];

test('a learner goes from the course to a finished lesson, typing the solution', async ({ page, lesson }) => {
  await page.goto('/en');
  await page.getByRole('main').getByRole('link', { name: 'One pod, one network namespace' }).first().click();
  await lesson.startLab();
  const script = readSolution();
  for (const id of STEPS) {
    await test.step(id, async () => {
      await solve(lesson, script, id);
      if (ASKED.includes(id)) await lesson.pressCheck(id);
      await lesson.expectStep(id, 'done');
    });
  }
  await expect(page.locator('[data-state="done"][data-step]')).toHaveCount(STEPS.length);
  await expect(page.getByText('6 of 6 steps done')).toBeAttached();
  await page.goto('/en');
  await expect(page.getByText('6 of 6 steps')).toBeVisible();
});

test('one who learns in Chinese reads Chinese everywhere, and a step turns green by itself', async ({
  page,
  lesson,
}) => {
  await page.goto('/zh');
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await page.getByRole('main').getByRole('link', { name: '一个 Pod，一个网络命名空间' }).first().click();
  await expect(page.getByRole('button', { name: '开始实验' })).toBeVisible();
  await lesson.startLab();
  const script = readSolution();
  await solve(lesson, script, 'join');
  await lesson.expectStep('join', 'done');
  await expect(page.locator('[data-announcer]')).toContainText('加入 Pod');
  await lesson.answer('pause-netns', '1');
  await lesson.pressCheck('find');
  await lesson.expectStep('find', 'differs');
  await expect(lesson.check('pause-netns')).toContainText('期望');
});

test('a wrong answer is told expected, actual and why; a hint opens when asked for', async ({ page, lesson }) => {
  await lesson.open();
  await expect(page.locator('[data-hint]')).toHaveCount(0);
  await lesson.startLab();
  await lesson.answer('pause-netns', '12345');
  await lesson.answer('shared', 'net,pid');
  await lesson.pressCheck('find');
  await lesson.expectStep('find', 'differs');
  const check = lesson.check('pause-netns');
  await expect(check).toHaveAttribute('data-verdict', 'fail');
  for (const word of ['Expected', 'Actual', 'Why it matters']) await expect(check).toContainText(word);
  await expect(check).toContainText('12345');

  await lesson.step('find').locator('[data-action="hint"]').click();
  await expect(lesson.step('find').locator('[data-hint="0"]')).toBeVisible();
  await expect(lesson.step('find').locator('[data-hint="1"]')).toHaveCount(0);

  // A container of the right name, in a network of its own.
  await lesson.terminal.run('docker run -d --name toolbox busybox sleep 3600');
  await lesson.pressCheck('join');
  await expect(lesson.check('joined')).toHaveAttribute('data-verdict', 'fail');
  await expect(lesson.check('joined')).toContainText('toolbox');
});

test('Reset gives a fresh lab, and finished steps stay finished', async ({ page, lesson }) => {
  await lesson.open();
  await lesson.startLab();
  await solve(lesson, readSolution(), 'join');
  await lesson.expectStep('join', 'done');
  await lesson.terminal.run('touch /root/mine');
  const fresh = page.waitForResponse((response) => response.url().endsWith('/reset'));
  await lesson.reset();
  expect((await fresh).status()).toBe(200);
  await expect.poll(async () => (await lesson.terminal.lines()).join('\n')).not.toContain('touch');
  await lesson.terminal.prompt();
  expect(await lesson.terminal.run('ls /root/mine')).toContainEqual(expect.stringContaining('No such file'));
  expect(await lesson.terminal.run("docker ps --format '{{.Names}}'")).toEqual(['shop-pause', 'shop-web']);
  await lesson.expectStep('join', 'done');
});

test('a reload resumes the same shell with its screen', async ({ page, lesson }) => {
  await lesson.open();
  await lesson.startLab();
  await lesson.terminal.run('kept="still here"; echo $((40+2))-before-the-reload');
  await lesson.answer('pause-netns', '4026');
  await page.reload();
  await expect(page.locator('[data-answer="pause-netns"] input')).toHaveValue('4026');
  await lesson.terminal.expect('42-before-the-reload');
  await lesson.terminal.prompt();
  expect(await lesson.terminal.run('echo $kept')).toEqual(['still here']);
});

test('a lost connection is said and counted, typing is held, and the same shell comes back', async ({
  newLearner,
  network,
}) => {
  const context = await newLearner({ proxy: network.proxy });
  const lesson = new LessonPage(await context.newPage());
  await lesson.open();
  await lesson.startLab();
  await lesson.terminal.run('kept="over the gap"; echo here-before');
  network.cut();
  await expect(lesson.page.getByText(/Connection lost \d+ s ago/).first()).toBeVisible();
  await expect(lesson.terminal.view).toHaveAttribute('data-connection', 'waiting');
  await lesson.terminal.focus();
  await lesson.page.keyboard.type('echo $kept');
  await lesson.page.keyboard.press('Enter');
  await expect(lesson.page.getByText('11 characters held')).toBeVisible();
  await lesson.terminal.expect('here-before');
  network.mend();
  await lesson.terminal.expect(/^over the gap$/m, 30_000);
  await expect(lesson.terminal.view).toHaveAttribute('data-connection', 'live');
  await expect(lesson.page.getByText(/Connection lost \d+ s ago/)).toHaveCount(0);
});

test('the next day the course leads back, and the lesson is where it was', async ({ newLearner }) => {
  const monday = await newLearner();
  const before = new LessonPage(await monday.newPage());
  await before.open();
  await before.startLab();
  await solve(before, readSolution(), 'join');
  await before.expectStep('join', 'done');
  await before.terminal.run('echo left-on-monday');
  const storageState = await monday.storageState();
  await monday.close();

  const tuesday = await newLearner({ storageState });
  const after = new LessonPage(await tuesday.newPage());
  await after.page.goto('/en');
  await expect(after.page.getByText('1 of 6 steps')).toBeVisible();
  await after.page.getByRole('link', { name: /Continue where you were/ }).click();
  await after.expectStep('join', 'done');
  await after.expectStep('build', 'open');
  await after.terminal.expect('left-on-monday');
});

test('a lab that has ended keeps the finished steps, and one click starts again', async ({ page, lesson }) => {
  await lesson.open();
  const id = await lesson.startLab();
  await solve(lesson, readSolution(), 'join');
  await lesson.expectStep('join', 'done');
  const ended: APIResponse = await page.request.delete(`/api/labs/${id}`, {
    headers: { origin: new URL(page.url()).origin },
  });
  expect(ended.status()).toBe(204);
  await expect(page.getByRole('heading', { name: 'The lab has ended' })).toBeVisible();
  await lesson.expectStep('join', 'done');
  await page.getByRole('button', { name: 'Start again' }).click();
  await lesson.terminal.prompt();
  await lesson.expectStep('join', 'done');
});

test('the text is there without an account and without a lab', async ({ page, context }) => {
  await page.goto(`/en/lessons/${LESSON}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('One pod, one network namespace');
  await expect(page.locator('[data-step]')).toHaveCount(STEPS.length);
  expect((await context.cookies()).filter(({ name }) => /session/.test(name))).toEqual([]);
});
