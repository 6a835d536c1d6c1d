'use client';
import { useTranslations } from 'next-intl';
import type { CheckView } from '../../_server/views';
import css from './evidence.module.css';
import { splitMark } from './mark';

type Line = CheckView['evidence'][number];

/** Lines of one source stand together under its name, in the order given. */
function bySource(lines: readonly Line[]): { key: string; source: string; netns: string | null; lines: Line[] }[] {
  const groups = new Map<string, { key: string; source: string; netns: string | null; lines: Line[] }>();
  for (const line of lines) {
    const key = `${line.source}\0${line.netns ?? ''}`;
    const group = groups.get(key) ?? { key, source: line.source, netns: line.netns, lines: [] };
    group.lines.push(line);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The lines a verdict rests on, with the deciding part marked. */
export function Evidence({ lines, open }: { lines: readonly Line[]; open: boolean }) {
  const t = useTranslations('step');
  return (
    <details className={css.evidence} open={open}>
      <summary>{t('evidenceLines', { count: lines.length })}</summary>
      {bySource(lines).map((group) => (
        <figure key={group.key} className={css.source}>
          <figcaption>
            {group.netns === null ? group.source : t('evidenceIn', { source: group.source, netns: group.netns })}
          </figcaption>
          {/* Long rule lines scroll sideways inside their box, so it must be reachable by keyboard. */}
          <div className={css.scroll} tabIndex={0} role="group" aria-label={group.source}>
            <ol>
              {group.lines.map((line, index) => {
                const { before, marked, after } = splitMark(line.text, line.mark);
                return (
                  <li key={index}>
                    <span className={css.number} aria-hidden={line.line === null || undefined}>
                      {line.line !== null && (
                        <>
                          <span className="visually-hidden">{t('line', { number: line.line })}</span>
                          <span aria-hidden="true">{line.line}</span>
                        </>
                      )}
                    </span>
                    <code>
                      {before}
                      {marked !== '' && <mark>{marked}</mark>}
                      {after}
                    </code>
                  </li>
                );
              })}
            </ol>
          </div>
        </figure>
      ))}
    </details>
  );
}
