import { openHint } from '../../_server/data/steps';
import { Failure } from '../../_server/http/failure';
import { json, ownRoute } from '../../_server/http/route';
import { OpenHint } from '../../_server/views';

export const POST = ownRoute({ body: OpenHint }, async ({ services, actor, body }) => {
  const step = services.course.lesson(body.lesson)?.steps.find((each) => each.id === body.step);
  if (!step || body.hint >= step.hints) throw new Failure('hint-closed', { step: body.step, hint: body.hint + 1 });
  await openHint(services.database.db, actor, body);
  return json(await services.views.one(actor, body.lesson, step));
});
