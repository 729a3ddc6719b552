#!/usr/bin/env python3
"""How long a thread of the application stands still at its first use of Heddle, in milliseconds.

Usage: first.py JAVA AGENT_JAR CLASS_PATH RUNS
The first call of a method that a rule names, and the first start of a child process; as the first
thing that main does, and a second later. Medians, all variants in turn. Needs Linux.
"""

import os
import statistics
import subprocess
import sys
import tempfile

RULE = """exporter: { port: 0 }
packs: [ jdk-process ]
rules: [ { id: first, type: com.example.FirstUse$Named, method: method } ]
"""
USES = {"class": "the first class that a rule matches", "child": "the first child process"}
WAITS = {0: "at once", 1000: "after a second"}


def measure(command):
    environment = {k: v for k, v in os.environ.items() if k != "JAVA_TOOL_OPTIONS"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return int(done.stdout.split()[1]) / 1e3


def main():
    java, agent, class_path, runs = sys.argv[1:]
    figures = {}
    with tempfile.TemporaryDirectory() as files:
        rule = os.path.join(files, "rule.yaml")
        with open(rule, "w", encoding="utf-8") as out:
            out.write(RULE)
        agents = {
            "none": [],
            "a rule": [f"-javaagent:{agent}=config={rule}"],
            "no rule": [f"-javaagent:{agent}=exporter.port=0"],
        }
        for _ in range(int(runs)):
            for use in USES:
                for wait in WAITS:
                    for name, options in agents.items():
                        if use == "child" or name != "no rule":
                            command = [java, *options, "-cp", class_path, "com.example.FirstUse"]
                            took = measure([*command, use, str(wait)])
                            figures.setdefault((use, wait, name), []).append(took)
    print(f"medians of {runs} runs in turn; ms, the application's own thread\n")
    print("| | no agent | Heddle, a file with a rule | Heddle without a file |")
    print("|---|---:|---:|---:|")
    for use, what in USES.items():
        for wait, when in WAITS.items():
            cells = [
                f"{statistics.median(figures[use, wait, name]):.0f}"
                if (use, wait, name) in figures
                else ""
                for name in agents
            ]
            print(f"| {what}, {when} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
