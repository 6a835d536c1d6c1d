#!/bin/bash
#: step find
#: on workstation
#: answer pause-netns $ readlink "/proc/$(docker inspect -f '{{.State.Pid}}' shop-pause)/ns/net"
#: answer shared net, ipc, uts
docker ps
pause=$(docker inspect -f '{{.State.Pid}}' shop-pause)
web=$(docker inspect -f '{{.State.Pid}}' shop-web)
readlink /proc/$pause/ns/{net,ipc,uts,pid,mnt}
readlink /proc/$web/ns/{net,ipc,uts,pid,mnt}

#: step join
docker run -d --name toolbox --network container:shop-pause busybox sleep 3600
docker exec toolbox ip addr
docker exec toolbox wget -q -O - http://127.0.0.1/

#: step port
#: answer error Address already in use
docker run -d --name rival --network container:shop-pause nginx
docker wait rival
docker logs rival
docker run -d --name neighbour --network container:shop-pause talk serve 8080
docker exec toolbox wget -q -O - http://127.0.0.1:8080/

#: step survive
docker kill shop-web
docker exec toolbox ip addr show eth0

#: step end
docker kill shop-pause
docker exec toolbox ip addr

#: step build
docker run -d --name blog-pause pause
docker run -d --name blog-web --network container:blog-pause nginx
docker run -d --name blog-talk --network container:blog-pause talk serve 8080
