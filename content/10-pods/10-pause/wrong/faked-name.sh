#!/bin/bash
# A shell script that calls itself pause: the kernel knows which program runs it.
#: fails pod program.faked
#: step build
#: on workstation
docker run -d --name blog-pause busybox sh -c 'printf "#!/bin/sh\nsleep 3600\n" > /tmp/pause; chmod +x /tmp/pause; exec /tmp/pause'
docker run -d --name blog-web --network container:blog-pause nginx
docker run -d --name blog-talk --network container:blog-pause talk serve 8080
