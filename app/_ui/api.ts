// The page's calls to the server. An answer that is not the one asked for becomes an ApiFailure with words in both languages.
import type { ApiError, AttemptView, LabView, LessonView, StepView } from '../_server/views';

type Words = ApiError['message'];

const UNREACHABLE: ApiError = {
  code: 'unreachable',
  message: {
    en: 'The page asked the Podwire server and got no answer.',
    zh: '页面向 Podwire 服务器发出请求，没有收到回应。',
  },
  remedy: {
    en: 'Check your network connection, then try again. Nothing you did is lost.',
    zh: '请检查网络连接后重试。已完成的内容不会丢失。',
  },
};

export class ApiFailure extends Error {
  override name = 'ApiFailure';
  constructor(
    readonly error: ApiError,
    /** HTTP status; 0 when there was no answer at all. */
    readonly status: number,
  ) {
    super(error.message.en ?? error.code);
  }
}

function isWords(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}

/** The ApiError in an answer's body, or one made from its status when the body is something else (a proxy's page, say). */
export function readApiError(body: unknown, status: number): ApiError {
  if (typeof body === 'object' && body !== null && 'code' in body && 'message' in body && isWords(body.message)) {
    const remedy = 'remedy' in body && isWords(body.remedy) ? body.remedy : null;
    return { code: String(body.code), message: body.message, remedy };
  }
  return {
    code: `http-${status}`,
    message: {
      en: `The server answered with status ${status} and no explanation.`,
      zh: `服务器返回了状态 ${status}，没有附带说明。`,
    },
    remedy: {
      en: 'Try again; if it stays, tell whoever runs this Podwire.',
      zh: '请重试；如果仍然如此，请告知运维人员。',
    },
  };
}

async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiFailure(UNREACHABLE, 0);
  }
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiFailure(readApiError(answer, response.status), response.status);
  return answer as T;
}

export const api = {
  lesson: (lesson: string) => call<LessonView>('GET', `/api/lessons/${lesson}`),
  startLab: (lesson: string) => call<LabView>('POST', '/api/labs', { lesson }),
  resetLab: (id: string) => call<LabView>('POST', `/api/labs/${id}/reset`, {}),
  extendLab: (id: string) => call<LabView>('POST', `/api/labs/${id}/extend`, {}),
  check: (id: string, step: string, key: string, answers: Record<string, string>) =>
    call<AttemptView>('POST', `/api/labs/${id}/attempts`, { step, key, answers }),
  openHint: (lesson: string, step: string, hint: number) =>
    call<StepView>('POST', '/api/hints', { lesson, step, hint }),
  ticket: (id: string, terminal: string, signal?: AbortSignal) =>
    call<{ ticket: string }>('POST', `/api/labs/${id}/terminals/${terminal}/ticket`, {}, signal),
};

/** Any thrown thing as an ApiError, so that every failure can be shown in words. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiFailure) return thrown.error;
  const seen = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'page-error',
    message: { en: `The page failed: ${seen}`, zh: `页面出错：${seen}` },
    remedy: { en: 'Reload the page. The lab keeps running.', zh: '请刷新页面。实验会继续运行。' },
  };
}
