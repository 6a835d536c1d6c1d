import { BackendName } from '../../../lab-runner/api';
import type { LabRow } from '../data/labs';
import type { LabView } from '../views';

export function toLabView(row: LabRow): LabView {
  return {
    id: row.id,
    lesson: row.lesson,
    backend: BackendName.parse(row.backend),
    state: row.state,
    terminals: row.terminals,
    createdAt: row.createdAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
    steps: row.createSteps,
    reason: row.reason,
    adopted: row.adopted,
  };
}
