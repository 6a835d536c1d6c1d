// The program that gives a lab its way out: a network namespace between lab and world, with slirp4netns behind it.

/**
 * Arguments are key=value:
 *   holder, init   pids of the lab's holder and of its first process
 *   title          argv[0] under which slirp4netns is found
 *   slirp          path of slirp4netns
 *   address        the gateway's address on the link, with its length
 *   lab-address    the lab's, with its length
 *   via            the gateway's address, without
 * Standard input is the gateway's nftables rules, which name the devices lab0 and tap0.
 * Ends with 0, leaving slirp4netns, which holds the namespace; or with 1 and a line on standard error, leaving nothing.
 */
export const GATEWAY_SCRIPT = String.raw`#!/usr/bin/perl
use strict;
use warnings;
no warnings 'exec';
use POSIX ();

my %arg = map { my ($key, $value) = split /=/, $_, 2; ($key => $value) } @ARGV;
my ($architecture) = (POSIX::uname())[4];
my %number = $architecture eq 'aarch64'
  ? (unshare => 97, setns => 268, mount => 40, prctl => 167)
  : (unshare => 272, setns => 308, mount => 165, prctl => 157);
my ($NEWNS, $NEWUSER, $NEWNET) = (0x20000, 0x10000000, 0x40000000);
my ($MS_REC, $MS_PRIVATE) = (16384, 1 << 18);
my $NS_GET_PARENT = 0xb702;
my $worker = 0;
my $slirp = 0;

sub fail {
  print STDERR "@_\n";
  kill 'KILL', grep { $_ } $worker, $slirp;
  POSIX::_exit(1);
}
sub mount_at {
  my ($source, $target, $type, $flags, $options) = @_;
  $_ = "$_" for $source, $target, $type, $options;
  syscall($number{mount}, $source, $target, $type, $flags, $options) == 0 or fail("Cannot mount $type on $target: $!");
}
sub enter {
  my ($path, $type) = @_;
  open(my $namespace, '<', $path) or fail("Cannot open $path: $!");
  syscall($number{setns}, fileno($namespace), $type) == 0 or fail("Cannot enter $path: $!");
}
sub feed {
  my ($text, @command) = @_;
  open(my $program, '|-', @command) or fail("Cannot start @command: $!");
  print $program $text;
  close($program) or fail("Exit " . ($? >> 8) . ": @command");
}
sub set {
  my ($name, $value) = @_;
  open(my $file, '>', "/proc/sys/net/$name") or fail("Cannot open /proc/sys/net/$name: $!");
  syswrite($file, $value) or fail("Cannot set net.$name to $value: $!");
}

my $rules = join('', <STDIN>);
if ($> == 0) {
  # The program below has none of root's rights, and some machines keep the device for root.
  syscall($number{unshare}, $NEWNS) == 0 or fail("Cannot make a mount namespace: $!");
  mount_at('none', '/', '', $MS_REC | $MS_PRIVATE, '');
  mount_at('tmpfs', '/dev/net', 'tmpfs', 0, 'mode=755,size=4k');
  my $path = '/dev/net/tun';
  system('mknod', '-m', '666', $path, 'c', '10', '200') == 0 or fail("Cannot make $path");
}

# The parent of the lab's user namespace: the lab's root has no rights there, so what belongs to it is out of the learner's reach.
open(my $inner, '<', "/proc/$arg{holder}/ns/user") or fail("Cannot open the lab's user namespace: $!");
my $outer = ioctl($inner, $NS_GET_PARENT, 0) or fail("Cannot find the parent of the lab's user namespace: $!");
syscall($number{setns}, $outer + 0, $NEWUSER) == 0 or fail("Cannot enter the parent of the lab's user namespace: $!");
POSIX::close($outer + 0);
POSIX::setgid(0);
$) = '0 0';
POSIX::setuid(0);
syscall($number{prctl}, 4, 1, 0, 0, 0); # Else the /proc files of what is started here, after a change of ids, are root's.

pipe(my $from_worker, my $to_us) or fail("Cannot make a pipe: $!");
pipe(my $from_us, my $to_worker) or fail("Cannot make a pipe: $!");
$worker = fork() // fail("Cannot fork: $!");
if (!$worker) {
  close($from_worker);
  close($to_worker);
  syscall($number{unshare}, $NEWNET) == 0 or fail("Cannot make a network namespace: $!");
  set('ipv4/conf/all/accept_source_route', 0);
  set('ipv4/conf/all/rp_filter', 1);
  # A kernel without IPv6 has nothing to switch off.
  if (-d '/proc/sys/net/ipv6') { set("ipv6/conf/$_/disable_ipv6", 1) for 'all', 'default' }
  feed($rules, 'nft', '-f', '-');
  set('ipv4/ip_forward', 1);
  feed(<<"END", 'ip', '-batch', '-');
link add lab0 type veth peer name eth0 netns $arg{init}
address add $arg{address} dev lab0
link set lab0 up
END
  syswrite($to_us, "ready\n");
  # The namespace stays for as long as this process, until slirp4netns holds it.
  my $end = <$from_us>;
  POSIX::_exit(0);
}
close($to_us);
close($from_us);
defined(my $ready = <$from_worker>) or fail("The gateway's network namespace was not made");

pipe(my $from_slirp, my $slirp_ready) or fail("Cannot make a pipe: $!");
pipe(my $said, my $log) or fail("Cannot make a pipe: $!");
$slirp = fork() // fail("Cannot fork: $!");
if (!$slirp) {
  POSIX::setsid();
  chdir('/');
  # Nobody reads what it says once it runs.
  $SIG{PIPE} = 'IGNORE';
  open(STDIN, '<', '/dev/null');
  open(STDOUT, '>&', $log);
  open(STDERR, '>&', $log);
  syscall($number{prctl}, 38, 1, 0, 0, 0); # No new privileges.
  my $number = POSIX::dup(fileno($slirp_ready)); # A duplicate stays open on exec.
  exec { $arg{slirp} } $arg{title}, '--configure', '--mtu=65520', '--disable-host-loopback', '--enable-sandbox', '--enable-seccomp',
    "--ready-fd=$number", '--netns-type=path', "/proc/$worker/ns/net", 'tap0';
  print STDERR "Cannot start $arg{slirp}: $!\n";
  POSIX::_exit(127);
}
close($slirp_ready);
close($log);
if (!sysread($from_slirp, my $byte, 1)) { fail("slirp4netns did not start: " . join(' ', map { s/\s+/ /gr } <$said>)) }
close($to_worker);
waitpid($worker, 0);
$worker = 0;

enter("/proc/$arg{init}/ns/net", $NEWNET);
feed(<<"END", 'ip', '-batch', '-');
link set eth0 addrgenmode none
address add $arg{'lab-address'} dev eth0
link set eth0 up
route add default via $arg{via}
END
POSIX::_exit(0);
`;
