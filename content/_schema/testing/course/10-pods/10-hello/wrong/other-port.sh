#!/bin/bash
#: fails listens listening.none
#: step serve
#: on workstation
busybox httpd -p 8080
