#!/bin/bash
# The sidecar listens on the right port in a network of its own.
#: fails pod pod.container-elsewhere
#: step build
#: on workstation
docker run -d --name blog-pause pause
docker run -d --name blog-web --network container:blog-pause nginx
docker run -d --name blog-talk talk serve 8080
