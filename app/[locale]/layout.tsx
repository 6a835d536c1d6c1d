import '../_ui/tokens.css';
import '../_ui/base.css';
import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { HTML_LANG } from '../_messages/locales';
import { requestLocale, requestTheme } from '../_ui/frame/request';

// The Latin subsets only: Chinese is drawn with the system's faces, and other scripts fall back to them too.
const inter = localFont({
  src: '../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  variable: '--font-inter',
  display: 'swap',
});
const mono = localFont({
  src: [
    {
      path: '../../node_modules/@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2',
      weight: '400',
    },
    {
      path: '../../node_modules/@fontsource/jetbrains-mono/files/jetbrains-mono-latin-700-normal.woff2',
      weight: '700',
    },
  ],
  variable: '--font-mono',
  display: 'swap',
  // A fallback with adjusted metrics would be a proportional face.
  adjustFontFallback: false,
});

interface LayoutProps {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const t = await getTranslations({ locale: await requestLocale(params), namespace: 'common' });
  return { title: { default: t('product'), template: `%s · ${t('product')}` }, description: t('tagline') };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  // The phone's keyboard shortens the page, so that the key bar stays above it.
  interactiveWidget: 'resizes-content',
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#17191c' },
  ],
};

export default async function RootLayout({ children, params }: LayoutProps) {
  const locale = await requestLocale(params);
  const theme = await requestTheme();
  const t = await getTranslations({ locale, namespace: 'common' });
  return (
    <html
      lang={HTML_LANG[locale]}
      data-theme={theme === 'system' ? undefined : theme}
      className={`${inter.variable} ${mono.variable}`}
      // The toggle changes data-theme before React has come.
      suppressHydrationWarning
    >
      <body>
        <a className="skip-link" href="#content">
          {t('skip')}
        </a>
        <NextIntlClientProvider locale={locale} messages={await getMessages({ locale })}>
          {children}
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
