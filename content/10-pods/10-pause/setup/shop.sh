#!/bin/sh
# A pod as a kubelet makes it: pause first, then a container in its namespaces.
set -e
docker run -d --name shop-pause --hostname shop pause
docker run -d --name shop-web \
  --network container:shop-pause --ipc container:shop-pause --uts container:shop-pause \
  nginx
# nginx is ready when its socket is: only then is the pod what the lesson shows.
pid=$(docker inspect -f '{{.State.Pid}}' shop-pause)
tries=0
until [ -n "$(nsenter -t "$pid" -n ss -Hltn 'sport = :80')" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ]; then
    echo 'shop-web does not listen on port 80 after 10 s:' >&2
    docker logs shop-web >&2
    exit 1
  fi
  sleep 0.1
done
