// Chapter 4: everyone can use it. axe on every screen in both themes and languages, and a walk by keyboard alone.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { LESSON } from './support/lesson-page';

const LOCALES = ['en', 'zh'] as const;
const THEMES = ['light', 'dark'] as const;

async function expectNothingSerious(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary})`).join('; ')}`,
    );
  expect(serious, screen).toEqual([]);
}

test('axe finds nothing serious on the course and on a lesson before its lab', async ({ page }) => {
  for (const locale of LOCALES) {
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`/${locale}`);
      await expectNothingSerious(page, `course, ${locale}, ${colorScheme}`);
      await page.goto(`/${locale}/lessons/${LESSON}`);
      // The line between text and lab knows its place once the page has come to life.
      await expect(page.getByRole('separator')).toHaveAttribute('aria-valuenow', /\d/);
      await expectNothingSerious(page, `lesson before the lab, ${locale}, ${colorScheme}`);
    }
  }
});

test('axe finds nothing serious on a lesson with its lab running, with steps done and differing', async ({
  page,
  lesson,
}) => {
  await lesson.open();
  await lesson.startLab();
  await lesson.terminal.run('docker run -d --name toolbox --net=container:shop-pause busybox sleep 3600');
  await lesson.expectStep('join', 'done');
  await lesson.answer('pause-netns', '1');
  await lesson.pressCheck('find');
  await lesson.expectStep('find', 'differs');
  for (const locale of LOCALES) {
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await lesson.open(locale);
      await lesson.expectStep('join', 'done');
      await lesson.terminal.prompt();
      await expectNothingSerious(page, `lesson with lab, ${locale}, ${colorScheme}`);
    }
  }
});

/** Presses Tab until the focus is on what `selector` names. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`80 presses of Tab did not reach ${selector}`);
}

test('by keyboard alone: skip, start, type in the terminal, leave it, check, open a hint, read the keys', async ({
  page,
  lesson,
}) => {
  await page.goto(`/en/lessons/${LESSON}`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await page.reload();
  await tabTo(page, 'a[href="#lab"]');
  await page.keyboard.press('Enter');
  await tabTo(page, '[data-action="start"]');
  await page.keyboard.press('Enter');
  await lesson.terminal.prompt();
  expect(
    await page.evaluate(() => document.activeElement?.closest('[data-terminal]') ?? null),
    'the focus is the learner’s',
  ).toBeNull();

  await page.keyboard.press('t');
  await page.keyboard.type('echo by-$((40+2))-keys');
  await page.keyboard.press('Enter');
  await lesson.terminal.expect('by-42-keys');
  await page.keyboard.press('Tab');
  expect(
    await page.evaluate(() => document.activeElement?.closest('[data-terminal]') !== null),
    'Tab is the shell’s',
  ).toBe(true);
  await page.keyboard.press('Control+Shift+M');
  expect(await page.evaluate(() => document.activeElement?.closest('[data-terminal]') ?? null)).toBeNull();

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await tabTo(page, '[data-answer="pause-netns"] input');
  await page.keyboard.type('7');
  await tabTo(page, '[data-step="find"] [data-action="check"]');
  await page.keyboard.press('Enter');
  await lesson.expectStep('find', 'differs');
  await tabTo(page, '[data-step="find"] [data-action="hint"]');
  await page.keyboard.press('Enter');
  await expect(lesson.step('find').locator('[data-hint="0"]')).toBeVisible();
});
