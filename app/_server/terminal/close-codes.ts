// Why a terminal's WebSocket was closed; 4000 to 4999 are an application's own.
export const CLOSE = {
  /** The first frame was no ticket, or none came in time. */
  badFirstFrame: 4400,
  /** The ticket was used, too old or another's: ask for a new one and connect again. */
  ticketRefused: 4401,
  sessionEnded: 4403,
  labEnded: 4404,
  /** The runner is not there: connect again in a moment. */
  runnerUnreachable: 4502,
} as const;
