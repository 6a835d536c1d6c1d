// A course of one lesson that runs on the fake backend: a latch, an answer, and a step that must hold at the end.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export const LESSON = '10-demo/10-ports';
export const OTHER_LESSON = '10-demo/20-again';
export const THIRD_LESSON = '10-demo/30-third';

const LAB = `backends: [fake]
terminals: [workstation, node-1]
idleMinutes: 5
solutionAfter: 2
steps:
  - id: listen
    mode: latch
    title: { en: Listen, zh: 监听 }
    checks:
      - id: listens
        points: 2
        title: { en: A program listens on 8080, zh: 有程序监听 8080 }
        expect: { type: listening, in: { role: workstation }, port: 8080 }
  - id: say
    mode: latch
    title: { en: Say it, zh: 回答 }
    checks:
      - id: word
        points: 1
        title: { en: The word, zh: 单词 }
        expect: { type: answer, kind: exact, equals: pause }
  - id: both
    mode: final
    title: { en: Two ports, zh: 两个端口 }
    checks:
      - id: second
        points: 3
        title: { en: A program listens on 9090, zh: 有程序监听 9090 }
        expect: { type: listening, in: { role: workstation }, port: 9090 }
`;

const text = (title: string) => `---
title: ${title}
summary: ${title}
---

<Step id="listen">

${title}

<Hint>

one

</Hint>

<Hint>

two

</Hint>

</Step>

<Step id="say">

${title}

<Check id="word" />

</Step>

<Step id="both">

${title}

</Step>
`;

export async function writeTestCourse(dir: string): Promise<void> {
  const files: Record<string, string> = {
    'course.yaml': 'title: { en: Test, zh: 测试 }\n',
    '10-demo/module.yaml': 'title: { en: Demo, zh: 演示 }\n',
  };
  for (const lesson of [LESSON, OTHER_LESSON, THIRD_LESSON]) {
    files[`${lesson}/lab.yaml`] = LAB;
    files[`${lesson}/lesson.en.mdx`] = text('Ports');
    files[`${lesson}/lesson.zh.mdx`] = text('端口');
    files[`${lesson}/solution.sh`] = '#: step listen\ntouch /listen-8080\n';
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
}
