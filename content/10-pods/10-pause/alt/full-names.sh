#!/bin/bash
# The sidecar first, other spellings, more namespaces shared, and something unrelated beside it.
#: step build
#: on workstation
docker run -d --name blog-pause --hostname blog registry.k8s.io/pause:3.10
docker run --detach --name helper --net=container:blog-pause --ipc=container:blog-pause docker.io/library/talk:latest serve 8080
docker run --detach --name front --net=container:blog-pause --ipc=container:blog-pause docker.io/library/nginx:latest
docker run -d --name extra --net=container:blog-pause busybox sleep 3600
docker run -d --name unrelated talk serve 8080
