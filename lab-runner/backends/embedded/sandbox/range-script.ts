// Runs a program in a user namespace of the labs' ids, so that files an ordinary user makes or removes are the labs' own.

/** Arguments: FIRST-UID FIRST-GID FOLDER PROGRAM ARGUMENT… ; the program starts in FOLDER as the range's root. */
export const RANGE_SCRIPT = String.raw`#!/usr/bin/perl
use strict;
use warnings;
no warnings 'exec';
use POSIX ();

my ($first_uid, $first_gid, $folder, @command) = @ARGV;
my $unshare = (POSIX::uname())[4] eq 'aarch64' ? 97 : 272;
sub fail { print STDERR "@_\n"; POSIX::_exit(1) }

chdir($folder) or fail("Cannot enter $folder: $!");
pipe(my $from_parent, my $to_child) or fail("Cannot make a pipe: $!");
pipe(my $from_child, my $to_parent) or fail("Cannot make a pipe: $!");
my $child = fork() // fail("Cannot fork: $!");
if (!$child) {
  close($to_child);
  close($from_child);
  syscall($unshare, 0x10000000) == 0 or fail("Cannot make a user namespace: $!");
  syswrite($to_parent, "x");
  sysread($from_parent, my $go, 1) or POSIX::_exit(1);
  POSIX::setgid(0);
  $) = '0 0';
  POSIX::setuid(0);
  exec { $command[0] } @command;
  fail("Cannot start $command[0]: $!");
}
close($from_parent);
close($to_parent);
sysread($from_child, my $ready, 1) or POSIX::_exit(1);
if ($> == 0) {
  for (["uid_map", $first_uid], ["gid_map", $first_gid]) {
    open(my $map, '>', "/proc/$child/$_->[0]") or fail("Cannot open $_->[0]: $!");
    syswrite($map, "0 $_->[1] 65536\n") or fail("Cannot write $_->[0]: $!");
  }
} else {
  system('newuidmap', $child, 0, $first_uid, 65536) == 0 or fail('newuidmap failed');
  system('newgidmap', $child, 0, $first_gid, 65536) == 0 or fail('newgidmap failed');
}
syswrite($to_child, "x");
waitpid($child, 0);
POSIX::_exit($? >> 8 || ($? & 127 ? 128 + ($? & 127) : 0));
`;
