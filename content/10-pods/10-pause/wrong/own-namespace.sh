#!/bin/bash
# A namespace of its own, with an eth0 that has the pod's very address: it looks the same and is another world.
#: fails joined namespace.not-shared
#: step join
#: on workstation
address=$(docker inspect -f '{{.NetworkSettings.IPAddress}}' shop-pause)
docker run -d --name toolbox --network none busybox sleep 3600
pid=$(docker inspect -f '{{.State.Pid}}' toolbox)
nsenter -t $pid -n ip link add eth0 type veth peer name eth1
nsenter -t $pid -n ip addr add $address/16 dev eth0
nsenter -t $pid -n ip link set eth0 up
