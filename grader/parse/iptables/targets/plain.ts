import type { PlainTargetName } from './types';

/** Option names of targets that are only read; ":0" takes no value. */
export const PLAIN_TARGET_OPTIONS: Readonly<Record<PlainTargetName, string>> = {
  AUDIT: '--type',
  CHECKSUM: '--checksum-fill:0',
  CLASSIFY: '--set-class',
  CLUSTERIP: '--new:0 --hashmode --clustermac --total-nodes --local-node --hash-init',
  CONNSECMARK: '--save:0 --restore:0',
  DNPT: '--src-pfx --dst-pfx',
  DSCP: '--set-dscp --set-dscp-class',
  ECN: '--ecn-tcp-remove:0',
  HL: '--hl-set --hl-dec --hl-inc',
  HMARK:
    '--hmark-tuple --hmark-src-prefix --hmark-dst-prefix --hmark-sport --hmark-dport --hmark-sport-mask --hmark-dport-mask --hmark-spi --hmark-spi-mask --hmark-proto --hmark-rnd --hmark-mod --hmark-offset',
  IDLETIMER: '--timeout --label --alarm:0',
  LED: '--led-trigger-id --led-delay --led-always-blink:0',
  NFLOG: '--nflog-prefix --nflog-range --nflog-group --nflog-size --nflog-threshold',
  NFQUEUE: '--queue-num --queue-balance --queue-bypass:0 --queue-cpu-fanout:0',
  RATEEST: '--rateest-name --rateest-interval --rateest-ewmalog',
  SECMARK: '--selctx',
  SET: '--add-set:2 --del-set:2 --map-set:2 --timeout --exist:0 --map-mark:0 --map-prio:0 --map-queue:0',
  SNPT: '--src-pfx --dst-pfx',
  SYNPROXY: '--mss --wscale --sack-perm:0 --timestamp:0 --ecn:0',
  TCPMSS: '--set-mss --clamp-mss-to-pmtu:0',
  TCPOPTSTRIP: '--strip-options',
  TEE: '--gateway --oif',
  TOS: '--set-tos --and-tos --or-tos --xor-tos',
  TTL: '--ttl-set --ttl-dec --ttl-inc',
  ULOG: '--ulog-nlgroup --ulog-prefix --ulog-cprange --ulog-qthreshold',
};
