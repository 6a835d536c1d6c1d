// The program that enters one network namespace and runs this machine's own programs there.

/**
 * Arguments: USER PATH INODE DEADLINE-MS MAX-BYTES, then groups of NAME COUNT WORD…
 *   USER   path of the user namespace to take part in first, or "-"
 *   PATH   a file of the namespace under /proc, or PID//PATH for a file as process PID sees it
 *   INODE  what it must be: nothing runs anywhere else
 * For each group prints "NAME EXIT TRUNCATED LENGTH\n" and LENGTH bytes: standard output, and standard error after it when it failed.
 */
export const NETNS_SCRIPT = String.raw`#!/usr/bin/perl
use strict;
use warnings;
no warnings 'exec';
use POSIX ();

my ($user, $path, $inode, $deadline, $max, @words) = @ARGV;
my ($setns, $clock_gettime) = (POSIX::uname())[4] eq 'aarch64' ? (268, 113) : (308, 228);
# Time::HiRes is not in perl-base.
sub now {
  my $time = "\0" x 16;
  syscall($clock_gettime, 1, $time);
  my ($seconds, $nanoseconds) = unpack('q2', $time);
  return $seconds + $nanoseconds / 1e9;
}
sub fail { print STDERR "@_\n"; POSIX::_exit(1) }

my $namespace;
if ($path =~ m{^(\d+)//(.*)$}s) {
  # The lab's path, walked with the lab's root as the top, over no link and no magic link.
  open(my $root, '<', "/proc/$1/root") or fail("Cannot open the root of process $1: $!");
  my ($name, $how) = ("$2", pack('Q3', 0x800, 0, 0x10 | 0x04 | 0x02));
  my $file = syscall(437, fileno($root), $name, $how, 24);
  $file >= 0 or fail("Cannot open $2 of process $1: $!");
  open($namespace, '<&=', $file) or fail("Cannot use $2: $!");
} else {
  open($namespace, '<', $path) or fail("Cannot open $path: $!");
}
my @stat = stat($namespace) or fail("Cannot look at $path: $!");
$stat[1] == $inode or fail("$path is namespace $stat[1] now, not $inode");
ioctl($namespace, 0xb703, 0) == 0x40000000 or fail("$path is no network namespace");
if ($user ne '-') {
  open(my $file, '<', $user) or fail("Cannot open $user: $!");
  syscall($setns, fileno($file), 0x10000000) == 0 or fail("Cannot enter $user: $!");
  POSIX::setgid(0);
  POSIX::setuid(0);
}
syscall($setns, fileno($namespace), 0x40000000) == 0 or fail("Cannot enter $path: $!");
close($namespace);

$SIG{ALRM} = 'IGNORE';
my $end = now() + $deadline / 1000;
binmode(STDOUT);
while (@words) {
  my ($name, $count) = splice(@words, 0, 2);
  my @command = splice(@words, 0, $count);
  pipe(my $out, my $into_out) or fail("pipe: $!");
  pipe(my $err, my $into_err) or fail("pipe: $!");
  my $child = fork() // fail("fork: $!");
  if (!$child) {
    open(STDIN, '<', '/dev/null');
    open(STDOUT, '>&', $into_out);
    open(STDERR, '>&', $into_err);
    exec { $command[0] } @command;
    print STDERR "$command[0]: $!\n";
    POSIX::_exit(127);
  }
  close($into_out);
  close($into_err);
  my ($text, $errors, $truncated) = ('', '', 0);
  my %open = (fileno($out) => [$out, \$text], fileno($err) => [$err, \$errors]);
  while (%open) {
    my $bits = '';
    vec($bits, $_, 1) = 1 for keys %open;
    my $left = $end - now();
    my $ready = $bits;
    if ($left <= 0 || !select($ready, undef, undef, $left)) {
      kill('KILL', $child);
      $errors .= "stopped after $deadline ms\n";
      last;
    }
    for my $number (keys %open) {
      next unless vec($ready, $number, 1);
      my ($handle, $buffer) = @{ $open{$number} };
      my $read = sysread($handle, my $piece, 65536);
      if (!$read) { delete $open{$number}; next }
      my $room = $max - length($$buffer);
      if ($room < $read) { $truncated = 1; $piece = substr($piece, 0, $room > 0 ? $room : 0) }
      $$buffer .= $piece;
    }
  }
  waitpid($child, 0);
  my $exit = $? & 127 ? -1 : $? >> 8;
  $text .= $errors if $exit != 0;
  # Names of interfaces and comments of rules may hold any byte; what is no UTF-8 would not survive the way.
  $text =~ s/([\x80-\xff])/?/g unless utf8::decode(my $copy = $text);
  print "$name $exit $truncated " . length($text) . "\n" . $text;
}
`;
