// The lesson page as a learner uses it. Finds things by role, and by the marks that the page's parts carry (data-step, data-action).
import { expect, type Locator, type Page } from '@playwright/test';
import { TerminalPane } from './terminal-pane';

export const LESSON = '10-pods/10-pause';

export type StepState = 'open' | 'looking' | 'done' | 'differs' | 'not-graded';

export class LessonPage {
  readonly terminal: TerminalPane;

  constructor(readonly page: Page) {
    this.terminal = new TerminalPane(page);
  }

  async open(locale: 'en' | 'zh' = 'en'): Promise<void> {
    await this.page.goto(`/${locale}/lessons/${LESSON}`);
  }

  /** Presses Start and waits for a prompt. @returns the lab's id */
  async startLab(): Promise<string> {
    const answered = this.page.waitForResponse(
      (response) => response.request().method() === 'POST' && new URL(response.url()).pathname === '/api/labs',
    );
    await this.page.locator('[data-action="start"]').click();
    const { id } = (await (await answered).json()) as { id: string };
    await this.terminal.prompt();
    return id;
  }

  step(id: string): Locator {
    return this.page.locator(`[data-step="${id}"]`);
  }

  check(id: string): Locator {
    return this.page.locator(`[data-check="${id}"]`);
  }

  async expectStep(id: string, state: StepState, timeout = 15_000): Promise<void> {
    await expect(this.step(id), `step ${id}`).toHaveAttribute('data-state', state, { timeout });
  }

  async pressCheck(step: string): Promise<void> {
    await this.step(step).locator('[data-action="check"]').click();
  }

  /** Fills a field, or ticks the choices named with commas between them. */
  async answer(check: string, value: string): Promise<void> {
    const form = this.page.locator(`[data-answer="${check}"]`);
    if ((await form.locator('input[type="text"]').count()) > 0) {
      await form.locator('input[type="text"]').fill(value);
      return;
    }
    for (const choice of value.split(/[,\s]+/)) await form.locator(`input[value="${choice}"]`).check();
  }

  async reset(): Promise<void> {
    await this.page.locator('[data-action="reset"]').click();
    await this.page.locator('[data-action="reset-confirm"]').click();
  }
}
