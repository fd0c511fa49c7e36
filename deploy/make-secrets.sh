#!/bin/sh
# Makes the secrets docker-compose.yml reads, once: those that are there stay.
set -eu
umask 022
folder="$(dirname "$0")/secrets"
mkdir -p "$folder"
# Only the owner may enter the folder. The files themselves are readable: containers see them as another user.
chmod 700 "$folder"

random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
keep() { [ -s "$folder/$1" ] || printf '%s' "$2" > "$folder/$1"; }

keep postgres_password "$(random)"
keep secret_key "$(random)"
keep action_token "$(random)"
keep api_key "$(random)"
keep identity_key "$(random)"
address="postgresql://madoguchi:$(cat "$folder/postgres_password")@postgres:5432/madoguchi"
keep database_url "$address"
# Rasa keeps its conversations in a schema of their own.
keep rasa_tracker_url "$address?options=-csearch_path%3Drasa"
echo "The secrets are in $folder."
