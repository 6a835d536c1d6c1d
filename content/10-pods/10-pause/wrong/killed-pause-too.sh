#!/bin/bash
# The application is dead as asked, but what held the address is dead as well.
#: fails address-stays process.gone
#: step survive
#: on workstation
docker kill shop-web shop-pause
