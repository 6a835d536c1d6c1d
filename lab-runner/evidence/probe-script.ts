// The program that connects from inside a network namespace: the platform's own, so that nothing in the lab can answer in its place.

/**
 * Arguments: USER PATH INODE as for the program that reads a namespace, then KIND HOST PORT TIMEOUT-MS URL-PATH.
 * Prints one line: OUTCOME STATUS DETAIL, where STATUS is "-" for none.
 */
export const PROBE_SCRIPT = String.raw`#!/usr/bin/perl
use strict;
use warnings;
use POSIX ();
use Errno ();
use Socket qw(:all);

my ($user, $path, $inode, $kind, $host, $port, $timeout, $url) = @ARGV;
my ($setns, $clock_gettime) = (POSIX::uname())[4] eq 'aarch64' ? (268, 113) : (308, 228);
# Time::HiRes is not in perl-base.
sub now {
  my $time = "\0" x 16;
  syscall($clock_gettime, 1, $time);
  my ($seconds, $nanoseconds) = unpack('q2', $time);
  return $seconds + $nanoseconds / 1e9;
}
$| = 1;
sub answer { print join(' ', @_), "\n"; POSIX::_exit(0) }
sub fail { answer('error', '-', "@_") }

open(my $namespace, '<', $path) or fail("Cannot open $path: $!");
my @stat = stat($namespace) or fail("Cannot look at $path: $!");
$stat[1] == $inode or fail("$path is namespace $stat[1] now, not $inode");
if ($user ne '-') {
  open(my $file, '<', $user) or fail("Cannot open $user: $!");
  syscall($setns, fileno($file), 0x10000000) == 0 or fail("Cannot enter $user: $!");
  POSIX::setgid(0);
  POSIX::setuid(0);
}
syscall($setns, fileno($namespace), 0x40000000) == 0 or fail("Cannot enter $path: $!");

my ($error, @found) = getaddrinfo($host, $port, { flags => AI_NUMERICHOST | AI_NUMERICSERV, socktype => SOCK_STREAM });
fail("$host is no address: $error") if $error;
my $to = $found[0];
my $end = now() + $timeout / 1000;
socket(my $socket, $to->{family}, $to->{socktype}, $to->{protocol}) or fail("Cannot make a socket: $!");
my $flags = fcntl($socket, 3, 0);
fcntl($socket, 4, $flags | 04000) or fail("Cannot make the socket non-blocking: $!");
my $bits = '';
vec($bits, fileno($socket), 1) = 1;
sub wait_for {
  my ($writing) = @_;
  my $left = $end - now();
  return 0 if $left <= 0;
  my $ready = $bits;
  return select($writing ? undef : $ready, $writing ? $ready : undef, undef, $left);
}
sub judge {
  my ($number) = @_;
  local $! = $number;
  my $outcome = $number == Errno::ECONNREFUSED() || $number == Errno::ECONNRESET() ? 'refused'
    : $number == Errno::ETIMEDOUT() ? 'timeout'
    : $number == Errno::EHOSTUNREACH() || $number == Errno::ENETUNREACH() || $number == Errno::EADDRNOTAVAIL() || $number == Errno::EINVAL() || $number == Errno::EACCES() || $number == Errno::EPERM() ? 'unreachable'
    : 'error';
  answer($outcome, '-', "$!");
}
if (!connect($socket, $to->{addr})) {
  judge($! + 0) unless $! == Errno::EINPROGRESS();
  wait_for(1) or answer('timeout', '-', "no answer within $timeout ms");
  my $number = unpack('i', getsockopt($socket, SOL_SOCKET, SO_ERROR));
  judge($number) if $number;
}
answer('connected', '-', '') if $kind eq 'tcp';

my $name = $host =~ /:/ ? "[$host]" : $host;
syswrite($socket, "GET $url HTTP/1.0\r\nHost: $name:$port\r\nConnection: close\r\n\r\n");
my $text = '';
while (length($text) < 4096 && $text !~ /\n/) {
  wait_for(0) or answer('connected', '-', "no answer to the request within $timeout ms");
  my $read = sysread($socket, my $piece, 4096);
  next if !defined $read && $! == Errno::EAGAIN();
  last if !$read;
  $text .= $piece;
}
my ($line) = $text =~ /^([^\r\n]{0,200})/;
$line =~ s/[^\x20-\x7e]/?/g;
answer('connected', $line =~ m{^HTTP/\d\.\d (\d{3})\b} ? $1 : '-', $line);
`;
