import { selectLab } from '../../../../_server/data/labs';
import { ownRoute } from '../../../../_server/http/route';
import { labEventStream } from '../../../../_server/live/stream';

export const dynamic = 'force-dynamic';

export const GET = ownRoute<{ id: string }>({}, async ({ services, request, actor, params }) => {
  const { database, hub, connections, course, views, follower } = services;
  const lab = await selectLab(database.db, actor, params.id);
  return labEventStream({
    hub,
    connections,
    actor,
    lab,
    signal: request.signal,
    present: async () => {
      const now = await selectLab(database.db, actor, lab.id);
      const lesson = course.lesson(now.lesson, now.backend);
      return { lab: now, steps: lesson ? await views.all(actor, lesson) : [], reachable: follower.reachable };
    },
  });
});
