// Chapter 2: what a page, a stranger and the output of a program may not do.
import { randomUUID } from 'node:crypto';
import { expect, test } from './fixtures';
import { LESSON, LessonPage } from './support/lesson-page';
import { cookieOf, tryTerminal } from './support/terminal-socket';

const ATTACH = { type: 'attach', columns: 80, rows: 24 };

test('the policy has nonces, no unsafe-inline for scripts and no unsafe-eval; a violation is noticed', async ({
  page,
  lesson,
  violations,
}) => {
  const response = await page.goto(`/en/lessons/${LESSON}`);
  const policy = response?.headers()['content-security-policy'] ?? '';
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
  expect(scripts).toMatch(/'nonce-[\w+/=]{20,}' 'strict-dynamic'/);
  expect(policy).not.toContain('unsafe-eval');
  expect(scripts).not.toContain('unsafe-inline');
  const again = await page.reload();
  expect(again?.headers()['content-security-policy']).not.toBe(policy);
  await expect(lesson.step('find')).toBeVisible();
  expect(violations).toEqual([]);

  // The control: were pages to break their policy, this is how every test of this folder would fail.
  await page.evaluate(() => {
    const division = document.createElement('div');
    division.innerHTML = '<button onclick="window.injected = true">injected</button>';
    document.body.append(division);
    division.querySelector('button')?.click();
  });
  await expect.poll(() => violations.join('\n')).toContain('CSP: script-src-attr blocked inline');
  expect(await page.evaluate(() => 'injected' in window)).toBe(false);
  violations.length = 0;
});

test('a terminal opens with a fresh ticket from our own origin, and in no other way; refusals are logged', async ({
  page,
  lesson,
  context,
  podwire,
}) => {
  await lesson.open();
  const id = await lesson.startLab();
  const url = podwire.url;
  const own = { url, origin: url, cookie: await cookieOf(context) };
  const ticket = async (): Promise<string> => {
    const answer = await page.request.post(`/api/labs/${id}/terminals/workstation/ticket`, {
      headers: { origin: url },
    });
    expect(answer.status()).toBe(200);
    return ((await answer.json()) as { ticket: string }).ticket;
  };
  const mark = podwire.mark();

  const good = await ticket();
  expect((await tryTerminal({ ...own, frames: [{ ticket: good }, ATTACH] })).frame).toContain('"type":"screen"');
  expect(await tryTerminal({ ...own, frames: [{ ticket: good }, ATTACH] })).toMatchObject({ code: 4401, frame: null });
  expect(await tryTerminal({ ...own, frames: [{ ticket: randomUUID() }, ATTACH] })).toMatchObject({ code: 4401 });
  expect(await tryTerminal({ ...own, frames: [ATTACH] })).toMatchObject({ code: 4400, frame: null });
  const fresh = await ticket();
  for (const origin of ['https://evil.example', 'null', `${url}.evil.example`, url.replace('127.0.0.1', '127.0.0.2')]) {
    const outcome = await tryTerminal({ ...own, origin, frames: [{ ticket: fresh }, ATTACH] });
    expect(outcome, origin).toMatchObject({ status: 403 });
  }
  expect(await tryTerminal({ ...own, cookie: '', frames: [{ ticket: fresh }, ATTACH] })).toMatchObject({ status: 401 });

  // The page hears of a refusal before the line has reached the file.
  const log = () => podwire.logSince(mark)['app'] ?? '';
  const refusals = () =>
    log()
      .split('\n')
      .filter((line) => line.includes('"outcome":"refused"'));
  await expect.poll(() => refusals().length).toBe(8);
  expect(log(), 'a ticket is never logged').not.toContain(good);
});

test('a lab of somebody else is not there: 404 for every question about it', async ({
  lesson,
  newLearner,
  podwire,
}) => {
  await lesson.open();
  const id = await lesson.startLab();
  const stranger = await newLearner();
  const other = new LessonPage(await stranger.newPage());
  await other.open();
  await other.startLab();
  const ask = stranger.request;
  const headers = { origin: podwire.url };
  const attempt = { step: 'join', key: randomUUID(), answers: {} };
  const answers = {
    lab: await ask.get(`/api/labs/${id}`),
    events: await ask.get(`/api/labs/${id}/events`),
    recording: await ask.get(`/api/labs/${id}/recordings/workstation`),
    ticket: await ask.post(`/api/labs/${id}/terminals/workstation/ticket`, { headers }),
    attempt: await ask.post(`/api/labs/${id}/attempts`, { headers, data: attempt }),
    extend: await ask.post(`/api/labs/${id}/extend`, { headers }),
    reset: await ask.post(`/api/labs/${id}/reset`, { headers }),
    delete: await ask.delete(`/api/labs/${id}`, { headers }),
    absent: await ask.get('/api/labs/aaaaaaaa'),
  };
  for (const [name, answer] of Object.entries(answers)) expect(answer.status(), name).toBe(404);
  const absent = (await answers.absent.text()).replaceAll('aaaaaaaa', id);
  expect(await answers.lab.text(), 'nothing tells that the lab exists').toBe(absent);
  expect(await lesson.terminal.run('echo unharmed')).toEqual(['unharmed']);
});

test('a foreign origin and a body of 10 MB are refused', async ({ page, lesson, podwire }) => {
  await lesson.open();
  const data = { lesson: LESSON };
  const foreign = await page.request.post('/api/labs', { headers: { origin: 'https://evil.example' }, data });
  expect(foreign.status()).toBe(403);
  const huge = await page.request
    .post('/api/labs', { headers: { origin: podwire.url }, data: { lesson: 'x'.repeat(10 << 20) } })
    .then((answer) => String(answer.status()))
    // The server does not read what it does not want: the connection may end before everything was sent.
    .catch((error: Error) => error.message);
  expect(huge).toMatch(/^413$|ECONNRESET|EPIPE|socket hang up/);
  expect((await page.request.get('/api/health')).status()).toBe(200);
});

test('what a program prints types nothing, copies nothing, renames nothing and opens nothing', async ({
  page,
  lesson,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lesson.open();
  await lesson.startLab();
  const title = await page.title();
  await page.evaluate(() => navigator.clipboard.writeText('mine'));

  const hostile = {
    'OSC 52 writes the clipboard': String.raw`\e]52;c;aGFja2Vk\a`,
    'OSC 52 reads the clipboard': String.raw`\e]52;c;?\a`,
    'OSC 0 sets the title': String.raw`\e]0;evil\a`,
    'CSI 21 t reports the title': String.raw`\e]2;rm -rf\a\e[21t`,
    'DECRQSS and colours report': String.raw`\eP$qm\e\\\e]4;0;?\a\e]11;?\a`,
    'OSC 8 links to javascript': String.raw`\e]8;;javascript:window.injected=1\e\\click-me\e]8;;\e\\ and javascript:alert(1)`,
  };
  for (const [name, sequence] of Object.entries(hostile)) {
    await lesson.terminal.run(`printf '${sequence}\\n'; echo done`);
    // Anything that the terminal answered would stand at the prompt.
    expect((await lesson.terminal.lines()).at(-1), name).toMatch(/^workstation:~#$/);
  }
  const opened: string[] = [];
  context.on('page', (other) => opened.push(other.url()));
  const link = page.locator('.xterm-rows:visible').getByText('click-me').last();
  // xterm's own layer is above the text and takes the click, as it does for a person.
  await link.click({ force: true });
  await link.click({ force: true, modifiers: ['Control'] });
  expect(await lesson.terminal.run('echo still-here')).toEqual(['still-here']);
  expect(opened).toEqual([]);
  expect(await page.evaluate(() => 'injected' in window)).toBe(false);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mine');
  expect(await page.title()).toBe(title);
});
