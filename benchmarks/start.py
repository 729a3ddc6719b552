#!/usr/bin/env python3
"""Start-up of hello world, from exec to exit: alone, with Heddle, with others, in turn.

Usage: start.py JAVA AGENT_JAR PEER_JAR CLASS_PATH RUNS
Prints medians, and what each agent adds beside what the peer adds. Needs Linux (wait4) only.
"""

import os
import socket
import statistics
import sys
import tempfile
import time
import zipfile

EMPTY = "com/example/EmptyAgent.class"
MANIFEST = """Manifest-Version: 1.0
Premain-Class: com.example.EmptyAgent
Can-Retransform-Classes: true

"""
RULE = """exporter: { port: 0 }
packs: [ jdk-process ]
rules: [ { id: spawn, type: com.example.Spawn, method: spawn } ]
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def measure(command):
    """Wall in ms, CPU in ms, peak resident memory in MiB."""
    null = os.open(os.devnull, os.O_RDWR)
    started = time.monotonic()
    pid = os.posix_spawn(
        command[0],
        command,
        {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"},
        file_actions=[(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)],
    )
    _, status, usage = os.wait4(pid, 0)
    wall = time.monotonic() - started
    os.close(null)
    if status != 0:
        sys.exit(f"failed with status {status}: {' '.join(command)}")
    return wall * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_maxrss / 1024


def variants(java, agent, peer, class_path, files):
    hello = ["-cp", class_path, "com.example.Hello"]
    spawn = ["-cp", class_path, "com.example.Spawn"]
    rule = os.path.join(files, "rule.yaml")
    empty = os.path.join(files, "peer.yaml")
    with open(rule, "w", encoding="utf-8") as out:
        out.write(RULE)
    with open(empty, "w", encoding="utf-8") as out:
        out.write("rules: []\n")
    nothing = os.path.join(files, "nothing.jar")
    with zipfile.ZipFile(nothing, "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", MANIFEST)
        jar.write(os.path.join(class_path, EMPTY), EMPTY)
    return {
        "hello world": lambda: [java, *hello],
        "with an agent that does nothing": lambda: [java, f"-javaagent:{nothing}", *hello],
        "with Heddle": lambda: [java, f"-javaagent:{agent}=exporter.port=0", *hello],
        "with jmx_exporter": lambda: [java, f"-javaagent:{peer}={free_port()}:{empty}", *hello],
        "one process spawned": lambda: [java, *spawn],
        "with Heddle and one rule": lambda: [java, f"-javaagent:{agent}=config={rule}", *spawn],
    }


def report(figures, runs):
    medians = {
        name: [statistics.median(column) for column in zip(*rows)] for name, rows in figures.items()
    }
    bare = medians["hello world"]
    peer = [a - b for a, b in zip(medians["with jmx_exporter"], bare)]
    print(f"medians of {runs} runs in turn\n")
    print("| | wall ms | CPU ms | peak MiB | adds wall | adds CPU | adds MiB | of what jmx_exporter adds |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, row in medians.items():
        base = medians["one process spawned"] if "rule" in name else bare
        added = [a - b for a, b in zip(row, base)]
        cells = [f"{value:.0f}" for value in row]
        if "with" in name:
            cells += [f"{value:+.0f}" for value in added]
            cells.append(f"{added[0] / peer[0]:.2f} wall, {added[1] / peer[1]:.2f} CPU")
        else:
            cells += ["", "", "", ""]
        print(f"| {name} | {' | '.join(cells)} |")


def main():
    java, agent, peer, class_path, runs = sys.argv[1:]
    with tempfile.TemporaryDirectory() as files:
        commands = variants(java, agent, peer, class_path, files)
        figures = {name: [] for name in commands}
        for turn in range(int(runs) + 1):
            for name, command in commands.items():
                row = measure(command())
                # the first turn fills the page cache
                if turn > 0:
                    figures[name].append(row)
    report(figures, runs)


if __name__ == "__main__":
    main()
