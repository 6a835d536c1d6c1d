// The lesson page as a learner uses it. Finds things by role and by the marks the page keeps for tests (data-step, data-action).
import { expect, type Locator, type Page } from '@playwright/test';

export const LESSON = '10-pods/10-pause';

export type StepState = 'open' | 'looking' | 'done' | 'differs' | 'not-graded';

export class LessonPage {
  constructor(readonly page: Page) {}

  async open(locale: 'en' | 'zh' = 'en', lesson = LESSON): Promise<void> {
    await this.page.goto(`/${locale}/lessons/${lesson}`);
  }

  /** Presses Start and waits for a prompt in the first terminal. */
  async startLab(): Promise<void> {
    await this.page.getByRole('button', { name: /^(Start lab|开始实验)$/ }).click();
    await this.prompt();
  }

  step(id: string): Locator {
    return this.page.locator(`[data-step="${id}"]`);
  }

  async expectStep(id: string, state: StepState, timeout = 15_000): Promise<void> {
    await expect(this.step(id), `step ${id}`).toHaveAttribute('data-state', state, { timeout });
  }

  async check(id: string): Promise<void> {
    await this.step(id).locator('[data-action="check"]').click();
  }

  /** The rows of the terminal that is in front. */
  get rows(): Locator {
    return this.page.locator('.xterm-rows:visible');
  }

  /** Waits until the last line of the terminal is a prompt. */
  async prompt(): Promise<void> {
    await expect
      .poll(async () => (await this.screen()).at(-1) ?? '', { message: 'a prompt in the terminal', timeout: 30_000 })
      .toMatch(/[$#]\s*$/);
  }

  /** The terminal's lines as drawn, without trailing blanks. */
  async screen(): Promise<string[]> {
    const rows = await this.rows.locator('> div').allTextContents();
    const lines = rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd());
    while (lines.length > 0 && lines.at(-1) === '') lines.pop();
    return lines;
  }

  /** Types at the prompt and presses Enter, by the keyboard. */
  async type(line: string): Promise<void> {
    await this.rows.click();
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Enter');
  }

  async expectScreen(what: string | RegExp, timeout = 15_000): Promise<void> {
    const poll = expect.poll(async () => (await this.screen()).join('\n'), {
      message: `the terminal shows ${what}`,
      timeout,
    });
    await (typeof what === 'string' ? poll.toContain(what) : poll.toMatch(what));
  }

  async reset(): Promise<void> {
    await this.page.locator('[data-action="reset"]').click();
    await this.page.locator('[data-action="reset-confirm"]').click();
  }
}
