// Chapter 5: screens are looked at. Writes e2e/.results/screens/*.png, and holds that no page scrolls sideways.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { LESSON, type LessonPage } from './support/lesson-page';
import { ROOT } from './support/root';

const SIZES = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } } as const;
const LOOKS = (['en', 'zh'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    ([1440, 390] as const).map((size) => ({ locale, theme, size, name: `${locale}-${theme}-${size}` })),
  ),
);

async function look(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(ROOT, 'e2e', '.results', 'screens', `${name}.png`), animations: 'disabled' });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
}

async function lookAtLab(lesson: LessonPage, { name, size }: (typeof LOOKS)[number]): Promise<void> {
  const { page } = lesson;
  if (size !== 390) await lesson.terminal.prompt();
  await lesson.step('find').locator('[data-action="check"]').scrollIntoViewIfNeeded();
  await look(page, `lesson-differs-${name}`);
  await lesson.step('join').locator('h2').scrollIntoViewIfNeeded();
  await look(page, `lesson-done-${name}`);
  if (size !== 390) return;
  await page.getByRole('button', { name: /^(Open the lab|打开实验)/ }).click();
  await lesson.terminal.prompt();
  await look(page, `lab-sheet-${name}`);
}

test('course and lesson before the lab', async ({ page }) => {
  for (const { locale, theme, size, name } of LOOKS) {
    await page.setViewportSize(SIZES[size]);
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(`/${locale}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look(page, `course-${name}`);
    await page.goto(`/${locale}/lessons/${LESSON}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look(page, `lesson-before-${name}`);
  }
});

test('lesson with its lab: a step that differs, one that is done, and the sheet on a phone', async ({
  page,
  lesson,
}) => {
  await lesson.open();
  await page.locator('[data-action="start"]').click();
  await expect(page.locator('[data-phase="starting"]').first()).toBeVisible();
  await look(page, 'lesson-starting-en-light-1440');
  await lesson.terminal.prompt();
  await lesson.terminal.run('docker run -d --name toolbox --net=container:shop-pause busybox sleep 3600');
  await lesson.terminal.run("docker ps --format 'table {{.Names}}\\t{{.Image}}\\t{{.Status}}'");
  await lesson.expectStep('join', 'done');
  await lesson.answer('pause-netns', '1');
  await lesson.pressCheck('find');
  await lesson.expectStep('find', 'differs');
  for (const one of LOOKS) {
    await page.setViewportSize(SIZES[one.size]);
    await page.emulateMedia({ colorScheme: one.theme });
    await lesson.open(one.locale);
    await lesson.expectStep('join', 'done');
    await lookAtLab(lesson, one);
  }
});
