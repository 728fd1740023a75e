#!/bin/sh
# Health of the container's own process: its admin port says that it is ready.
exec curl -fsS --max-time 2 -o /dev/null "http://127.0.0.1:${ADMIN_LISTEN##*:}/readyz"
