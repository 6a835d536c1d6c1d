#!/bin/bash
# All of them share one namespace: the machine's, not a pod's.
#: fails pod pod.host-network
#: step build
#: on workstation
docker run -d --name blog-pause --network host pause
docker run -d --name blog-web --network host nginx
docker run -d --name blog-talk --network host talk serve 8080
