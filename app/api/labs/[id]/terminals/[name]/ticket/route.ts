import type { z } from 'zod';
import { selectLab } from '../../../../../../_server/data/labs';
import { createTicket } from '../../../../../../_server/data/tickets';
import { Failure } from '../../../../../../_server/http/failure';
import { LAB_STATE_WORDS } from '../../../../../../_server/http/failures';
import { json, ownRoute } from '../../../../../../_server/http/route';
import type { TicketView } from '../../../../../../_server/views';

export const POST = ownRoute<{ id: string; name: string }>({ rate: 'ticket' }, async ({ services, actor, params }) => {
  const { db } = services.database;
  const lab = await selectLab(db, actor, params.id);
  if (!lab.terminals.includes(params.name)) throw new Failure('not-found', { what: { en: 'terminal', zh: '终端' } });
  if (lab.state !== 'ready') throw new Failure('lab-not-ready', { state: LAB_STATE_WORDS[lab.state] });
  // Nobody types before the lab's first state is on record.
  await services.snapshots.settled(lab.id);
  const view: z.infer<typeof TicketView> = { ticket: await createTicket(db, actor, lab, params.name, new Date()) };
  return json(view);
});
