// The files of a new lesson: one step that already lints and proves, to be changed into what is to be taught.
export interface TemplateFile {
  /** Relative to the lesson's folder. */
  path: string;
  text: string;
  mode?: number;
}

/** @param title in English, such as "Clusterip" */
export function lessonTemplate(title: string): TemplateFile[] {
  return [
    { path: 'lesson.en.mdx', text: english(title) },
    { path: 'lesson.zh.mdx', text: chinese(title) },
    { path: 'lab.yaml', text: LAB },
    { path: 'solution.sh', text: SOLUTION, mode: 0o755 },
    { path: 'wrong/other-port.sh', text: OTHER_PORT, mode: 0o755 },
    { path: 'wrong/loopback-only.sh', text: LOOPBACK_ONLY, mode: 0o755 },
    { path: 'alt/socat.sh', text: SOCAT, mode: 0o755 },
  ];
}

/** The text of a new module.yaml. */
export const moduleTemplate = (title: string): string =>
  `title: { en: ${JSON.stringify(title)}, zh: ${JSON.stringify(title)} }\n`;

const CODE = '```sh\nss -ltn\n```';

const english = (title: string): string => `---
title: ${JSON.stringify(title)}
summary: What a learner can do after this lesson, in one sentence.
---

Say here what this is about, and why it matters.

<Step id="listen">

Start a program that listens on TCP port 8080 of the workstation, then look at its socket:

${CODE}

<Hint>

\`nc\` can listen: \`nc -lk 8080 &\`

</Hint>

</Step>
`;

const chinese = (title: string): string => `---
title: ${JSON.stringify(title)}
summary: 用一句话说明学完本课后能做什么。
---

在这里说明本课讲什么，以及为什么重要。

<Step id="listen">

在工作站上启动一个监听 TCP 8080 端口的程序，然后查看它的套接字：

${CODE}

<Hint>

\`nc\` 可以监听端口：\`nc -lk 8080 &\`

</Hint>

</Step>
`;

const LAB = `backends: [embedded]
terminals: [workstation]
steps:
  - id: listen
    mode: final
    title: { en: Listen on a port, zh: 监听一个端口 }
    checks:
      - id: listens
        points: 1
        title: { en: A program listens on TCP port 8080, zh: 有程序监听 TCP 8080 端口 }
        expect: { type: listening, in: { role: workstation }, port: 8080 }
`;

const SOLUTION = `#: step listen
nc -lk 8080 > /dev/null 2>&1 &
`;

const OTHER_PORT = `# Listens, but on another port.
#: fails listens listening.none
#: step listen
nc -lk 8081 > /dev/null 2>&1 &
`;

const LOOPBACK_ONLY = `# Listens where only the workstation itself can reach it.
#: fails listens listening.loopback-only
#: step listen
nc -lk 127.0.0.1 8080 > /dev/null 2>&1 &
`;

const SOCAT = `#: step listen
socat TCP-LISTEN:8080,fork,reuseaddr EXEC:cat > /dev/null 2>&1 &
`;
