#!/bin/bash
# The old pod under a new name: nothing was built.
#: fails pod process.not-new
#: step build
#: on workstation
docker rename shop-pause blog-pause
docker run -d --name neighbour --network container:blog-pause talk serve 8080
