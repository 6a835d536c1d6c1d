// The lab's /etc, written by us: nothing of the operator's own configuration can leak into a lab.

export interface EtcFile {
  path: string;
  text: string;
}

const IMAGE_STORE = '/usr/lib/podwire/images';

export const ETC_FILES: readonly EtcFile[] = [
  {
    path: '/etc/passwd',
    text: 'root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
  },
  { path: '/etc/group', text: 'root:x:0:\ntty:x:5:\nwww-data:x:33:\nnogroup:x:65534:\n' },
  { path: '/etc/hostname', text: 'workstation\n' },
  { path: '/etc/hosts', text: '127.0.0.1\tlocalhost workstation\n::1\tlocalhost ip6-localhost ip6-loopback\n' },
  { path: '/etc/resolv.conf', text: '# A lab has no way out, so there is no name server to ask.\n' },
  {
    path: '/etc/nsswitch.conf',
    text: 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n',
  },
  { path: '/etc/host.conf', text: 'multi on\n' },
  { path: '/etc/ld.so.conf', text: 'include /etc/ld.so.conf.d/*.conf\n' },
  { path: '/etc/shells', text: '/bin/sh\n/bin/bash\n' },
  {
    path: '/etc/protocols',
    text: 'ip 0 IP\nicmp 1 ICMP\nigmp 2 IGMP\ntcp 6 TCP\nudp 17 UDP\ngre 47 GRE\nipv6-icmp 58 IPv6-ICMP\nsctp 132 SCTP\n',
  },
  {
    path: '/etc/services',
    text: 'ssh 22/tcp\ndomain 53/tcp\ndomain 53/udp\nhttp 80/tcp\nhttps 443/tcp\nbgp 179/tcp\nkubelet 10250/tcp\nkube-apiserver 6443/tcp\n',
  },
  { path: '/etc/iproute2/rt_tables', text: '255\tlocal\n254\tmain\n253\tdefault\n0\tunspec\n' },
  {
    path: '/etc/iproute2/rt_protos',
    text: '0\tunspec\n1\tredirect\n2\tkernel\n3\tboot\n4\tstatic\n9\tra\n12\tbird\n16\tdhcp\n186\tbgp\n',
  },
  { path: '/etc/iproute2/rt_scopes', text: '0\tglobal\n255\tnowhere\n254\thost\n253\tlink\n200\tsite\n' },
  {
    path: '/etc/inputrc',
    text: 'set meta-flag on\nset input-meta on\nset convert-meta off\nset output-meta on\n"\\e[1~": beginning-of-line\n"\\e[4~": end-of-line\n"\\e[3~": delete-char\n"\\e[1;5C": forward-word\n"\\e[1;5D": backward-word\n',
  },
  { path: '/etc/nanorc', text: 'set tabsize 2\n' },
  {
    path: '/etc/profile',
    text: `export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export EDITOR=nano PAGER=less
[ -n "$BASH" ] && [ -r ~/.bashrc ] && . ~/.bashrc
`,
  },
  {
    path: '/root/.bashrc',
    text: `case $- in *i*) ;; *) return ;; esac
PS1='\\[\\e[32m\\]\\h\\[\\e[0m\\]:\\[\\e[34m\\]\\w\\[\\e[0m\\]\\$ '
HISTCONTROL=ignoreboth
shopt -s checkwinsize histappend
alias ls='ls --color=auto' ll='ls -l' grep='grep --color=auto' ip='ip -color=auto'
[ -r /usr/share/bash-completion/bash_completion ] && . /usr/share/bash-completion/bash_completion
`,
  },
  { path: '/etc/crictl.yaml', text: '# The lab has no CRI endpoint: its containers are podman containers.\n' },
  // podman: the lab's docker. No registry exists for it; images come from the read-only store beside the base.
  {
    path: '/etc/containers/containers.conf',
    text: `[containers]
cgroups = "disabled"
cgroupns = "host"
default_ulimits = []
default_capabilities = [
  "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW",
  "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"
]
log_driver = "k8s-file"
log_size_max = 1048576
seccomp_profile = "unconfined"
netns = "bridge"

[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
events_logfile_path = "/run/podman-events.log"
runtime = "crun"
image_default_transport = "docker://"
pull_policy = "missing"

[network]
network_backend = "cni"
cni_plugin_dirs = ["/usr/lib/cni"]
`,
  },
  {
    path: '/etc/containers/storage.conf',
    text: `[storage]
driver = "overlay"
runroot = "/run/containers/storage"
graphroot = "/var/lib/containers/storage"

[storage.options]
additionalimagestores = ["${IMAGE_STORE}"]
`,
  },
  {
    path: '/etc/containers/registries.conf',
    // Wild cards, since a lab reaches no registry at all: the error then comes at once and names the cause.
    text: `unqualified-search-registries = ["docker.io"]
short-name-mode = "permissive"
${['*.io', '*.com', '*.org', '*.net', '*.dev', '*.cn'].map((prefix) => `[[registry]]\nprefix = "${prefix}"\nblocked = true\n`).join('')}`,
  },
  { path: '/etc/containers/policy.json', text: '{"default":[{"type":"insecureAcceptAnything"}]}\n' },
  {
    path: '/etc/cni/net.d/87-podman-bridge.conflist',
    text: `${JSON.stringify(
      {
        cniVersion: '0.4.0',
        name: 'podman',
        plugins: [
          {
            type: 'bridge',
            bridge: 'cni-podman0',
            isGateway: true,
            ipMasq: true,
            hairpinMode: true,
            ipam: {
              type: 'host-local',
              routes: [{ dst: '0.0.0.0/0' }],
              ranges: [[{ subnet: '10.88.0.0/16', gateway: '10.88.0.1' }]],
            },
          },
          { type: 'portmap', capabilities: { portMappings: true } },
          { type: 'tuning' },
        ],
      },
      null,
      2,
    )}\n`,
  },
];

/** Folders that must exist though no package brings them. `mode` as for chmod. */
export const BASE_FOLDERS: readonly (readonly [path: string, mode: number])[] = [
  ['/dev', 0o755],
  ['/proc', 0o555],
  ['/sys', 0o555],
  ['/run', 0o755],
  ['/tmp', 0o1777],
  ['/var/tmp', 0o1777],
  ['/var/lib/containers', 0o755],
  ['/var/lib/cni', 0o755],
  ['/var/log', 0o755],
  ['/var/cache', 0o755],
  ['/root', 0o700],
  ['/home', 0o755],
  ['/opt', 0o755],
  ['/mnt', 0o755],
  ['/srv', 0o755],
  ['/usr/local/bin', 0o755],
  ['/usr/local/sbin', 0o755],
  [IMAGE_STORE, 0o755],
];
