import type { ItemBase, Note } from '../parsed';

/** One end of a socket. */
export interface Endpoint {
  /** An address, or "*" for any of both families. */
  address: string;
  /** After "%": the interface the socket is bound to. */
  device?: string;
  /** A number, a service name when ss was not asked for numbers, or "*". */
  port: number | string;
}

export interface SocketProcess {
  name: string;
  pid: number;
  fd: number;
}

/** One line of `ss`. */
export interface Socket extends ItemBase {
  kind: 'socket';
  /** tcp, udp, raw, u_str …; absent when ss was asked for one kind only. */
  netid?: string;
  /** LISTEN, ESTAB, UNCONN … */
  state: string;
  recvQ: number;
  sendQ: number;
  local: Endpoint;
  peer: Endpoint;
  processes?: SocketProcess[];
  uid?: number;
  inode?: number;
  sk?: string;
  cgroup?: string;
  v6only?: number;
  timer?: string;
  /** `<->`, `-->`, `<--`, `---`: which directions are shut. */
  shutdown?: string;
  extra?: string[];
}

export type SocketItem = Socket | Note;
