namespace EventLinkDr.TestKit.Docker;

/// <summary>
/// The shell script that runs an engine of its own and takes it away again. It lives until its standard input ends, which happens too when
/// the test process is killed; whatever ends it, engine, containers, mounts, bridges and files are gone afterwards.
/// </summary>
internal static class EngineScript
{
    /// <summary>Arguments: directory (its name is unique), name of the bridge, first two numbers of the networks' addresses, TCP port for TLS.</summary>
    public const string Text = """
        dir=$1 bridge=$2 net=$3 port=$4
        name=${dir##*/}
        export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

        stop() { # pid, seconds
            [ -n "$1" ] || return 0
            kill "$1" 2>/dev/null
            i=0
            while kill -0 "$1" 2>/dev/null && [ $i -lt $(($2 * 10)) ]; do sleep 0.1; i=$((i + 1)); done
            kill -9 "$1" 2>/dev/null
            wait "$1" 2>/dev/null
        }

        cleanup() {
            trap '' INT TERM HUP
            # Containers first: the engine would give each of them ten seconds.
            for round in 1 2 3; do
                for file in $(find /sys/fs/cgroup -path "*/$name/*" -name cgroup.procs 2>/dev/null); do
                    for pid in $(cat "$file" 2>/dev/null); do kill -9 "$pid" 2>/dev/null; done
                done
            done
            stop "$engine" 15
            stop "$containerd" 5
            # Shims outlive both; each names our socket in its command line.
            for process in /proc/[0-9]*; do
                if { tr '\0' ' ' < "$process/cmdline"; } 2>/dev/null | grep -q "^[^ ]*containerd-shim.* $dir/"; then kill -9 "${process#/proc/}" 2>/dev/null; fi
            done
            grep -o " $dir/[^ ]*" /proc/mounts | sort -r | while read -r mount; do umount -l "$mount" 2>/dev/null; done
            for link in $(ip -o -4 addr show 2>/dev/null | grep " $net\." | sed 's/^[0-9]*: *\([^ ]*\).*/\1/'); do ip link delete "$link" 2>/dev/null; done
            for i in 1 2 3 4 5; do
                find /sys/fs/cgroup -depth -type d -path "*/$name*" -exec rmdir {} + 2>/dev/null
                rm -rf "$dir" 2>/dev/null && break
                sleep 0.2
            done
        }

        trap 'exit 1' INT TERM HUP
        trap cleanup EXIT

        cat > "$dir/containerd.toml" <<END
        version = 2
        root = "$dir/c/root"
        state = "$dir/c/state"
        disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
        [grpc]
        address = "$dir/c.sock"
        [ttrpc]
        address = "$dir/t.sock"
        [debug]
        level = "warn"
        END
        ip link add "$bridge" type bridge && ip addr add "$net.0.1/24" dev "$bridge" && ip link set "$bridge" up || exit 1
        containerd --config "$dir/containerd.toml" > "$dir/containerd.log" 2>&1 < /dev/null &
        containerd=$!
        i=0
        while [ ! -S "$dir/c.sock" ] && kill -0 $containerd 2>/dev/null && [ $i -lt 200 ]; do sleep 0.05; i=$((i + 1)); done
        # No change to the firewall: the host reaches the containers, and published ports go through the engine's own proxy.
        dockerd --host "unix://$dir/docker.sock" --host "tcp://127.0.0.1:$port" \
            --tlsverify --tlscacert "$dir/tls/ca.pem" --tlscert "$dir/tls/server-cert.pem" --tlskey "$dir/tls/server-key.pem" --containerd "$dir/c.sock" --data-root "$dir/data" --exec-root "$dir/exec" --pidfile "$dir/engine.pid" \
            --group root --bridge "$bridge" --default-address-pool "base=$net.128.0/17,size=24" --iptables=false --ip-masq=false --ip-forward=false \
            --cgroup-parent "/$name" --exec-opt native.cgroupdriver=cgroupfs --shutdown-timeout 3 --log-level warn --config-file "$dir/daemon.json" > "$dir/engine.log" 2>&1 < /dev/null &
        engine=$!
        # Ends when the engine does, so that whoever waits for us learns of it.
        (while kill -0 $engine 2>/dev/null; do sleep 0.2; done; kill $$ 2>/dev/null) < /dev/null > /dev/null 2>&1 &
        read -r _
        """;
}
