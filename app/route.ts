// "/" has no language: it sends the visitor to the one they chose before, or the one their browser asks for.
import { cookies, headers } from 'next/headers';
import { chooseLocale, LOCALE_COOKIE } from './_messages/locales';

export async function GET(): Promise<Response> {
  const locale = chooseLocale((await cookies()).get(LOCALE_COOKIE)?.value, (await headers()).get('accept-language'));
  // A relative Location keeps whatever host and scheme the visitor used, whatever proxy is in between.
  return new Response(null, {
    status: 307,
    headers: { location: `/${locale}`, vary: 'accept-language, cookie', 'cache-control': 'private, no-store' },
  });
}
