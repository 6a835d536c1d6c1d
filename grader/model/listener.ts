// Listening sockets with the processes that hold them, joined by socket inode: both sides are the kernel's word.
import type { LabProcess } from '../evidence';
import type { Socket } from '../parse/socket/types';
import { parseNet, netContains } from '../parse/ip';
import { readSockets } from '../read';
import type { World } from '../world';

export interface Listener {
  socket: Socket;
  /** Inode of the network namespace. */
  inode: number;
  /** Running processes that have the socket open. */
  holders: LabProcess[];
  loopbackOnly: boolean;
}

const LOOPBACK = ['127.0.0.0/8', '::1'].map((text) => parseNet(text)).filter((net) => net !== undefined);

/** Numeric port of the local end; 0 for a service name, which nothing asks for. */
export const portOf = ({ socket }: Listener): number => (typeof socket.local.port === 'number' ? socket.local.port : 0);

export function listenersOf(world: World, inode: number, protocol: 'tcp' | 'udp'): Listener[] {
  const waiting = protocol === 'tcp' ? 'LISTEN' : 'UNCONN';
  return readSockets(world, inode)
    .filter((socket) => socket.netid === protocol && socket.state === waiting)
    .map((socket) => ({
      socket,
      inode,
      holders: world.running.filter((process) => socket.inode !== undefined && process.sockets.includes(socket.inode)),
      loopbackOnly: LOOPBACK.some((net) => netContains(net, socket.local.address)),
    }));
}
