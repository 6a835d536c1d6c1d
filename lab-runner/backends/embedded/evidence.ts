import type { Evidence, EvidenceRequest, ProbeRequest, ProbeResult } from '../../evidence/document';
import type { Context } from './context';
import type { LabRecord } from './record';
export function collectEvidence(_c: Context, _r: LabRecord, _q: EvidenceRequest): Promise<Evidence> { throw new Error('not yet'); }
export function probeFrom(_c: Context, _r: LabRecord, _q: readonly ProbeRequest[]): Promise<ProbeResult[]> { throw new Error('not yet'); }
export function watchLab(_c: Context, _r: LabRecord, _q: EvidenceRequest, _s: AbortSignal): AsyncIterable<string> { throw new Error('not yet'); }
