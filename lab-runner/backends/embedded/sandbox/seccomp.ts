// The lab's system call filter. It denies what opens the kernel's rarely walked parts to a learner who is root in a user namespace,
// and leaves what podman, crun, `ip netns` and CNI plugins need: mount, pivot_root, setns and the other namespaces.

interface SyscallRule {
  names: string[];
  action: 'SCMP_ACT_ERRNO';
  errnoRet: number;
  args?: { index: number; value: number; valueTwo?: number; op: 'SCMP_CMP_MASKED_EQ' | 'SCMP_CMP_EQ' }[];
}

const EPERM = 1;
const ENOSYS = 38;
const CLONE_NEWUSER = 0x10000000;
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
const LOW_32_BITS = 0xffffffff;

const DENIED = [
  'acct',
  'bpf',
  'create_module',
  'delete_module',
  'fanotify_init',
  'finit_module',
  'get_kernel_syms',
  'init_module',
  'io_uring_enter',
  'io_uring_register',
  'io_uring_setup',
  'kexec_file_load',
  'kexec_load',
  'lookup_dcookie',
  'nfsservctl',
  'open_by_handle_at',
  'perf_event_open',
  'query_module',
  'quotactl',
  'quotactl_fd',
  'reboot',
  'swapoff',
  'swapon',
  'sysfs',
  'syslog',
  'userfaultfd',
  'uselib',
  'ustat',
  'vm86',
  'vm86old',
  '_sysctl',
];

export const SECCOMP: { defaultAction: string; architectures: string[]; syscalls: SyscallRule[] } = {
  defaultAction: 'SCMP_ACT_ALLOW',
  architectures:
    process.arch === 'arm64'
      ? ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM']
      : ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
  syscalls: [
    { names: DENIED, action: 'SCMP_ACT_ERRNO', errnoRet: EPERM },
    // crun makes a keyring for each container, and goes on without only where the kernel has none.
    { names: ['add_key', 'keyctl', 'request_key'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
    // clone3 takes its flags by pointer, which a filter cannot read; with ENOSYS every libc falls back to clone.
    { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
    {
      names: ['clone', 'unshare'],
      action: 'SCMP_ACT_ERRNO',
      errnoRet: EPERM,
      args: [{ index: 0, value: CLONE_NEWUSER, valueTwo: CLONE_NEWUSER, op: 'SCMP_CMP_MASKED_EQ' }],
    },
    // The kernel looks at the low half of the request only, so the filter must too.
    ...[TIOCSTI, TIOCLINUX].map((request): SyscallRule => ({
      names: ['ioctl'],
      action: 'SCMP_ACT_ERRNO',
      errnoRet: EPERM,
      args: [{ index: 1, value: LOW_32_BITS, valueTwo: request, op: 'SCMP_CMP_MASKED_EQ' }],
    })),
  ],
};
