# Keeps one PostgreSQL server running while somebody uses it, then stops it and removes its folder.
# Arguments: the folder, the seconds to wait for another user after the last one left, the server's command.
set -u
folder=$1
grace_s=$2
shift 2

"$@" </dev/null >"$folder/server.log" 2>&1 &
server=$!

exec 8>>"$folder/start.lock" 9>>"$folder/users.lock"
while kill -0 "$server" 2>/dev/null; do
    flock -x 9 # nobody uses the server now
    flock -u 9
    sleep "$grace_s"
    flock -x 8 # nobody joins from here on
    flock -n -x 9 && break
    flock -u 8
done

kill -INT "$server" 2>/dev/null
wait "$server"
rm -rf "$folder"
