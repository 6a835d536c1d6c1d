#!/bin/bash
# No network from the container engine: pause holds an empty namespace, and a veth pair is put into it by hand.
#: step build
#: on workstation
docker run -d --name blog-pause --network none pause
pid=$(docker inspect -f '{{.State.Pid}}' blog-pause)
ip link add to-blog type veth peer name eth0 netns $pid
ip addr add 10.99.0.1/24 dev to-blog
ip link set to-blog up
nsenter -t $pid -n ip addr add 10.99.0.2/24 dev eth0
nsenter -t $pid -n ip link set eth0 up
docker run -d --name blog-web --network container:blog-pause nginx
docker run -d --name blog-talk --network container:blog-pause talk serve 8080
