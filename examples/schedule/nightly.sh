#!/bin/sh
# Every night: back up, copy off the host, let go what the policy does not keep, measure.
# A step that fails ends the night, and tells EVENTLINKDR_NOTIFY_URI; the last step tells it every night, so that silence is a sign, too.
set -eu
BACKUPS=${BACKUPS:-/var/backups/eventlink/}
OFFSITE=${OFFSITE:?"set OFFSITE to a place off this host: s3://bucket/prefix, az://account/container/prefix, or a directory of another host"}
ZONE=${ZONE:-UTC}

eventlinkdr backup --path "$BACKUPS" --quiet --yes --notify-on Failure
eventlinkdr copy "$BACKUPS" "$OFFSITE" --quiet --yes --notify-on Failure
eventlinkdr remove --path "$BACKUPS" --keep-last 3 --keep-daily 7 --time-zone "$ZONE" --quiet --yes --notify-on Failure
eventlinkdr remove --path "$OFFSITE" --keep-daily 14 --keep-weekly 8 --keep-monthly 12 --time-zone "$ZONE" --quiet --yes --notify-on Failure
eventlinkdr recovery-point --path "$BACKUPS" --path "$OFFSITE" --rpo 26h \
  --off-host-objective 26h --off-host-path "$OFFSITE" --proof-objective 8d --proof-level Restore --quiet
