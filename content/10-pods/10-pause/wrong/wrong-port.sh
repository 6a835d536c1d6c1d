#!/bin/bash
# The right pod, the right program, another port.
#: fails beside listening.none
#: step port
#: on workstation
#: answer error Address already in use
docker run -d --name neighbour --network container:shop-pause talk serve 9090
