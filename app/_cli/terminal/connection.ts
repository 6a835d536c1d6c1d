// One terminal of a lab over the runner's WebSocket: frames in, text out, everything acknowledged as it is taken.
import type { WebSocket } from 'ws';
import type { RunnerClient } from '../../_server/runner/client';
import { TerminalServerMessage, type TerminalClientMessage } from '../../../lab-runner/api';
import { CliFailure } from '../failure';

export interface Size {
  columns: number;
  rows: number;
}

export interface TerminalEvents {
  /** The screen so far, once after attaching and again when someone else resizes it. */
  onScreen(data: string): void;
  onOutput(bytes: Uint8Array): void;
  /** The shell ended. */
  onExit(code: number | null): void;
  /** The connection ended; null when we asked for it. */
  onClose(reason: string | null): void;
}

export interface TerminalConnection {
  input(data: string): void;
  resize(size: Size): void;
  close(): void;
}

/** Attaches. @throws CliFailure when the runner refuses. */
export function attachTerminal(
  client: RunnerClient,
  labId: string,
  name: string,
  size: Size,
  events: TerminalEvents,
): Promise<TerminalConnection> {
  return speakTerminal(client.openTerminal(labId, name), `terminal ${name} of lab ${labId}`, size, events);
}

/** Speaks the terminal's protocol over a socket that is opening. @param what names it in errors @throws CliFailure */
export function speakTerminal(
  socket: WebSocket,
  what: string,
  size: Size,
  events: TerminalEvents,
): Promise<TerminalConnection> {
  socket.binaryType = 'nodebuffer';
  const send = (message: TerminalClientMessage) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  let reason: string | null = 'the lab-runner closed the connection';
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      send({ type: 'attach', ...size });
      resolve({
        input: (data) => send({ type: 'input', data }),
        resize: (next) => send({ type: 'resize', ...next }),
        close: () => {
          reason = null;
          socket.close();
        },
      });
    });
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) {
        events.onOutput(data);
        send({ type: 'ack', bytes: data.length });
        return;
      }
      const message = TerminalServerMessage.parse(JSON.parse(data.toString()));
      if (message.type === 'screen') events.onScreen(message.data);
      else if (message.type === 'exit') events.onExit(message.code);
      else if (message.type === 'error') reason = message.message;
    });
    socket.on('error', (error) => {
      reason = error.message;
      reject(new CliFailure(`Cannot open ${what}: ${error.message}`, null, { cause: error }));
    });
    socket.on('close', () => events.onClose(reason));
  });
}
