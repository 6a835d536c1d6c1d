import { getServices } from '../../../_server/context';
import { addressOf, openRoute } from '../../../_server/http/route';

// better-auth's own routes (get-session, sign-out); it answers 404 for what is not switched on.
const handle = openRoute<{ all: string[] }>({}, async ({ services, request }) => {
  services.log.debug({ address: addressOf(request), path: new URL(request.url).pathname }, 'auth');
  return getServices().sessions.handle(request);
});

export { handle as GET, handle as POST };
