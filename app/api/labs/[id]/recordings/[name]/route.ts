import { gunzipSync } from 'node:zlib';
import { selectLab, selectRecording } from '../../../../../_server/data/labs';
import { Failure } from '../../../../../_server/http/failure';
import { ownRoute } from '../../../../../_server/http/route';
import { asFailure } from '../../../../../_server/runner/failure';

export const GET = ownRoute<{ id: string; name: string }>({}, async ({ services, actor, params }) => {
  const { db } = services.database;
  const lab = await selectLab(db, actor, params.id);
  if (!lab.terminals.includes(params.name)) throw new Failure('not-found', { what: { en: 'recording', zh: '录像' } });
  const stored = await selectRecording(db, actor, lab.id, params.name);
  const cast = stored
    ? gunzipSync(stored)
    : await services.runner.recording(lab.id, params.name).catch((error: unknown) => {
        throw asFailure(error);
      });
  return new Response(new Uint8Array(cast), {
    headers: { 'content-type': 'application/x-asciicast', 'cache-control': 'no-store' },
  });
});
