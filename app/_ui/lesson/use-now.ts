'use client';
import { useEffect, useState } from 'react';

/** The time in ms, renewed every `everyMs` while `active`; `initial` until the first renewal, so that server and page agree. */
export function useNow(initial: number, everyMs: number, active = true): number {
  const [now, setNow] = useState(initial);
  useEffect(() => {
    if (!active) return;
    const renew = () => {
      setNow(Date.now());
    };
    renew();
    const timer = setInterval(renew, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [everyMs, active]);
  return now;
}
