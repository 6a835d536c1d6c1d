import { TERMINAL_PATH } from './messages';
import type { Socket } from './connection';

/** A WebSocket to this page's own server, in the shape the connection uses. */
export function openBrowserSocket(): Socket {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const ws = new WebSocket(`${scheme}//${location.host}${TERMINAL_PATH}`);
  ws.binaryType = 'arraybuffer';
  const socket: Socket = {
    send: (data) => {
      if (ws.readyState === WebSocket.OPEN) ws.send(data);
    },
    close: () => {
      ws.close();
    },
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  ws.onopen = () => socket.onopen?.();
  ws.onclose = () => socket.onclose?.();
  ws.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
    socket.onmessage?.(typeof event.data === 'string' ? event.data : new Uint8Array(event.data));
  };
  return socket;
}
