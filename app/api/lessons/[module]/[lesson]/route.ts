import { Failure } from '../../../../_server/http/failure';
import { json, openRoute } from '../../../../_server/http/route';
import { lessonView } from '../../../../_server/labs/lesson-view';

export const GET = openRoute<{ module: string; lesson: string }>({}, async ({ services, actor, params }) => {
  const key = `${params.module}/${params.lesson}`;
  const view = await lessonView(services, actor, key);
  if (!view) throw new Failure('no-lesson', { lesson: key });
  return json(view);
});
