// 每个代码的中文说法。占位符与 en.ts 相同；不写出能直接改正的命令。
import type { Code } from './en';
import type { Parts } from './parts';

const OURS = '这是平台的问题，不计入尝试次数。请再试一次；如果仍然出现，请告诉我们。';

export const zh: Record<Code, Parts> = {
  'address.ok': {
    expected: '{name} 的网络命名空间里有属于 {within} 的地址',
    actual: '{addresses}',
    why: '发往这个地址的数据包会交付到这里。',
  },
  'address.none': {
    expected: '{name} 的网络命名空间里有属于 {within} 的地址',
    actual: '{addresses}',
    why: '没有这个地址，内核就不会把发给它的数据包当作自己的。',
  },
  'address.absent': {
    expected: '{name} 的网络命名空间里没有属于 {within} 的地址',
    actual: '{addresses}',
    why: '发往这类地址的数据包不会交付到这里。',
  },
  'address.present': {
    expected: '{name} 的网络命名空间里没有属于 {within} 的地址',
    actual: '{addresses}',
    why: '只要地址还在，这个命名空间就会接收发给它的数据包。',
  },
  'address.unchanged': {
    expected: '{name} 的地址保持不变：{before}',
    actual: '{addresses}',
    why: '地址属于命名空间，而命名空间仍然有进程持有。',
  },
  'address.changed': {
    expected: '{name} 的地址保持不变：{before}',
    actual: '{netns} 里是 {addresses}',
    why: '知道旧地址的一方再也到不了这个 Pod：它的地址没有保留下来。',
  },
  'address.had-none': {
    expected: '{name} 有可供外部访问的地址（{since}）',
    actual: '当时没有',
    why: '原本不存在的东西谈不上保留或消失。请换一个新的实验环境重新开始。',
  },
  'address.gone': {
    expected: '{name} 的地址 {before} 已经消失',
    actual: '已经消失',
    why: '没有进程再持有这个命名空间的网络，地址随之消失。',
  },
  'address.still-there': {
    expected: '{name} 的地址 {before} 已经消失',
    actual: '{addresses} 还在',
    why: '那个命名空间里的网络仍然存在，数据包仍会到达。',
  },
  'address.no-reachable': {
    expected: '{name} 有可供外部访问的地址',
    actual: '{netns} 只有回环接口',
    why: '来自外部的数据包需要 lo 以外某个接口上的地址。',
  },

  'answer.ok': { expected: '正确的答案', actual: '{answer}', why: '这正是实验环境里显示的。' },
  'answer.empty': { expected: '一个答案', actual: '还没有作答', why: '先在实验环境里查看，再在课文中作答。' },
  'answer.differs': {
    expected: '实验环境里显示的值',
    actual: '{answer}',
    why: '这个答案与你的实验环境内核所显示的不一致。请再看一遍题目所问的那个进程。',
  },
  'answer.not-a-number': {
    expected: '一个数字',
    actual: '{answer}',
    why: '只写数字即可；工具打印的 net:[数字] 形式也能识别。',
  },
  'answer.not-an-address': {
    expected: '一个地址，可以带前缀长度',
    actual: '{answer}',
    why: '地址的写法如 10.88.0.5 或 10.88.0.5/16。',
  },
  'answer.no-such-choice': {
    expected: '给出的选项中的一个或几个',
    actual: '{answer}',
    why: '这里只识别课文中列出的选项。',
  },

  'any.none': { expected: '几种情况之一', actual: '{results}', why: '满足其中一种即可，目前一种都不成立。' },
  'not.ok': { expected: '这种情况不成立', actual: '{result}', why: '不该出现的确实没有出现。' },
  'not.holds': { expected: '这种情况不成立', actual: '{result}', why: '它不应当成立，但现在成立。' },

  'check.invalid': { expected: '可以执行的检查', actual: '字段 {field} 没有意义', why: OURS },
  'check.waits': { expected: '先通过“{after}”', actual: '它还没有通过', why: '现在检查只会重复那里的说明。' },
  'grader.error': { expected: '一个评判结果', actual: '评分程序出错：{detail}', why: OURS },

  'container.running': { expected: '容器 {name} 正在运行', actual: '正在运行', why: '内核里有它的进程。' },
  'container.gone': {
    expected: '容器 {name} 原有的进程（{since}）已经结束',
    actual: '已经结束',
    why: '内核里已经没有这些进程。',
  },
  'container.restarted': {
    expected: '容器 {name} 结束后重新运行',
    actual: '运行的是新进程',
    why: '不论名字如何，新的进程有新的启动时间。',
  },
  'container.stopped-ok': {
    expected: '容器 {name} 存在但没有运行',
    actual: '状态为 {state}',
    why: '它在列表中，而内核里没有它的进程。',
  },
  'container.unknown': {
    expected: '名为 {name} 的容器',
    actual: '实验环境列出的有：{names}',
    why: '没有这个容器，也就无从谈起它的命名空间。',
  },
  'container.ambiguous': { expected: '只有一个名为 {name} 的容器', actual: '有好几个', why: '无法确定指的是哪一个。' },
  'container.stopped': {
    expected: '容器 {name} 正在运行',
    actual: '状态为 {state}',
    why: '没有运行的容器既不持有命名空间，也不持有套接字。',
  },
  'container.only-claimed': {
    expected: '容器 {name} 正在运行',
    actual: '列表里写着 pid {pid}，但内核里没有这个进程',
    why: '列表只是实验环境自己的说法；进程要以内核为准。',
  },
  'container.not-a-container': {
    expected: '{name} 是一个独立的容器',
    actual: 'pid {pid} 看到的是机器本身的文件',
    why: '容器有自己的挂载命名空间，而这个进程没有。',
  },
  'container.other-program': {
    expected: '容器 {name} 运行 {program}',
    actual: '它运行的是 {exe}',
    why: '判断依据是程序文件的内容，而不是它的名字。',
  },
  'container.still-running': {
    expected: '容器 {name} 不再像原来那样运行',
    actual: '同一个进程仍在运行',
    why: '进程由 pid 和启动时间确定，现在还是原来那个。',
  },

  'evidence.problem': { expected: '对实验环境的完整读取', actual: '读取时出现的问题（原文）：{problem}', why: OURS },
  'platform.failed': { expected: '评分器的结论', actual: '评分没有成功', why: OURS },
  'platform.refused': { expected: '对实验环境的完整读取', actual: '无法读取实验环境（原文）：{problem}', why: OURS },
  'platform.stopped': { expected: '对实验环境的完整读取', actual: 'Podwire 在读取实验环境之前停止了', why: OURS },
  'platform.unreachable': { expected: '对实验环境的完整读取', actual: 'lab-runner 没有应答', why: OURS },
  'evidence.not-read': { expected: '实验环境的 {source}', actual: '没有读取', why: OURS },
  'evidence.netns-not-read': { expected: '读取 {netns}', actual: '没有读取', why: OURS },
  'evidence.failed': { expected: '读取 {source}', actual: '读取程序的退出码为 {exit}', why: OURS },
  'evidence.truncated': {
    expected: '完整的 {source}',
    actual: '内容太长，被截断',
    why: '被截掉的部分可能起决定作用。请删除不需要的内容，或重置实验环境。不计入尝试次数。',
  },
  'evidence.unreadable': { expected: '能够识别的 {source} 格式', actual: '{detail}', why: OURS },
  'evidence.no-snapshot': { expected: '实验环境的快照（{moment}）', actual: '没有保存', why: OURS },
  'evidence.other-lab': { expected: '这个实验环境的快照（{moment}）', actual: '它属于另一个实验环境', why: OURS },
  'evidence.no-such-program': { expected: '内置程序 {program}', actual: '这个实验环境里没有', why: OURS },
  'evidence.no-such-role': { expected: '名为 {role} 的机器', actual: '这个实验环境里没有', why: OURS },
  'evidence.process-unreadable': { expected: '每个进程的程序和命名空间', actual: '无法读取 pid {pid}', why: OURS },

  'iptables.ok': {
    expected: '{table} 表 {chain} 链：{wanted}',
    actual: '有这样的规则',
    why: '匹配的数据包按它的目标处理，除非更早的规则已经作出决定。',
  },
  'iptables.none': {
    expected: '{table} 表 {chain} 链：{wanted}',
    actual: '这条链的 {rules} 条规则都不是这样',
    why: '没有这条规则，数据包经过这条链时就像与它无关一样。',
  },
  'iptables.differs': {
    expected: '{table} 表 {chain} 链：{wanted}',
    actual: '有一条相近但不同的规则',
    why: '匹配得更宽、更窄或匹配别的内容，决定的就是另一些数据包。',
  },
  'iptables.absent': {
    expected: '{table} 表 {chain} 链：没有规则 {wanted}',
    actual: '没有',
    why: '这里没有这类规则决定数据包的去向。',
  },
  'iptables.present': {
    expected: '{table} 表 {chain} 链：没有规则 {wanted}',
    actual: '规则还在',
    why: '它仍然决定与之匹配的数据包。',
  },
  'iptables.unknown': {
    expected: '{table} 表 {chain} 链：{wanted}',
    actual: '一条可能符合的规则用到了评分程序没有建模的内容',
    why: '评分程序不猜测。不计入尝试次数；写法更简单的规则可以评分。',
  },
  'iptables.other-backend': {
    expected: '规则只在 legacy 表中',
    actual: '{netns} 里还有 nftables 规则',
    why: '那里也可能有规则，而评分程序不猜测。不计入尝试次数。',
  },

  'link.ok': { expected: '{name} 的网络命名空间里有接口 {wanted}', actual: '有', why: '数据包可以从它进出。' },
  'link.none': {
    expected: '{name} 的网络命名空间里有接口 {wanted}',
    actual: '现有：{links}',
    why: '命名空间只能到达它有接口相连的地方。',
  },
  'link.differs': {
    expected: '{name} 的网络命名空间里有接口 {wanted}',
    actual: '不同之处：{differs}',
    why: '接口在，但数据包不会按预期经过它。',
  },
  'link.absent': {
    expected: '{name} 的网络命名空间里没有接口 {wanted}',
    actual: '没有',
    why: '没有数据包从那里进出。',
  },
  'link.present': {
    expected: '{name} 的网络命名空间里没有接口 {wanted}',
    actual: '接口还在',
    why: '数据包仍然可以从那里进出。',
  },

  'listening.ok': {
    expected: '{name} 的网络命名空间里有程序监听 {protocol} 端口 {port}',
    actual: '有',
    why: '到这个端口的连接会被接受。',
  },
  'listening.none': {
    expected: '{name} 的网络命名空间里有程序监听 {protocol} 端口 {port}',
    actual: '那里正在监听的端口：{ports}',
    why: '没有程序监听的端口会拒绝连接。',
  },
  'listening.loopback-only': {
    expected: '端口 {port} 对外开放',
    actual: '套接字绑定在回环地址上',
    why: '只有同一个网络命名空间里的进程才能访问 127.0.0.1 上的套接字。',
  },
  'listening.other-program': {
    expected: '端口 {port} 由 {by} 持有',
    actual: '由 {holders} 持有',
    why: '一个命名空间里的一个端口只属于一个套接字，而这个套接字是别的程序的。',
  },
  'listening.absent': {
    expected: '{name} 的网络命名空间里没有程序监听 {protocol} 端口 {port}',
    actual: '没有',
    why: '到这个端口的连接会被拒绝。',
  },
  'listening.present': {
    expected: '{name} 的网络命名空间里没有程序监听 {protocol} 端口 {port}',
    actual: '有程序在监听',
    why: '到这个端口的连接仍会被接受。',
  },

  'namespace.ok': {
    expected: '{process} 与 {with}：共享 {wantedShared}；各自独立 {wantedSeparate}',
    actual: '{one} 与 {other}',
    why: '编号相同就是同一个命名空间：同样的接口、同样的地址、同样的端口。',
  },
  'namespace.not-shared': {
    expected: '{process} 与 {with} 共享：{wantedShared}',
    actual: '没有共享：{notShared}（{one} 与 {other}）',
    why: '两个命名空间是两个世界，即使地址看起来一样：谁也看不到对方 localhost 上的套接字。',
  },
  'namespace.shared': {
    expected: '{process} 与 {with} 各自独立：{wantedSeparate}',
    actual: '共享了：{notSeparate}（{one}）',
    why: '同一个 Pod 的容器共享网络，文件和进程则各自独立。',
  },
  'namespace.same-process': {
    expected: '两个可以比较的进程：{process} 与 {with}',
    actual: '两者是同一个进程',
    why: '进程与自己总是共享一切，这说明不了什么。',
  },
  'netns.ambiguous': {
    expected: '{name} 只在一个网络命名空间里',
    actual: '{netns}',
    why: '它的进程分布在几个命名空间里，无法确定指的是哪一个。',
  },

  'pod.ok': {
    expected: '一个 Pod：pause 持有命名空间，{programs} 在其中运行',
    actual: '它在 {netns}，地址 {address}',
    why: '内核显示的是同一个网络命名空间，由 pause 持有，供它们共同使用。',
  },
  'pod.host-network': {
    expected: 'pause 在自己的网络命名空间里',
    actual: '它在 {netns}，也就是机器（{role}）的命名空间',
    why: '在机器的命名空间里没有 Pod 地址，每个端口都是机器自己的。',
  },
  'pod.pause-not-a-container': {
    expected: 'pause 在容器里运行',
    actual: '它看到的是机器本身的文件',
    why: 'Pod 的 pause 是一个独立的容器，只负责持有命名空间。',
  },
  'pod.no-address': {
    expected: '这个 Pod 有地址',
    actual: '{netns} 只有回环接口',
    why: 'Pod 之外的任何一方都无法给它发送数据包。',
  },
  'pod.container-missing': {
    expected: 'Pod 里有一个单独运行 {program} 的容器',
    actual: '这样的容器比要求的少',
    why: '每个容器有自己的文件；一个容器里的两个程序仍是一个容器。',
  },
  'pod.container-elsewhere': {
    expected: '{program} 在 Pod 的网络命名空间 {netns} 里',
    actual: '它在 {elsewhere}',
    why: '它有自己的网络，因此既没有 Pod 的地址，也不共享 Pod 的 localhost。',
  },
  'pod.container-on-host': {
    expected: '{program} 在 Pod 的网络命名空间 {netns} 里',
    actual: '它在 {elsewhere}，也就是机器（{role}）的命名空间',
    why: '在机器的网络上，它占用机器的端口，也没有 Pod 的地址。',
  },
  'pod.not-a-container': {
    expected: '{program} 在加入 Pod 的容器里',
    actual: '它在 {netns} 里，但看到的是机器本身的文件',
    why: '进入命名空间还不算容器：容器还有自己的文件。',
  },
  'pod.not-shared': {
    expected: '{program} 与 pause 共享：{namespaces}',
    actual: '没有共享：{namespaces}',
    why: '同一个 Pod 的容器在这几类命名空间上各只有一个。',
  },
  'pod.port-missing': {
    expected: '{program} 在 Pod 里监听端口 {port}',
    actual: '它监听的是：{ports}',
    why: '连接 Pod 地址的端口 {port} 会被拒绝。',
  },
  'pod.port-loopback-only': {
    expected: 'Pod 的端口 {port} 对外开放',
    actual: '{program} 的套接字绑定在回环地址上',
    why: '从 Pod 外部连接会被拒绝。',
  },
  'pod.port-other-container': {
    expected: '{program} 持有 Pod 的端口 {port}',
    actual: '由 {holder} 持有',
    why: '同一个 Pod 的容器共享端口：先到的占用，后来的会得到“地址已被使用”。',
  },

  'process.ok': { expected: '{name} 正在运行', actual: 'pid {pids}', why: '内核里有这个进程。' },
  'process.ended': {
    expected: '原来的 {name}（{since}）已经结束',
    actual: 'pid {pids} 已经结束',
    why: '内核里已经没有那个进程。',
  },
  'process.still-running': {
    expected: '原来的 {name}（{since}）已经结束',
    actual: 'pid {pids} 仍在运行',
    why: '只要它还在运行，与它共享命名空间的进程就不受影响。',
  },
  'process.ended-early': {
    expected: '{name} 仍像原来一样运行（{since}）',
    actual: '它已经结束',
    why: '它持有的东西已经放开；同名的新进程是另一个进程。请重置实验环境重新开始。',
  },
  'process.gone': {
    expected: '{name} 仍持有命名空间 {netns}',
    actual: '它已经结束，或者已在别处',
    why: '没有进程持有的命名空间会消失，其中的设置也随之消失。请重置实验环境重新开始。',
  },
  'process.not-new': {
    expected: '{name} 的新进程',
    actual: '只有早已运行的进程（{since}）',
    why: '这些在你来之前就有：这一步要做的是启动新的进程。',
  },
  'program.faked': {
    expected: '程序 {program}',
    actual: 'pid {pid} 自称是它，实际是 {exe}',
    why: '进程可以随意取名。评分程序看的是它运行的文件的内容。',
  },
  'program.not-running': {
    expected: '程序 {program} 正在运行',
    actual: '没有进程运行它',
    why: '没有这个进程，就没有谁来持有命名空间或端口。',
  },

  'reachable.ok': {
    expected: '从 {from} 连接 {host} 端口 {port}：{wanted}',
    actual: '{outcome}',
    why: '从那里真实地尝试了连接，结果如此。',
  },
  'reachable.differs': {
    expected: '从 {from} 连接 {host} 端口 {port}：{wanted}',
    actual: '{outcome}',
    why: '从那里真实地尝试了连接：数据包的遭遇就是这样。',
  },
  'reachable.status': {
    expected: '{host} 端口 {port} 返回 HTTP 状态 {wantedStatus}',
    actual: '{status}',
    why: '连接是通的，但应答的不是预期的服务。',
  },
  'reachable.control': {
    expected: '对照连接 {host} 端口 {port}：{wanted}',
    actual: '{outcome}',
    why: '对照用来说明另一次尝试有意义。它没有成立，所以不评分，也不计入尝试次数。',
  },
  'reachable.not-tried': {
    expected: '连接 {host} 端口 {port}',
    actual: '没有尝试，或者期间实验环境发生了变化',
    why: OURS,
  },
  'reachable.error': { expected: '连接 {host} 端口 {port}', actual: '无法尝试：{detail}', why: OURS },

  'route.ok': { expected: '路由 {wanted}', actual: '{routes}', why: '发往这个目的地的数据包从这里离开。' },
  'route.none': {
    expected: '{name} 的网络命名空间里有路由 {wanted}',
    actual: '没有到这个目的地的路由',
    why: '发往它的数据包会走范围更大的路由；如果没有，就根本发不出去。',
  },
  'route.differs': { expected: '路由 {wanted}', actual: '{routes}', why: '发往这个目的地的数据包从别处离开。' },
  'route.absent': {
    expected: '{name} 的网络命名空间里没有路由 {wanted}',
    actual: '没有',
    why: '没有数据包因它而走那条路。',
  },
  'route.present': {
    expected: '{name} 的网络命名空间里没有路由 {wanted}',
    actual: '{routes}',
    why: '发往这个目的地的数据包仍然走那条路。',
  },
};
