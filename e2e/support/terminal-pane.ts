// The terminal that is in front, used by keyboard and read from what is drawn.
import { expect, type Locator, type Page } from '@playwright/test';

const PROMPT = /^[\w-]+:\S*[#$]$/;
/** A screen has no event to wait for. Playwright's own intervals grow to a second, for every command of a journey. */
const INTERVALS = [50];

export class TerminalPane {
  constructor(private readonly page: Page) {}

  get view(): Locator {
    return this.page.locator('[data-terminal]:visible');
  }

  /** Drawn lines without trailing blanks. */
  async lines(): Promise<string[]> {
    const rows = await this.page.locator('.xterm-rows:visible > div').allTextContents();
    const lines = rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd());
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  /** Waits until the last line is an empty prompt. */
  async prompt(timeout = 30_000): Promise<void> {
    await expect
      .poll(async () => (await this.lines()).at(-1) ?? '', {
        message: 'an empty prompt in the terminal',
        timeout,
        intervals: INTERVALS,
      })
      .toMatch(PROMPT);
  }

  async expect(what: string | RegExp, timeout = 15_000): Promise<void> {
    const poll = expect.poll(async () => (await this.lines()).join('\n'), {
      message: 'the terminal',
      timeout,
      intervals: INTERVALS,
    });
    await (typeof what === 'string' ? poll.toContain(what) : poll.toMatch(what));
  }

  async focus(): Promise<void> {
    await this.page.locator('.xterm-screen:visible').click();
  }

  /** Types without Enter, and waits until it stands in the terminal: wrapped lines are read as one. */
  async type(text: string): Promise<void> {
    await this.focus();
    await this.page.keyboard.type(text);
    // Without blanks: one that stands at the end of a row cannot be told from an empty cell.
    const squeezed = text.replaceAll(/\s/g, '').slice(-24);
    await expect
      .poll(async () => (await this.lines()).join('').replaceAll(' ', ''), {
        message: `"${text}" echoed`,
        intervals: INTERVALS,
      })
      .toContain(squeezed);
  }

  async enter(): Promise<void> {
    await this.page.keyboard.press('Enter');
  }

  /** Types a command, and waits until it has ended. @returns the lines that are then on a screen cleared before. */
  async run(command: string, timeout = 30_000): Promise<string[]> {
    await this.focus();
    await this.page.keyboard.press('Control+l');
    await expect
      .poll(async () => (await this.lines()).length, { message: 'a cleared screen', intervals: INTERVALS })
      .toBe(1);
    await this.type(command);
    await this.enter();
    await this.prompt(timeout);
    return (await this.lines()).slice(1, -1);
  }
}
