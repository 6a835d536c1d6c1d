'use client';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../kit/button';
import { nextTheme, preferenceCookie, THEME_COOKIE, type Theme } from './theme';

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const NAMES = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const;

export function ThemeToggle({ initial }: { initial: Theme }) {
  const t = useTranslations('frame');
  const [theme, setTheme] = useState(initial);
  const Icon = ICONS[theme];
  const label = t('themeNow', { theme: t(NAMES[theme]) });

  function change() {
    const next = nextTheme(theme);
    document.cookie = preferenceCookie(THEME_COOKIE, next);
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    setTheme(next);
  }

  return (
    <Button look="bare" size="small" onClick={change} aria-label={label} title={label}>
      <Icon size={18} aria-hidden="true" />
    </Button>
  );
}
