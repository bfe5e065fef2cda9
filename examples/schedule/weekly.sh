#!/bin/sh
# Every week: restore the newest copy that lies off the host into a throwaway server, read it back, leave the proof beside it, rehearse the rest.
set -eu
OFFSITE=${OFFSITE:?"set OFFSITE to the place of the copies"}

eventlinkdr test "$OFFSITE" --level Restore --quiet --notify-on Failure
eventlinkdr drill --scale "${DRILL_SCALE:-1}" --quiet --notify-on Failure
