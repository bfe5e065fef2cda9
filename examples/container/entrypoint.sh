#!/bin/sh
# cron gives its jobs none of the container's variables; it reads this file.
set -eu
umask 077
env | grep -E '^(PG|AWS_|AZURE_|EVENTLINKDR_|BACKUPS=|OFFSITE=|ZONE=|TZ=)' > /etc/environment
exec cron -f
