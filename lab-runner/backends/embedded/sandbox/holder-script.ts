// The program that makes a lab's outer namespaces. Perl, because every Debian has it, it starts in 5 ms and it can make raw system calls;
// it does what Node cannot: unshare in a single thread.

/**
 * Arguments are key=value:
 *   data     folder with base/, images/ and labs/, made the working folder; everything below is relative to it
 *   lab      lab id; labs/ID/bundle holds config.json
 *   base     base/KEY
 *   images   images/KEY, or empty for none; images-rw=1 mounts it writable (to fill it)
 *   first-uid, first-gid   first host uid and gid of the lab's range; 65536 follow
 *   idmap    1: base and images are owned by 0…65535 on disk and are mapped on mounting; 0: they are owned by the range
 *   disk     image=PATH (an ext4 image, needs root) or tmpfs=MIB
 *   egress   1: the lab's user namespace gets a parent of its own, to which a gateway can belong; absent otherwise
 *   title    argv[0] under which the holder is found
 *   crun, holder   paths of the programs
 * Prints `ready HOLDER-PID INIT-PID` and ends, leaving the holder; or one line on standard error and exit 1, leaving nothing.
 */
export const HOLDER_SCRIPT = String.raw`#!/usr/bin/perl
use strict;
use warnings;
no warnings 'exec';
use POSIX ();

my %arg = map { my ($key, $value) = split /=/, $_, 2; ($key => $value) } @ARGV;
my ($architecture) = (POSIX::uname())[4];
# Numbers above 424 are the same everywhere.
my %number = $architecture eq 'aarch64'
  ? (unshare => 97, mount => 40, prctl => 167)
  : (unshare => 272, mount => 165, prctl => 157);
my ($OPEN_TREE, $MOVE_MOUNT, $MOUNT_SETATTR) = (428, 429, 442);
my ($NEWNS, $NEWUSER) = (0x20000, 0x10000000);
my ($MS_RDONLY, $MS_NOSUID, $MS_NODEV, $MS_REMOUNT, $MS_BIND, $MS_REC, $MS_PRIVATE) = (1, 2, 4, 32, 4096, 16384, 1 << 18);
my $AT_FDCWD = -100;
my $root = $> == 0;

sub fail { print STDERR "@_\n"; POSIX::_exit(1) }
sub mount_at {
  my ($source, $target, $type, $flags, $options) = @_;
  $_ = "$_" for $source, $target, $type, $options;
  syscall($number{mount}, $source, $target, $type, $flags, $options) == 0 or fail("Cannot mount $type $source on $target ($options): $!");
}
sub write_file {
  my ($path, $text) = @_;
  open(my $file, '>', $path) or fail("Cannot open $path: $!");
  syswrite($file, $text) == length($text) or fail("Cannot write '$text' to $path: $!");
  close($file) or fail("Cannot write '$text' to $path: $!");
}
sub run_program {
  my @command = @_;
  system { $command[0] } @command;
  $? == 0 or fail("Exit " . ($? >> 8) . ": @command");
}
# A copy of the tree in which the range's ids stand where the disk has 0 to 65535.
sub mount_idmapped {
  my ($source, $target, $namespace, $readonly) = @_;
  my $empty = '';
  my $tree = syscall($OPEN_TREE, $AT_FDCWD, "$source", 1 | 02000000);
  $tree >= 0 or fail("Cannot open the tree $source: $!");
  my $attributes = pack('Q4', 0x00100000 | ($readonly ? 1 : 0) | 4, 0, 0, fileno($namespace));
  syscall($MOUNT_SETATTR, $tree, $empty, 0x1000, $attributes, 32) == 0 or fail("Cannot map the ids of $source: $!");
  syscall($MOVE_MOUNT, $tree, $empty, $AT_FDCWD, "$target", 4) == 0 or fail("Cannot attach $target: $!");
  POSIX::close($tree);
}

# Goes one user namespace further in, with the same ids. The lab's root then has no rights in the one left behind.
sub nest {
  POSIX::setgid(0);
  $) = '0 0';
  POSIX::setuid(0);
  syscall($number{prctl}, 4, 1, 0, 0, 0); # Else, after a change of ids, the map below is root's to write.
  pipe(my $from_nested, my $to_mapper) or fail("Cannot make a pipe: $!");
  pipe(my $from_mapper, my $to_nested) or fail("Cannot make a pipe: $!");
  my $nested = $$;
  my $mapper = fork() // fail("Cannot fork: $!");
  if (!$mapper) {
    close($to_mapper);
    defined(my $line = <$from_nested>) or POSIX::_exit(1);
    write_file("/proc/$nested/uid_map", "0 0 65536\n");
    write_file("/proc/$nested/gid_map", "0 0 65536\n");
    syswrite($to_nested, "mapped\n");
    POSIX::_exit(0);
  }
  close($to_nested);
  syscall($number{unshare}, $NEWUSER) == 0 or fail("Cannot make the lab's user namespace: $!");
  syswrite($to_mapper, "unshared\n");
  defined(my $mapped = <$from_mapper>) or POSIX::_exit(1);
  waitpid($mapper, 0);
}

chdir($arg{data}) or fail("Cannot enter $arg{data}: $!");
my $lab = "labs/$arg{lab}";
if ($root) {
  syscall($number{unshare}, $NEWNS) == 0 or fail("Cannot make a mount namespace: $!");
  mount_at('none', '/', '', $MS_REC | $MS_PRIVATE, '');
}

pipe(my $from_inside, my $to_outside) or fail("Cannot make a pipe: $!");
pipe(my $from_outside, my $to_inside) or fail("Cannot make a pipe: $!");
my $inside = fork() // fail("Cannot fork: $!");

if ($inside) {
  close($to_outside);
  close($from_outside);
  defined(my $line = <$from_inside>) or POSIX::_exit(1);
  my @uids = (0, $arg{'first-uid'}, 65536);
  my @gids = (0, $arg{'first-gid'}, 65536);
  if ($root) {
    write_file("/proc/$inside/uid_map", "@uids\n");
    write_file("/proc/$inside/gid_map", "@gids\n");
    my ($kind, $what) = split /=/, $arg{disk}, 2;
    run_program('mount', '-o', 'loop,nodev,noatime,barrier=0', $what, "$lab/disk") if $kind eq 'image';
    if ($kind eq 'image') {
      for my $folder ('upper', 'work', 'containers', 'tmp') {
        mkdir("$lab/disk/$folder", 0755);
        chown($arg{'first-uid'}, $arg{'first-gid'}, "$lab/disk/$folder") == 1 or fail("Cannot own $lab/disk/$folder: $!");
      }
    }
    if ($arg{idmap}) {
      open(my $namespace, '<', "/proc/$inside/ns/user") or fail("Cannot open the user namespace: $!");
      mount_idmapped($arg{base}, "$lab/base", $namespace, 1);
      mount_idmapped($arg{images}, "$lab/images", $namespace, !$arg{'images-rw'}) if $arg{images};
    }
  } else {
    run_program('newuidmap', $inside, @uids);
    run_program('newgidmap', $inside, @gids);
  }
  syswrite($to_inside, "go\n");
  close($to_inside);
  my $ready = <$from_inside>;
  if (!defined $ready) { waitpid($inside, 0); POSIX::_exit(1) }
  # The pipe closes when the holder has become catatonit; until then an ordinary user may not enter its namespaces.
  1 while <$from_inside>;
  print $ready;
  exit 0;
}

close($from_inside);
close($to_inside);
syscall($number{unshare}, $NEWUSER) == 0 or fail("Cannot make a user namespace: $!");
syswrite($to_outside, "unshared\n");
defined(my $go = <$from_outside>) or POSIX::_exit(1);
nest() if $arg{egress};
# The working folder follows into the new mount namespace, so that paths below it need no right on the folders above it.
syscall($number{unshare}, $NEWNS) == 0 or fail("Cannot make a mount namespace: $!");
POSIX::setgid(0);
$) = '0 0';
POSIX::setuid(0);
mount_at('none', '/', '', $MS_REC | $MS_PRIVATE, '');
umask(022);

# The lab's limits are set by cgroups that the runner makes; crun, which refuses some layouts of them, shall see none.
mount_at('tmpfs', '/sys/fs/cgroup', 'tmpfs', $MS_NOSUID | $MS_NODEV, 'mode=755,size=4k') if -d '/sys/fs/cgroup';

my $top = '/mnt';
mount_at('tmpfs', $top, 'tmpfs', $MS_NOSUID | $MS_NODEV, 'mode=755,size=16m');
mkdir("$top/$_", 0755) for 'base', 'images', 'disk', 'rootfs', 'bundle', 'crun';
mount_at($arg{idmap} ? "$lab/base" : $arg{base}, "$top/base", '', $MS_BIND, '');
mount_at($arg{idmap} ? "$lab/images" : $arg{images}, "$top/images", '', $MS_BIND, '') if $arg{images};
mount_at("$lab/bundle", "$top/bundle", '', $MS_BIND, '');
my ($kind, $size) = split /=/, $arg{disk}, 2;
if ($kind eq 'image') {
  mount_at("$lab/disk", "$top/disk", '', $MS_BIND, '');
} else {
  mount_at('tmpfs', "$top/disk", 'tmpfs', $MS_NOSUID | $MS_NODEV, "mode=755,size=" . $size . "m,nr_inodes=" . $size * 256);
  mkdir("$top/disk/$_", 0755) for 'upper', 'work', 'containers', 'tmp';
}
chmod(01777, "$top/disk/tmp");
mount_at('overlay', "$top/rootfs", 'overlay', $MS_NODEV, "lowerdir=$top/base,upperdir=$top/disk/upper,workdir=$top/disk/work,userxattr");
chdir('/');

syscall($number{prctl}, 36, 1, 0, 0, 0); # The lab's first process becomes this one's child, which will reap it.
open(STDIN, '<', '/dev/null');
{
  # crun hands its standard streams on to the first process of the lab, which must not hold the runner's.
  my $crun = fork() // fail("Cannot fork: $!");
  if (!$crun) {
    open(STDOUT, '>', "$top/crun/log");
    open(STDERR, '>&', \*STDOUT);
    exec { $arg{crun} } $arg{crun}, '--root', "$top/crun", '--cgroup-manager=disabled', 'run', '--detach',
      '--pid-file', "$top/crun/init.pid", '--bundle', "$top/bundle", $arg{lab};
    POSIX::_exit(127);
  }
  # crun leaves a child behind that dies in its own time: a blocked signal stays for catatonit, which then reaps it.
  POSIX::sigprocmask(POSIX::SIG_BLOCK(), POSIX::SigSet->new(POSIX::SIGCHLD()));
  waitpid($crun, 0);
  if ($? != 0) {
    open(my $log, '<', "$top/crun/log");
    fail("crun cannot start the lab: " . join(' ', map { s/\s+/ /gr } <$log>));
  }
}
open(my $pid_file, '<', "$top/crun/init.pid") or fail("Cannot read the lab's pid: $!");
my $init = <$pid_file>;
chomp($init);
syswrite($to_outside, "ready $$ $init\n");
open(STDOUT, '>', '/dev/null');
open(STDERR, '>', '/dev/null');
# What was opened here closes by itself on exec.
exec { $arg{holder} } $arg{title}, '-P';
POSIX::_exit(127);
`;
