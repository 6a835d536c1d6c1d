import { getServices } from '../../../_server/context';
import { addressOf, limit, openRoute } from '../../../_server/http/route';

// better-auth's own routes (get-session, sign-out); it answers 404 for what is not switched on.
const handle = openRoute<{ all: string[] }>({}, async ({ services, request }) => {
  const { pathname } = new URL(request.url);
  services.log.debug({ address: addressOf(request), path: pathname }, 'auth');
  // Signing in makes a guest, here as at the first lab: both draw on one limit. The library's own counts each apart.
  if (pathname.startsWith('/api/auth/sign-in/')) limit(services, 'sign-in', addressOf(request));
  return getServices().sessions.handle(request);
});

export { handle as GET, handle as POST };
