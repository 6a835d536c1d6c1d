// A learner without a browser, in the running web application: signs in by starting a lab, follows its events, opens its terminal.
import { WebSocket } from 'ws';
import type { z } from 'zod';
import { Visitor } from '../../_server/testing/visitor';
import { TERMINAL_PATH, type LabStreamEvent, type LabView, type TicketView } from '../../_server/views';
import { CliFailure } from '../failure';
import { speakTerminal } from '../terminal/connection';
import { openShell, type Shell } from './shell';

export interface App {
  /** "http://127.0.0.1:PORT" */
  url: string;
  /** Of the lesson whose labs are started. */
  lesson: string;
}

export class Guest {
  private constructor(
    readonly visitor: Visitor,
    readonly labId: string,
  ) {}

  /** A new guest whose lab is ready. @throws CliFailure when it cannot be made */
  static async arrive({ url, lesson }: App): Promise<Guest> {
    const visitor = new Visitor(url);
    const { status, body } = await visitor.post<LabView>('/api/labs', { lesson });
    if (status !== 200) throw new CliFailure(`POST /api/labs: status ${status}: ${JSON.stringify(body)}`);
    const guest = new Guest(visitor, body.id);
    await visitor.until(body.id, (event) => {
      if (event.type !== 'lab' || event.lab.state === 'creating') return undefined;
      if (event.lab.state === 'ready') return true;
      throw new CliFailure(`Lab ${body.id} is ${event.lab.state}: ${event.lab.reason?.message ?? ''}`);
    });
    return guest;
  }

  /** Keeps the lab's page open, so that its steps are looked at, until `signal`. `onEvent` hears of everything. */
  async watch(signal: AbortSignal, onEvent: (event: LabStreamEvent) => void): Promise<void> {
    try {
      for await (const event of this.visitor.events(this.labId, signal)) onEvent(event);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    if (!signal.aborted) throw new CliFailure(`The events of lab ${this.labId} ended`);
  }

  /** A terminal as a page opens it: session cookie, origin, a ticket in the first frame; attached, with its prompt there. */
  async openShell(): Promise<Shell> {
    const { visitor, labId } = this;
    const answer = await visitor.post<z.infer<typeof TicketView>>(`/api/labs/${labId}/terminals/workstation/ticket`);
    if (answer.status !== 200) throw new CliFailure(`No ticket for lab ${labId}: status ${answer.status}`);
    const socket = new WebSocket(`${visitor.url.replace('http', 'ws')}${TERMINAL_PATH}`, {
      headers: { cookie: visitor.cookie },
      origin: visitor.url,
      perMessageDeflate: false,
    });
    socket.once('open', () => socket.send(JSON.stringify({ ticket: answer.body.ticket })));
    return openShell((size, events) => speakTerminal(socket, `terminal workstation of lab ${labId}`, size, events));
  }

  async leave(): Promise<void> {
    await this.visitor.delete(`/api/labs/${this.labId}`);
  }
}
