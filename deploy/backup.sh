#!/bin/sh
# backup.sh FOLDER FILE.tar: everything of an installation that cannot be made again, while it answers. FOLDER holds
# corpus/, index/ and whatever else maltolk keeps (/var/lib/maltolk); prepared encoders (models/) are left out.
# A running build or `maltolk sync` is waited for, and none can begin meanwhile, so that all of it fits together.
# FILE.tar is complete or as it was. To restore: tar --extract --file FILE.tar --directory FOLDER, then maltolk verify.
set -eu
umask 077
folder=$1
case $2 in /*) file=$2 ;; *) file=$PWD/$2 ;; esac
cd "$folder"
for lock in corpus/.maltolk-sync.lock index/lock; do
    # Made by root, they would lock the service's user out.
    [ -e "$lock" ] || { : >"$lock" && chown --reference="${lock%/*}" "$lock"; }
done
trap 'rm -f "$file.new"' EXIT
# The same order everywhere: who synchronises builds in the end, never the other way round. 1: a file was replaced while it
# was packed, as by an upload; the archive has it whole or not at all.
flock corpus/.maltolk-sync.lock flock index/lock \
    tar --create --file "$file.new" --exclude=./models --exclude='*/.building-*' --exclude='.*.new' --exclude=./index/lock \
    --exclude=./corpus/.maltolk-sync.lock . || [ $? -eq 1 ]
sync "$file.new"
mv "$file.new" "$file"
