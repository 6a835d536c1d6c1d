import { integer, take } from '../attribute';
import { ipFamily } from '../ip';
import { layoutOf, lineOf, withLayout } from '../layout';
import { printNote, readNote } from '../note';
import type { Parsed } from '../parsed';
import { linesOf, wordsOf } from '../text';
import type { Words } from '../text';
import { listOwnUnmodelled } from '../unmodelled';
import type { Endpoint, Socket, SocketItem, SocketProcess } from './types';

const STATES = new Set(
  'ESTAB ESTABLISHED SYN-SENT SYN-RECV FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT UNCONN CLOSE-WAIT LAST-ACK LISTEN CLOSING CLOSED UNKNOWN NEW-SYN-RECV BOUND-INACTIVE'.split(
    ' ',
  ),
);

/** Reads `ss -tuan`, with or without -H, -e, -p, -O. */
export function parseSs(text: string): Parsed<SocketItem> {
  const items = linesOf(text).map((line): SocketItem => {
    const words = wordsOf(line);
    return isHeading(words) ? readNote(line) : readSocket(words);
  });
  return { format: 'ss', items, unmodelled: listOwnUnmodelled(items) };
}

export function printSs(items: readonly SocketItem[]): string {
  return items
    .map((item) => (item.kind === 'note' ? printNote(item) : lineOf(socketWords(item), item.layout)))
    .join('');
}

function isHeading(words: Words): boolean {
  return (
    words.left === 0 ||
    words.peek() === 'Netid' ||
    (words.peek() === 'State' && words.peek(1) === 'Recv-Q') ||
    words.peek() === 'Recv-Q'
  );
}

function readSocket(words: Words): Socket {
  const socket: Socket = {
    kind: 'socket',
    line: words.line.number,
    raw: words.line.text,
    ...(STATES.has(words.peek() ?? '') ? {} : { netid: words.next('a kind of socket, such as tcp') }),
    state: words.next('a state, such as LISTEN'),
    recvQ: take(words, integer),
    sendQ: take(words, integer),
    local: readEndpoint(words),
    peer: readEndpoint(words),
  };
  if (!STATES.has(socket.state)) {
    words.at = socket.netid === undefined ? 0 : 1;
    words.fail('a state, such as LISTEN');
  }
  const order: string[] = [];
  while (words.left > 0) order.push(readDetail(socket, words));
  return withLayout(socket, layoutOf(words, socketWords(socket, order), order));
}

/** `127.0.0.1:53`, `[::1]:53`, `*:53`, `0.0.0.0%eth0:68`, `fe80::1%eth0:546`. */
function readEndpoint(words: Words): Endpoint {
  const expected = 'an address and a port, such as 127.0.0.1:53';
  const word = words.next(expected);
  const colon = word.lastIndexOf(':');
  if (colon < 0) words.failBack(expected);
  const host = word.slice(0, colon);
  const percent = host.indexOf('%');
  const shown = percent < 0 ? host : host.slice(0, percent);
  const address = shown.startsWith('[') ? shown.slice(1).replace(/\]$/, '') : shown;
  if (address !== '*' && !ipFamily(address)) words.failBack(expected);
  const port = word.slice(colon + 1);
  if (port === '' || (/^\d+$/.test(port) && Number(port) > 65535)) words.failBack(expected);
  const endpoint: Endpoint = { address, port: /^\d{1,5}$/.test(port) ? Number(port) : port };
  if (percent >= 0) endpoint.device = host.slice(percent + 1).replace(/\]$/, '');
  return endpoint;
}

function endpointWord({ address, device, port }: Endpoint): string {
  const shown = address.includes(':') ? `[${address}]` : address;
  return `${shown}${device === undefined ? '' : `%${device}`}:${port}`;
}

const USERS = /^users:\((.*)\)$/;
const USER = /^\("((?:[^"\\]|\\.){0,64})",pid=(\d{1,10}),fd=(\d{1,10})\)(?:,|$)/;
const SHUTDOWN = new Set(['<->', '-->', '<--', '---']);

function readDetail(socket: Socket, words: Words): string {
  const word = words.next('a detail');
  const colon = word.indexOf(':');
  const key = colon < 0 ? '' : word.slice(0, colon);
  const value = word.slice(colon + 1);
  if (SHUTDOWN.has(word) && socket.shutdown === undefined) {
    socket.shutdown = word;
    return 'shutdown';
  }
  if (key === 'users' && socket.processes === undefined) {
    socket.processes = readUsers(words, restOfUsers(words, word));
    return key;
  }
  if (
    (key === 'uid' || key === 'ino' || key === 'v6only') &&
    /^\d{1,15}$/.test(value) &&
    socket[FIELD[key]] === undefined
  ) {
    socket[FIELD[key]] = Number(value);
    return key;
  }
  if ((key === 'sk' || key === 'cgroup' || key === 'timer') && socket[key] === undefined) {
    socket[key] = value;
    return key;
  }
  (socket.extra ??= []).push(word);
  return '?';
}

const FIELD = { uid: 'uid', ino: 'inode', v6only: 'v6only' } as const;

/** The name of a process may hold blanks: the brackets close the list. */
function restOfUsers(words: Words, word: string): string {
  const from = words.at;
  for (let last = word; !last.endsWith('))'); last = words.next('"))" after the processes'));
  return [word, ...words.texts.slice(from, words.at)].join(' ');
}

/** `users:(("sshd",pid=1,fd=3),("sshd",pid=2,fd=3))` */
function readUsers(words: Words, word: string): SocketProcess[] {
  let rest = USERS.exec(word)?.[1] ?? words.failBack('users:(("name",pid=1,fd=3))');
  const processes: SocketProcess[] = [];
  while (rest !== '') {
    const match = USER.exec(rest) ?? words.failBack('users:(("name",pid=1,fd=3))');
    processes.push({ name: match[1] ?? '', pid: Number(match[2]), fd: Number(match[3]) });
    rest = rest.slice(match[0].length);
  }
  return processes;
}

const USUAL_ORDER = ['users', 'timer', 'uid', 'ino', 'sk', 'cgroup', 'v6only', 'shutdown'];

function usersText(processes: readonly SocketProcess[]): string {
  return `users:(${processes.map(({ name, pid, fd }) => `("${name}",pid=${pid},fd=${fd})`).join(',')})`;
}

function detailWord(socket: Socket, key: string): string[] {
  switch (key) {
    case 'users':
      return socket.processes ? usersText(socket.processes).split(' ') : [];
    case 'uid':
    case 'ino':
    case 'v6only': {
      const value = socket[FIELD[key]];
      return value === undefined ? [] : [`${key}:${value}`];
    }
    case 'sk':
    case 'cgroup':
    case 'timer':
      return socket[key] === undefined ? [] : [`${key}:${socket[key]}`];
    default:
      return socket.shutdown === undefined ? [] : [socket.shutdown];
  }
}

function socketWords(socket: Socket, order = socket.layout?.order ?? USUAL_ORDER): string[] {
  let extras = 0;
  const details = order.flatMap((key) =>
    key === '?' ? (socket.extra?.slice(extras, ++extras) ?? []) : detailWord(socket, key),
  );
  const missing = USUAL_ORDER.filter((key) => !order.includes(key)).flatMap((key) => detailWord(socket, key));
  const head = [
    ...(socket.netid === undefined ? [] : [socket.netid]),
    socket.state,
    String(socket.recvQ),
    String(socket.sendQ),
  ];
  return [...head, endpointWord(socket.local), endpointWord(socket.peer), ...details, ...missing];
}
