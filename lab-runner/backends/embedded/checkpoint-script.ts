// Lists what a lab's upper layer says: which files are there, and which of the base's were deleted.

/**
 * Argument: the upper layer. Prints NUL-ended items: "K./path" for what is there, "D./path" for what was deleted below it.
 * Changes its root to the layer first, so that no link the learner made leads anywhere else.
 */
export const CHECKPOINT_SCRIPT = String.raw`#!/usr/bin/perl
use strict;
use warnings;
use POSIX ();

my $getxattr = (POSIX::uname())[4] eq 'aarch64' ? 9 : 192; # lgetxattr
chdir($ARGV[0]) && chroot('.') or die "Cannot look into $ARGV[0]: $!\n";
my $attribute = "user.overlay.opaque";
my @open = ('.');
while (defined(my $folder = pop @open)) {
  opendir(my $handle, $folder) or next;
  for my $name (sort readdir $handle) {
    next if $name eq '.' || $name eq '..';
    my $path = "$folder/$name";
    my @stat = lstat($path) or next;
    my $kind = $stat[2] & 0170000;
    # An overlay marks what was deleted by a character device 0/0, and a folder made anew by an attribute.
    if ($kind == 0020000 && $stat[6] == 0) { print "D$path\0"; next }
    next if $kind == 0140000 || $kind == 0020000 || $kind == 0060000;
    if ($kind == 0040000) {
      my $value = "\0" x 8;
      my $length = syscall($getxattr, $path, $attribute, $value, 8);
      print "D$path\0" if $length == 1 && substr($value, 0, 1) eq 'y';
      push @open, $path;
    }
    print "K$path\0";
  }
}
`;
