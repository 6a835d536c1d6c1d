import { toLabView } from '../../_server/labs/view';
import { addressOf, json, limit, openRoute } from '../../_server/http/route';
import { StartLab } from '../../_server/views';

export const POST = openRoute({ body: StartLab }, async ({ services, request, actor, body }) => {
  const { sessions, labs } = services;
  if (actor) {
    limit(services, 'lab-start', actor.id);
    return json(toLabView(await labs.start(actor, body)));
  }
  limit(services, 'sign-in', addressOf(request));
  const guest = await sessions.signInGuest(request.headers);
  const response = json(toLabView(await labs.start(guest.actor, body)));
  for (const cookie of guest.cookies) response.headers.append('set-cookie', cookie);
  return response;
});
