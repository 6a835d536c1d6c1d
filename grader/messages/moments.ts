// How the snapshots are called where {since} or {moment} stands.
export const MOMENTS = {
  en: { baseline: 'when the lab was made', stepStart: 'when this step began', now: 'now' },
  zh: { baseline: '实验创建时', stepStart: '本步骤开始时', now: '现在' },
} as const;
