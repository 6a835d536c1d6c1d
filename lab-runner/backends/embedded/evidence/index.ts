export { collectEvidence, probeFrom } from './collect';
export { watchLab } from './watch';
