#!/bin/bash
#: step serve
#: on workstation
busybox httpd -p 80
#: step ask
#: answer port 80
