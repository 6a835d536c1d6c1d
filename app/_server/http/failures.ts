// Every refusal the server can give: what was attempted and seen, and what to do, in both languages.
export interface Words {
  en: string;
  zh: string;
}

interface FailureText {
  status: number;
  message: Words;
  remedy: Words | null;
}

const RETRY = { en: 'Try again in a moment.', zh: '请稍后重试。' };
const RELOAD = { en: 'Reload the page and try again.', zh: '请刷新页面后重试。' };

export const FAILURES = {
  'bad-request': {
    status: 400,
    message: { en: 'The request does not have the expected form: {detail}.', zh: '请求的格式不正确：{detail}。' },
    remedy: RELOAD,
  },
  'not-signed-in': {
    status: 401,
    message: { en: 'This needs a session, and the request has none.', zh: '此操作需要会话，但请求中没有。' },
    remedy: {
      en: 'Start the lab from its lesson page; that signs you in as a guest.',
      zh: '请在课程页面启动实验，系统会以访客身份登录。',
    },
  },
  'foreign-origin': {
    status: 403,
    message: {
      en: 'The request came from {origin}, which is not an address of this Podwire.',
      zh: '请求来自 {origin}，这不是本 Podwire 的地址。',
    },
    remedy: {
      en: 'Open Podwire under the address it printed, or add the address to PODWIRE_ORIGINS.',
      zh: '请使用 Podwire 启动时显示的地址打开，或把该地址加入 PODWIRE_ORIGINS。',
    },
  },
  'not-found': {
    status: 404,
    message: { en: 'There is no such {what} of yours.', zh: '找不到属于您的这个{what}。' },
    remedy: RELOAD,
  },
  'no-lesson': {
    status: 404,
    message: { en: 'The course has no lesson {lesson}.', zh: '课程中没有 {lesson} 这一课。' },
    remedy: null,
  },
  'length-required': {
    status: 411,
    message: { en: 'The request has a body of unknown length.', zh: '请求正文没有给出长度。' },
    remedy: { en: 'Send it with a Content-Length header.', zh: '请在发送时带上 Content-Length 头。' },
  },
  'body-too-large': {
    status: 413,
    message: {
      en: 'The request’s body has {bytes} bytes; at most {max} are taken.',
      zh: '请求正文有 {bytes} 字节，最多接受 {max} 字节。',
    },
    remedy: { en: 'Send less.', zh: '请减少内容后再发送。' },
  },
  'lab-not-ready': {
    status: 409,
    message: { en: 'The lab is not ready: its state is “{state}”.', zh: '实验尚未就绪，当前状态为“{state}”。' },
    remedy: {
      en: 'Wait until it is ready, or start a new one when it has ended.',
      zh: '请等待实验就绪；如果已经结束，请重新启动。',
    },
  },
  'too-many-labs': {
    status: 409,
    message: {
      en: 'You have {count} open labs, and may have {max}.',
      zh: '您已打开 {count} 个实验，最多允许 {max} 个。',
    },
    remedy: { en: 'End one of them first: {lessons}.', zh: '请先结束其中一个：{lessons}。' },
  },
  'too-often': {
    status: 429,
    message: { en: 'That was asked too often.', zh: '操作过于频繁。' },
    remedy: { en: 'Wait {seconds} s and try again.', zh: '请等待 {seconds} 秒后重试。' },
  },
  'no-backend': {
    status: 503,
    message: { en: 'No lab can be started on this machine: {detail}', zh: '本机无法启动实验：{detail}' },
    remedy: {
      en: 'Run “npx podwire doctor”; it says what is missing.',
      zh: '请运行“npx podwire doctor”，它会说明缺少什么。',
    },
  },
  'runner-unreachable': {
    status: 503,
    message: {
      en: 'The part that runs labs (lab-runner) did not answer: {detail}',
      zh: '运行实验的组件（lab-runner）没有响应，详细信息：{detail}',
    },
    remedy: {
      en: 'Nothing you did is lost. Try again in a moment; if it stays, restart Podwire.',
      zh: '已完成的内容不会丢失。请稍后重试；如果仍然如此，请重新启动 Podwire。',
    },
  },
  'runner-refused': {
    status: 502,
    message: { en: 'lab-runner refused: {detail}', zh: 'lab-runner 拒绝了请求，原文：{detail}' },
    remedy: { en: '{remedy}', zh: '建议（原文）：{remedy}' },
  },
  'runner-full': {
    status: 503,
    message: {
      en: 'This machine has as many labs as it may have at once.',
      zh: '本机同时运行的实验已达上限。',
    },
    remedy: {
      en: 'Wait until one ends, or end one of yours. Whoever runs this Podwire can raise PODWIRE_MAX_LABS.',
      zh: '请等待其他实验结束，或结束您的一个实验。运维人员可以调高 PODWIRE_MAX_LABS。',
    },
  },
  'runner-stopping': {
    status: 503,
    message: { en: 'The part that runs labs (lab-runner) is stopping.', zh: '运行实验的组件（lab-runner）正在停止。' },
    remedy: RETRY,
  },
  'disk-full': {
    status: 507,
    message: {
      en: 'The disk of this machine’s data folder is full.',
      zh: '本机数据目录所在的磁盘已满。',
    },
    remedy: {
      en: 'Free space on it (df -h shows how much is left), then start the lab again.',
      zh: '请清理磁盘空间（df -h 可查看剩余空间），然后重新启动实验。',
    },
  },
  'lab-gone': {
    status: 409,
    message: { en: 'This lab has ended.', zh: '该实验已结束。' },
    remedy: { en: 'Start it again.', zh: '请重新启动。' },
  },
  'hint-closed': {
    status: 409,
    message: {
      en: 'Step {step} has no hint {hint} to open now.',
      zh: '步骤 {step} 目前没有可打开的第 {hint} 条提示。',
    },
    remedy: { en: 'Open the hints before it first.', zh: '请先打开前面的提示。' },
  },
  internal: {
    status: 500,
    message: {
      en: 'The server failed at this request. Reference: {reference}.',
      zh: '服务器处理此请求时出错。参考编号：{reference}。',
    },
    remedy: RETRY,
  },
} as const satisfies Record<string, FailureText>;

/** The state of a lab, inside a sentence. */
export const LAB_STATE_WORDS = {
  creating: { en: 'starting', zh: '正在启动' },
  ready: { en: 'ready', zh: '就绪' },
  failed: { en: 'failed', zh: '启动失败' },
  ending: { en: 'ending', zh: '正在结束' },
  ended: { en: 'ended', zh: '已结束' },
} as const satisfies Record<string, Words>;

export type FailureCode = keyof typeof FAILURES;
