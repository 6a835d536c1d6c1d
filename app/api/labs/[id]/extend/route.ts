import { toLabView } from '../../../../_server/labs/view';
import { json, ownRoute } from '../../../../_server/http/route';

export const POST = ownRoute<{ id: string }>({}, async ({ services, actor, params }) =>
  json(toLabView(await services.labs.extend(actor, params.id))),
);
