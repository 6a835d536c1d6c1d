import { selectLab } from '../../../_server/data/labs';
import { toLabView } from '../../../_server/labs/view';
import { json, ownRoute } from '../../../_server/http/route';

interface Params {
  id: string;
}

export const GET = ownRoute<Params>({}, async ({ services, actor, params }) =>
  json(toLabView(await selectLab(services.database.db, actor, params.id))),
);

export const DELETE = ownRoute<Params>({}, async ({ services, actor, params }) => {
  await services.labs.end(actor, params.id);
  return new Response(null, { status: 204 });
});
