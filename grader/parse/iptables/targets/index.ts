import { bare, optionTable, single } from '../option';
import type { Option, OptionTable, ValueCodec } from '../option';
import { plainTable } from '../plain';
import { address, bits, dashedPorts, fullMark, MAX_PORT, natRange, text, wholeNumber, word, words } from '../values';
import { PLAIN_TARGET_OPTIONS } from './plain';
import { PLAIN_TARGETS } from './types';
import type {
  ConnmarkTarget,
  CtTarget,
  DnatTarget,
  LogTarget,
  MarkTarget,
  MasqueradeTarget,
  NetmapTarget,
  RedirectTarget,
  RejectTarget,
  SnatTarget,
  Target,
  TproxyTarget,
  VerdictTarget,
} from './types';
import type { MarkMask } from '../matches/types';

export interface TargetModule {
  create(): Target;
  table: OptionTable<Target>;
}

/** Every table works on its own kind of target only, and is only ever given that kind. */
function entry<Kind extends Target>(create: () => Kind, options: readonly Option<Kind>[]): TargetModule {
  return { create, table: optionTable(options) };
}

const randomly = <Kind extends DnatTarget | SnatTarget | MasqueradeTarget | RedirectTarget>(): Option<Kind>[] => [
  bare<DnatTarget, 'random'>('--random', 'random') as unknown as Option<Kind>,
  bare<DnatTarget, 'randomFully'>('--random-fully', 'randomFully') as unknown as Option<Kind>,
  bare<DnatTarget, 'persistent'>('--persistent', 'persistent') as unknown as Option<Kind>,
];

/** Other ways of writing the one operation that marks know: keep what the mask leaves, then xor. */
function markWays(): Option<{ setXmark?: MarkMask }>[] {
  const way = (name: string, codec: ValueCodec<MarkMask>): Option<{ setXmark?: MarkMask }> => ({
    ...single<{ setXmark?: MarkMask }, 'setXmark'>(name, 'setXmark', codec),
    writtenBy: '--set-xmark',
    write: () => undefined,
  });
  const from = (toMask: (value: number) => MarkMask): ValueCodec<MarkMask> => ({
    ...fullMark,
    read: (values) => {
      const value = bits.read(values);
      return value === undefined ? undefined : toMask(value);
    },
  });
  return [
    single('--set-xmark', 'setXmark', fullMark),
    way('--set-mark', { ...fullMark, read: (values) => keepOnes(fullMark.read(values)) }),
    way(
      '--or-mark',
      from((value) => ({ value, mask: value })),
    ),
    way(
      '--and-mark',
      from((value) => ({ value: 0, mask: ~value >>> 0 })),
    ),
    way(
      '--xor-mark',
      from((value) => ({ value, mask: 0 })),
    ),
  ];
}

/** `--set-mark V/M` sets the bits of V too, which lie outside of M. */
function keepOnes(mark: MarkMask | undefined): MarkMask | undefined {
  return mark && { value: mark.value, mask: (mark.mask | mark.value) >>> 0 };
}

const VERDICTS: readonly VerdictTarget['kind'][] = ['ACCEPT', 'DROP', 'RETURN', 'QUEUE', 'NOTRACK', 'TRACE'];

export const TARGETS: ReadonlyMap<string, TargetModule> = new Map<string, TargetModule>([
  ...VERDICTS.map((kind): [string, TargetModule] => [kind, entry(() => ({ kind }), [])]),
  ['REJECT', entry<RejectTarget>(() => ({ kind: 'REJECT' }), [single('--reject-with', 'rejectWith', word)])],
  [
    'DNAT',
    entry<DnatTarget>(
      () => ({ kind: 'DNAT' }),
      [single('--to-destination', 'toDestination', natRange), ...randomly<DnatTarget>()],
    ),
  ],
  [
    'SNAT',
    entry<SnatTarget>(
      () => ({ kind: 'SNAT' }),
      [single('--to-source', 'toSource', natRange), ...randomly<SnatTarget>()],
    ),
  ],
  [
    'MASQUERADE',
    entry<MasqueradeTarget>(
      () => ({ kind: 'MASQUERADE' }),
      [single('--to-ports', 'toPorts', dashedPorts), ...randomly<MasqueradeTarget>()],
    ),
  ],
  [
    'REDIRECT',
    entry<RedirectTarget>(
      () => ({ kind: 'REDIRECT' }),
      [single('--to-ports --to-port', 'toPorts', dashedPorts), ...randomly<RedirectTarget>()],
    ),
  ],
  ['NETMAP', entry<NetmapTarget>(() => ({ kind: 'NETMAP' }), [single('--to', 'to', word)])],
  ['MARK', entry<MarkTarget>(() => ({ kind: 'MARK' }), markWays())],
  [
    'CONNMARK',
    entry<ConnmarkTarget>(
      () => ({ kind: 'CONNMARK' }),
      [
        ...markWays(),
        bare('--save-mark', 'saveMark'),
        bare('--restore-mark', 'restoreMark'),
        single('--nfmask', 'nfmask', bits),
        single('--ctmask', 'ctmask', bits),
      ],
    ),
  ],
  [
    'TPROXY',
    entry<TproxyTarget>(
      () => ({ kind: 'TPROXY' }),
      [
        single('--on-port', 'onPort', wholeNumber(MAX_PORT)),
        single('--on-ip', 'onIp', address),
        single('--tproxy-mark', 'tproxyMark', fullMark),
      ],
    ),
  ],
  [
    'CT',
    entry<CtTarget>(
      () => ({ kind: 'CT' }),
      [
        bare('--notrack', 'notrack'),
        single('--helper', 'helper', text),
        single('--timeout', 'timeout', text),
        single('--ctevents', 'ctevents', words),
        single('--expevents', 'expevents', words),
        single('--zone-orig', 'zoneOrig', word),
        single('--zone-reply', 'zoneReply', word),
        single('--zone', 'zone', word),
      ],
    ),
  ],
  [
    'LOG',
    entry<LogTarget>(
      () => ({ kind: 'LOG' }),
      [
        single('--log-prefix', 'logPrefix', text),
        single('--log-level', 'logLevel', word),
        bare('--log-tcp-sequence', 'logTcpSequence'),
        bare('--log-tcp-options', 'logTcpOptions'),
        bare('--log-ip-options', 'logIpOptions'),
        bare('--log-uid', 'logUid'),
        bare('--log-macdecode', 'logMacdecode'),
      ],
    ),
  ],
  ...PLAIN_TARGETS.map((kind): [string, TargetModule] => [
    kind,
    {
      create: () => ({ kind, options: [] }),
      table: plainTable(PLAIN_TARGET_OPTIONS[kind]) as unknown as OptionTable<Target>,
    },
  ]),
]);
