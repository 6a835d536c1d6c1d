import type { z } from 'zod';
import { json, ownRoute } from '../../../../_server/http/route';
import { CheckStep } from '../../../../_server/views';

export const POST = ownRoute<{ id: string }, z.infer<typeof CheckStep>>(
  { body: CheckStep, rate: 'attempt' },
  async ({ services, actor, params, body }) => json(await services.attempts.check(actor, params.id, body)),
);
