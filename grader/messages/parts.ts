/** The three sentences of a result. */
export interface Parts {
  expected: string;
  actual: string;
  /** What it means for a packet, a process or a pod. */
  why: string;
}
