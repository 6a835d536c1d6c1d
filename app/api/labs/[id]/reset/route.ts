import { toLabView } from '../../../../_server/labs/view';
import { json, ownRoute } from '../../../../_server/http/route';

export const POST = ownRoute<{ id: string }>({ rate: 'lab-start' }, async ({ services, actor, params }) =>
  json(toLabView(await services.labs.reset(actor, params.id))),
);
