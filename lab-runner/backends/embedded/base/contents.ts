// What a lab's base is made of: which packages, which of their files, and the names that Debian's alternatives would give.
import { REQUIRED_PACKAGES } from '../packages';

/** Needed by the runner, or copied into images instead. */
const NOT_IN_THE_LAB = new Set(['uidmap', 'e2fsprogs', 'mount', 'nginx', 'busybox-static', 'catatonit']);

/** Present on every Debian and Ubuntu, so nothing has to install them. */
const ESSENTIAL = [
  'coreutils',
  'dash',
  'util-linux',
  'mount',
  'bsdutils',
  'bsdextrautils',
  'grep',
  'sed',
  'mawk',
  'findutils',
  'diffutils',
  'tar',
  'gzip',
  'hostname',
  'debianutils',
  'libc-bin',
  'ncurses-base',
  'ncurses-bin',
  'sensible-utils',
  'catatonit',
];

/** Taken along where the machine has them. */
const WELCOME = ['ethtool', 'psmisc', 'strace', 'file', 'ipset', 'ipvsadm', 'wget', 'mtr-tiny', 'tree'];

export const BASE_ROOTS: readonly string[] = [
  ...ESSENTIAL,
  ...REQUIRED_PACKAGES.map((item) => item.name).filter((name) => !NOT_IN_THE_LAB.has(name)),
  ...WELCOME,
];

/** Pulled in by dependencies, of no use without a package manager or an init system, and large. */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  'adduser',
  'apt',
  'base-passwd',
  'dbus',
  'dbus-daemon',
  'dbus-bin',
  'dbus-user-session',
  'debconf',
  'dpkg',
  'gnupg',
  'gpg',
  'gpg-agent',
  'gpgconf',
  'gpgsm',
  'init-system-helpers',
  'install-info',
  'libpam-systemd',
  'libperl5.36',
  'libperl5.38',
  'login',
  'passwd',
  'perl',
  'perl-base',
  'perl-modules-5.36',
  'perl-modules-5.38',
  'python3',
  'systemd',
  'systemd-sysv',
  'uidmap',
  'usrmerge',
]);

const KEPT = /^\/usr\/(bin|sbin|lib|lib32|lib64|libx32|libexec|share)\//;
const DROPPED =
  /^\/usr\/(share\/(doc|man|info|locale|lintian|bug|gdb|menu|doc-base|linda|applications|icons|pixmaps|zsh|fish|apport|initramfs-tools|polkit-1|dbus-1|perl|perl5|common-licenses)|lib\/(systemd|udev|tmpfiles\.d|sysusers\.d|modprobe\.d|modules|init|valgrind|perl)|lib\/[a-z0-9_]+-linux-gnu\/(perl|perl5))(\/|$)/;

/** Where merged-/usr machines keep what dpkg lists under / . */
export const ROOT_LINKS = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'] as const;

/** @returns the path below /usr that a file of a package has in the base, or undefined when a lab does not need it. */
export function basePath(listed: string): string | undefined {
  const path = listed.replace(/^\/(bin|sbin|lib|lib32|lib64|libx32)\//, '/usr/$1/');
  return KEPT.test(path) && !DROPPED.test(path) ? path : undefined;
}

/** Links that update-alternatives would make: [link, first target that exists wins]. */
export const ALTERNATIVES: readonly (readonly [link: string, targets: readonly string[]])[] = [
  ['/usr/sbin/iptables', ['/usr/sbin/iptables-legacy', '/usr/sbin/iptables-nft']],
  ['/usr/sbin/iptables-save', ['/usr/sbin/iptables-legacy-save', '/usr/sbin/iptables-nft-save']],
  ['/usr/sbin/iptables-restore', ['/usr/sbin/iptables-legacy-restore', '/usr/sbin/iptables-nft-restore']],
  ['/usr/sbin/ip6tables', ['/usr/sbin/ip6tables-legacy', '/usr/sbin/ip6tables-nft']],
  ['/usr/sbin/ip6tables-save', ['/usr/sbin/ip6tables-legacy-save', '/usr/sbin/ip6tables-nft-save']],
  ['/usr/sbin/ip6tables-restore', ['/usr/sbin/ip6tables-legacy-restore', '/usr/sbin/ip6tables-nft-restore']],
  ['/usr/bin/nc', ['/usr/bin/nc.openbsd']],
  ['/usr/bin/netcat', ['/usr/bin/nc.openbsd']],
  ['/usr/bin/awk', ['/usr/bin/gawk', '/usr/bin/mawk']],
  ['/usr/bin/vi', ['/usr/bin/vim.tiny']],
  ['/usr/bin/vim', ['/usr/bin/vim.tiny']],
  ['/usr/bin/editor', ['/usr/bin/nano', '/usr/bin/vim.tiny']],
  ['/usr/bin/pager', ['/usr/bin/less']],
  ['/usr/bin/traceroute', ['/usr/bin/traceroute.db', '/usr/sbin/traceroute']],
  ['/usr/bin/docker', ['/usr/bin/podman']],
  ['/usr/bin/sh', ['/usr/bin/dash', '/usr/bin/bash']],
  ['/usr/bin/which', ['/usr/bin/which.debianutils']],
];

/** Packages from which the images are made; another version makes other images. */
export const IMAGE_ROOTS: readonly string[] = ['nginx', 'busybox-static', 'catatonit', 'socat', 'podman'];
