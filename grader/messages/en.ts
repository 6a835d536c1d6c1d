// What every code says in English. {name} is a param of the result. A message never gives the command that would put things right.
import type { Parts } from './parts';

const OURS = 'This is ours to put right. It costs no attempt; try again, and tell us if it stays.';

export const en = {
  'address.ok': {
    expected: 'an address of {within} in the namespace of {name}',
    actual: '{addresses}',
    why: 'A packet to this address is delivered here.',
  },
  'address.none': {
    expected: 'an address of {within} in the namespace of {name}',
    actual: '{addresses}',
    why: 'Without the address the kernel does not take packets for it as its own.',
  },
  'address.absent': {
    expected: 'no address of {within} in the namespace of {name}',
    actual: '{addresses}',
    why: 'Packets to such an address are not delivered here.',
  },
  'address.present': {
    expected: 'no address of {within} in the namespace of {name}',
    actual: '{addresses}',
    why: 'As long as the address is there, this namespace takes packets for it.',
  },
  'address.unchanged': {
    expected: 'the addresses of {name} as they were: {before}',
    actual: '{addresses}',
    why: 'The address belongs to the namespace, and the namespace is still held.',
  },
  'address.changed': {
    expected: 'the addresses of {name} as they were: {before}',
    actual: '{addresses} in {netns}',
    why: 'Whoever knew the old address no longer reaches this pod: its address did not survive.',
  },
  'address.had-none': {
    expected: '{name} had an address that others reach it by ({since})',
    actual: 'it had none',
    why: 'Nothing can survive or go that was not there. Start again with a fresh lab.',
  },
  'address.gone': {
    expected: 'the addresses {before} of {name} are gone',
    actual: 'they are gone',
    why: 'Nobody held the namespace’s network any longer, so the address went with it.',
  },
  'address.still-there': {
    expected: 'the addresses {before} of {name} are gone',
    actual: '{addresses} are still there',
    why: 'The network is still set up in that namespace, so packets still arrive.',
  },
  'address.no-reachable': {
    expected: 'an address that others reach {name} by',
    actual: '{netns} has only loopback',
    why: 'A packet from outside needs an address on an interface other than lo.',
  },

  'answer.ok': { expected: 'the right answer', actual: '{answer}', why: 'That is what the lab shows.' },
  'answer.empty': { expected: 'an answer', actual: 'nothing yet', why: 'Look in the lab, then answer in the lesson.' },
  'answer.differs': {
    expected: 'what the lab shows',
    actual: '{answer}',
    why: 'The answer is not what the kernel of your lab shows. Look again at the very process that is asked about.',
  },
  'answer.not-a-number': {
    expected: 'a number',
    actual: '{answer}',
    why: 'The number alone is enough; net:[NUMBER], as tools print it, is understood too.',
  },
  'answer.not-an-address': {
    expected: 'an address, with or without a prefix length',
    actual: '{answer}',
    why: 'An address looks like 10.88.0.5 or 10.88.0.5/16.',
  },
  'answer.no-such-choice': {
    expected: 'one or more of the choices offered',
    actual: '{answer}',
    why: 'Only the choices of the lesson are understood here.',
  },

  'any.none': {
    expected: 'one of several things',
    actual: '{results}',
    why: 'One of these is enough, and none of them holds yet.',
  },
  'not.ok': { expected: 'that this does not hold', actual: '{result}', why: 'What must not be is not.' },
  'not.holds': { expected: 'that this does not hold', actual: '{result}', why: 'This must not be so, and it is.' },

  'check.invalid': {
    expected: 'a check that can be carried out',
    actual: 'the field {field} makes no sense',
    why: OURS,
  },
  'check.waits': {
    expected: 'that “{after}” passes first',
    actual: 'it does not pass yet',
    why: 'This would only repeat what is said there.',
  },
  'grader.error': { expected: 'a verdict', actual: 'the grader failed: {detail}', why: OURS },

  'container.running': { expected: 'container {name} runs', actual: 'it runs', why: 'The kernel has its processes.' },
  'container.gone': {
    expected: 'the processes that container {name} had ({since}) have ended',
    actual: 'they have ended',
    why: 'The kernel has none of them any more.',
  },
  'container.restarted': {
    expected: 'container {name} ended and runs anew',
    actual: 'new processes run',
    why: 'A new process is a new start time, whatever its name.',
  },
  'container.stopped-ok': {
    expected: 'container {name} is there and does not run',
    actual: 'it is {state}',
    why: 'It is listed, and the kernel has no process of it.',
  },
  'container.unknown': {
    expected: 'a container called {name}',
    actual: 'the lab lists: {names}',
    why: 'There is no such container, so nothing can be said about its namespaces.',
  },
  'container.ambiguous': {
    expected: 'one container called {name}',
    actual: 'several',
    why: 'It is not clear which of them is meant.',
  },
  'container.stopped': {
    expected: 'container {name} runs',
    actual: 'it is {state}',
    why: 'A container that does not run holds no namespace and no socket.',
  },
  'container.only-claimed': {
    expected: 'container {name} runs',
    actual: 'it is listed with pid {pid}, but the kernel has no such process',
    why: 'A list is only what the lab says of itself. Processes are what the kernel has.',
  },
  'container.not-a-container': {
    expected: '{name} is a container of its own',
    actual: 'pid {pid} sees the files of the machine itself',
    why: 'A container has its own mount namespace; this process has not.',
  },
  'container.other-program': {
    expected: 'container {name} runs {program}',
    actual: 'it runs {exe}',
    why: 'What counts is the content of the program’s file, not what it is called.',
  },
  'container.still-running': {
    expected: 'container {name} no longer runs as it did',
    actual: 'the same process still runs',
    why: 'A process is known by its pid and its start time, and this is still the one.',
  },

  'evidence.problem': { expected: 'a complete reading of the lab', actual: '{problem}', why: OURS },
  'platform.failed': { expected: 'a verdict of the grader', actual: 'the grading failed', why: OURS },
  'platform.refused': {
    expected: 'a complete reading of the lab',
    actual: 'the lab could not be read: {problem}',
    why: OURS,
  },
  'platform.stopped': {
    expected: 'a complete reading of the lab',
    actual: 'Podwire was stopped before the lab was looked at',
    why: OURS,
  },
  'platform.unreachable': { expected: 'a complete reading of the lab', actual: 'lab-runner did not answer', why: OURS },
  'evidence.not-read': { expected: '{source} of the lab', actual: 'it was not read', why: OURS },
  'evidence.netns-not-read': { expected: 'a reading of {netns}', actual: 'it was not read', why: OURS },
  'evidence.failed': {
    expected: 'a reading of {source}',
    actual: 'the program that reads it ended with exit code {exit}',
    why: OURS,
  },
  'evidence.truncated': {
    expected: 'all of {source}',
    actual: 'it was too long and was cut',
    why: 'What was cut off could decide. Remove what is not needed, or reset the lab. It costs no attempt.',
  },
  'evidence.unreadable': { expected: '{source} in a form that is known', actual: '{detail}', why: OURS },
  'evidence.no-snapshot': { expected: 'a snapshot of the lab ({moment})', actual: 'none was stored', why: OURS },
  'evidence.other-lab': { expected: 'a snapshot of this lab ({moment})', actual: 'it is of another lab', why: OURS },
  'evidence.no-such-program': { expected: 'a built-in program {program}', actual: 'this lab has none', why: OURS },
  'evidence.no-such-role': { expected: 'a machine called {role}', actual: 'this lab has none', why: OURS },
  'evidence.process-unreadable': {
    expected: 'the program and namespaces of every process',
    actual: 'pid {pid} could not be read',
    why: OURS,
  },

  'iptables.ok': {
    expected: 'table {table}, chain {chain}: {wanted}',
    actual: 'such a rule is there',
    why: 'Packets that match it go where it says, unless an earlier rule decides.',
  },
  'iptables.none': {
    expected: 'table {table}, chain {chain}: {wanted}',
    actual: 'none of the {rules} rules of the chain does that',
    why: 'Without the rule, packets pass this chain as if it were not meant for them.',
  },
  'iptables.differs': {
    expected: 'table {table}, chain {chain}: {wanted}',
    actual: 'a rule comes near it and differs',
    why: 'A rule that matches more, less or something else decides about other packets.',
  },
  'iptables.absent': {
    expected: 'table {table}, chain {chain}: no rule {wanted}',
    actual: 'there is none',
    why: 'No rule of this kind decides about packets here.',
  },
  'iptables.present': {
    expected: 'table {table}, chain {chain}: no rule {wanted}',
    actual: 'it is there',
    why: 'It still decides about the packets that match it.',
  },
  'iptables.unknown': {
    expected: 'table {table}, chain {chain}: {wanted}',
    actual: 'a rule that may be it uses something the grader does not model',
    why: 'The grader does not guess. It costs no attempt; a plainer rule can be graded.',
  },
  'iptables.other-backend': {
    expected: 'rules in the legacy tables only',
    actual: 'there are nftables rules in {netns} too',
    why: 'A rule could be there as well, and the grader does not guess. It costs no attempt.',
  },

  'link.ok': {
    expected: 'interface {wanted} in the namespace of {name}',
    actual: 'it is there',
    why: 'Packets can enter and leave by it.',
  },
  'link.none': {
    expected: 'interface {wanted} in the namespace of {name}',
    actual: 'there are: {links}',
    why: 'A namespace reaches only what it has an interface to.',
  },
  'link.differs': {
    expected: 'interface {wanted} in the namespace of {name}',
    actual: 'it differs: {differs}',
    why: 'The interface is there, and packets do not take it as meant.',
  },
  'link.absent': {
    expected: 'no interface {wanted} in the namespace of {name}',
    actual: 'there is none',
    why: 'No packet enters or leaves that way.',
  },
  'link.present': {
    expected: 'no interface {wanted} in the namespace of {name}',
    actual: 'it is there',
    why: 'Packets can still enter and leave that way.',
  },

  'listening.ok': {
    expected: 'something listens on {protocol} port {port} in the namespace of {name}',
    actual: 'it does',
    why: 'A connection to this port is accepted.',
  },
  'listening.none': {
    expected: 'something listens on {protocol} port {port} in the namespace of {name}',
    actual: 'ports that are listened on there: {ports}',
    why: 'A connection to a port that nobody listens on is refused.',
  },
  'listening.loopback-only': {
    expected: 'port {port} is open to others',
    actual: 'the socket is bound to loopback',
    why: 'Only processes in the same network namespace reach a socket on 127.0.0.1.',
  },
  'listening.other-program': {
    expected: 'port {port} is held by {by}',
    actual: 'it is held by {holders}',
    why: 'One port of a namespace belongs to one socket, and this one is another program’s.',
  },
  'listening.absent': {
    expected: 'nothing listens on {protocol} port {port} in the namespace of {name}',
    actual: 'nothing does',
    why: 'A connection to this port is refused.',
  },
  'listening.present': {
    expected: 'nothing listens on {protocol} port {port} in the namespace of {name}',
    actual: 'something does',
    why: 'A connection to this port is still accepted.',
  },

  'namespace.ok': {
    expected: '{process} and {with}: shared {wantedShared}; separate {wantedSeparate}',
    actual: '{one} and {other}',
    why: 'Equal numbers are one namespace: same interfaces, same addresses, same ports.',
  },
  'namespace.not-shared': {
    expected: '{process} and {with} share: {wantedShared}',
    actual: 'not shared: {notShared} ({one} and {other})',
    why: 'Two namespaces are two worlds, even when their addresses look alike: neither sees the other’s sockets on localhost.',
  },
  'namespace.shared': {
    expected: '{process} and {with} are separate in: {wantedSeparate}',
    actual: 'shared: {notSeparate} ({one})',
    why: 'Containers of a pod share the network and keep their files and processes to themselves.',
  },
  'namespace.same-process': {
    expected: 'two processes to compare: {process} and {with}',
    actual: 'both are the same process',
    why: 'A process shares everything with itself; that shows nothing.',
  },
  'netns.ambiguous': {
    expected: 'one network namespace of {name}',
    actual: '{netns}',
    why: 'Its processes are in several, so it is not clear which is meant.',
  },

  'pod.ok': {
    expected: 'a pod: pause holds the namespaces, and {programs} run in them',
    actual: 'it is in {netns}, address {address}',
    why: 'The kernel shows one network namespace, held by pause and used by all of them.',
  },
  'pod.host-network': {
    expected: 'pause in a network namespace of its own',
    actual: 'it is in {netns}, that of the machine ({role})',
    why: 'In the machine’s namespace there is no pod address; every port is the machine’s own.',
  },
  'pod.pause-not-a-container': {
    expected: 'pause runs in a container',
    actual: 'it sees the files of the machine itself',
    why: 'A pod’s pause is a container of its own that does nothing but hold namespaces.',
  },
  'pod.no-address': {
    expected: 'the pod has an address',
    actual: '{netns} has only loopback',
    why: 'Nobody outside the pod can send it a packet.',
  },
  'pod.container-missing': {
    expected: 'a container of its own for {program} in the pod',
    actual: 'there are fewer containers of it than asked for',
    why: 'Each container has its own files; two programs in one container are one container.',
  },
  'pod.container-elsewhere': {
    expected: '{program} in the pod’s network namespace {netns}',
    actual: 'it is in {elsewhere}',
    why: 'It has a network of its own, so it neither has the pod’s address nor shares its localhost.',
  },
  'pod.container-on-host': {
    expected: '{program} in the pod’s network namespace {netns}',
    actual: 'it is in {elsewhere}, that of the machine ({role})',
    why: 'On the machine’s network it takes the machine’s ports and does not have the pod’s address.',
  },
  'pod.not-a-container': {
    expected: '{program} in a container that joined the pod',
    actual: 'it is in {netns}, but it sees the files of the machine itself',
    why: 'Entering a namespace is not yet a container: a container has its own files too.',
  },
  'pod.not-shared': {
    expected: '{program} shares with pause: {namespaces}',
    actual: 'not shared: {namespaces}',
    why: 'Containers of one pod are in one namespace of each of these kinds.',
  },
  'pod.port-missing': {
    expected: '{program} listens on port {port} in the pod',
    actual: 'it listens on: {ports}',
    why: 'Whoever connects to port {port} of the pod’s address is refused.',
  },
  'pod.port-loopback-only': {
    expected: 'port {port} of the pod is open to others',
    actual: 'the socket of {program} is bound to loopback',
    why: 'From outside the pod a connection to it is refused.',
  },
  'pod.port-other-container': {
    expected: '{program} holds port {port} of the pod',
    actual: 'it is held by {holder}',
    why: 'All containers of a pod share its ports: the first takes it, the next is told that the address is in use.',
  },

  'process.ok': { expected: '{name} runs', actual: 'pid {pids}', why: 'The kernel has the process.' },
  'process.ended': {
    expected: '{name}, as it ran ({since}), has ended',
    actual: 'pid {pids} has ended',
    why: 'The kernel no longer has that process.',
  },
  'process.still-running': {
    expected: '{name}, as it ran ({since}), has ended',
    actual: 'pid {pids} still runs',
    why: 'As long as it runs, nothing changes for those who share its namespaces.',
  },
  'process.ended-early': {
    expected: '{name} still runs as it did ({since})',
    actual: 'it has ended',
    why: 'What it held, it holds no more; a new process of the same name is another one. Reset the lab to begin again.',
  },
  'process.gone': {
    expected: '{name} still holds the namespace {netns}',
    actual: 'it has ended, or is elsewhere now',
    why: 'A namespace that nobody holds goes, and what was set up in it goes too. Reset the lab to begin again.',
  },
  'process.not-new': {
    expected: 'a new process of {name}',
    actual: 'only those that already ran ({since})',
    why: 'These were here before you: the work of this step is to start others.',
  },
  'program.faked': {
    expected: 'the program {program}',
    actual: 'pid {pid} calls itself that, and is {exe}',
    why: 'A process can choose its name. The grader looks at the content of the file it runs.',
  },
  'program.not-running': {
    expected: 'the program {program} runs',
    actual: 'no process runs it',
    why: 'Without the process there is nothing that holds a namespace or a port.',
  },

  'reachable.ok': {
    expected: '{host} port {port} from {from}: {wanted}',
    actual: '{outcome}',
    why: 'A real connection was tried from there, and came out so.',
  },
  'reachable.differs': {
    expected: '{host} port {port} from {from}: {wanted}',
    actual: '{outcome}',
    why: 'A real connection was tried from there: this is what happens to its packets.',
  },
  'reachable.status': {
    expected: 'HTTP status {wantedStatus} from {host} port {port}',
    actual: '{status}',
    why: 'The connection works; what answers is not what was meant.',
  },
  'reachable.control': {
    expected: 'the control connection to {host} port {port}: {wanted}',
    actual: '{outcome}',
    why: 'The control shows that the other attempt means something. It did not, so nothing is graded; it costs no attempt.',
  },
  'reachable.not-tried': {
    expected: 'a connection to {host} port {port}',
    actual: 'it was not tried, or the lab changed meanwhile',
    why: OURS,
  },
  'reachable.error': {
    expected: 'a connection to {host} port {port}',
    actual: 'it could not be tried: {detail}',
    why: OURS,
  },

  'route.ok': { expected: 'route {wanted}', actual: '{routes}', why: 'Packets to this destination leave this way.' },
  'route.none': {
    expected: 'route {wanted} in the namespace of {name}',
    actual: 'no route to this destination',
    why: 'Packets to it take a wider route, if there is one, or are not sent at all.',
  },
  'route.differs': {
    expected: 'route {wanted}',
    actual: '{routes}',
    why: 'Packets to this destination leave another way.',
  },
  'route.absent': {
    expected: 'no route {wanted} in the namespace of {name}',
    actual: 'there is none',
    why: 'No packet is sent that way because of it.',
  },
  'route.present': {
    expected: 'no route {wanted} in the namespace of {name}',
    actual: '{routes}',
    why: 'Packets to this destination still leave that way.',
  },
} satisfies Record<string, Parts>;

/** Every code a result can have; stable, since stored verdicts keep them. */
export type Code = keyof typeof en;
