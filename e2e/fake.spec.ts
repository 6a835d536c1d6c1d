// The journeys are about real labs: on the fake backend they must fail. This is what they would see there.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { expect, test } from './fixtures';
import { LESSON, LessonPage } from './support/lesson-page';
import { startPodwire, type Podwire } from './support/podwire';
import { ROOT } from './support/root';
import { readSolution } from './support/solution';

const onFake = test.extend<object, { podwire: Podwire }>({
  podwire: [
    async ({}, use, workerInfo) => {
      const content = join(ROOT, 'e2e', '.results', `fake-content-${workerInfo.workerIndex}`);
      cpSync(join(ROOT, 'content'), content, { recursive: true });
      const file = join(content, LESSON, 'lab.yaml');
      const lab = parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      // A set-up script needs a kernel to run on. Labs end soon, so that the warning is there from the start.
      writeFileSync(file, stringify({ ...lab, backends: ['fake'], setup: [], maxMinutes: 8 }));
      const podwire = await startPodwire({ PODWIRE_BACKENDS: 'fake', PODWIRE_CONTENT: content });
      await use(podwire);
      await podwire.stop();
      rmSync(content, { recursive: true });
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

onFake('the fake backend says that it is one, and the solution turns nothing green on it', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await expect(page.getByText('a stand-in without a kernel')).toBeVisible();
  await page.locator('[data-action="start"]').click();
  await lesson.terminal.expect('fake backend: nothing here is real');
  for (const { text } of readSolution().segments) {
    for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
      await lesson.terminal.type(line);
      await lesson.terminal.enter();
    }
  }
  for (const id of ['join', 'survive', 'end', 'build']) {
    await lesson.pressCheck(id);
    await expect(lesson.step(id)).toHaveAttribute('data-state', /^(differs|not-graded)$/);
  }
  await expect(page.locator('[data-step][data-state="done"]')).toHaveCount(0);
});

onFake('“Keep it longer” moves the end, on this page and on another that is open', async ({ page, context }) => {
  const lesson = new LessonPage(page);
  await lesson.open();
  await page.locator('[data-action="start"]').click();
  await expect(page.getByText('The lab ends in 8 minutes.')).toBeVisible();
  const other = new LessonPage(await context.newPage());
  await other.open('zh');
  await expect(other.page.locator('[data-kind="expiry"]')).toBeVisible();
  await page.locator('[data-action="extend"]').click();
  for (const { page: each } of [lesson, other]) {
    await expect(each.locator('[data-kind="expiry"]')).toHaveCount(0);
    await expect(each.getByRole('banner')).toContainText(/3[78] (min|分钟)/);
  }
  await page.reload();
  await expect(page.getByRole('banner')).toContainText(/3[78] min/);
});

onFake('a lab that ends by itself says why in the language of the page', async ({ page, podwire }) => {
  const lesson = new LessonPage(page);
  await lesson.open('zh');
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/labs');
  await page.locator('[data-action="start"]').click();
  await lesson.terminal.expect('fake backend: nothing here is real');
  const { id } = (await (await answered).json()) as { id: string };
  await endOnRunner(podwire.runnerSocket, id);
  const card = page.getByRole('status').filter({ hasText: '这个实验已按请求结束。' });
  await expect(card).toBeVisible();
  await expect(card).not.toContainText('ended');
});

function endOnRunner(socketPath: string, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, method: 'DELETE', path: `/v1/labs/${id}` }, (response) => {
      expect(response.statusCode).toBe(204);
      response.resume().on('end', resolve);
    });
    asked.on('error', reject).end();
  });
}
