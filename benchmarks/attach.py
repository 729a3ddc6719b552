#!/usr/bin/env python3
"""An attach to an application with many classes, and what it costs to weave 20,000 methods.

Usage: attach.py JAVA AGENT_JAR OPENTELEMETRY_JAR BENCHMARKS_JAR RUNS
Prints medians, all variants in turn; each run checks how many methods were woven. Needs Linux.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

MANY = 30_000
WOVEN = 2_000  # classes of ten methods
METHODS = ",".join(f"m{i}" for i in range(10))
PAUSE = re.compile(r"Safepoint \"\w+\".* Total: +(\d+) ns")
ADDRESS = re.compile(r"http://[0-9.:]+")


def rules():
    """A hundred rules: 50 exact names, 30 globs, 10 with subtypes, 10 with an annotation."""
    lines = ["exporter: { port: 0 }", "rules:"]
    for i in range(50):
        lines.append(
            f"  - {{ id: exact{i}, type: com.example.many.Template{500 * i + 7:05d}, method: m1 }}"
        )
    for i in range(30):
        lines.append(
            f"  - {{ id: glob{i}, type: 'com.example.many.Template{100 * i + 9:04d}*', method: m1 }}"
        )
    for i in range(10):
        lines.append(f"  - {{ id: sub{i}, type: com.example.Base{i}, subtypes: true, method: run }}")
    for i in range(10):
        lines.append(f"  - {{ id: marked{i}, annotated: com.example.Marked{i} }}")
    return "\n".join(lines) + "\n"


class Application:
    """The application with many classes, in a JVM of its own."""

    def __init__(self, java, options, class_path, classes):
        self.errors = tempfile.TemporaryFile(mode="w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [java, "-Xmx1g", *options, "-cp", class_path, "com.example.ManyClasses", str(classes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            env={k: v for k, v in os.environ.items() if k != "JAVA_TOOL_OPTIONS"},
        )
        line = ""
        while not line.startswith("loaded "):
            line = self.process.stdout.readline()
            if not line:
                sys.exit(f"the application failed: {options}")
        self.millis, self.heap, self.metaspace = map(int, line.split()[1:])

    def resident(self):
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024

    def said(self):
        self.errors.seek(0)
        return self.errors.read()

    def end(self):
        self.process.stdin.close()
        self.process.wait(60)


def woven(address):
    with urllib.request.urlopen(address + "/api/rules") as answer:
        return sum(rule["woven"] for rule in json.load(answer)["rules"])


def attach(java, agent, class_path, files):
    """Milliseconds of the command, the longest pause and all pauses meanwhile, methods woven."""
    log = os.path.join(files, "safepoints.log")
    config = os.path.join(files, "rules.yaml")
    with open(config, "w", encoding="utf-8") as out:
        out.write(rules())
    options = [f"-Xlog:safepoint:file={log}", "-XX:+EnableDynamicAgentLoading"]
    application = Application(java, options, class_path, MANY)
    with open(log, encoding="utf-8") as text:
        text.seek(0, os.SEEK_END)
        before = text.tell()
    begin = time.monotonic()
    command = [java, "-jar", agent, "attach", str(application.process.pid), f"config={config}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    took = (time.monotonic() - begin) * 1e3
    methods = woven(ADDRESS.search(done.stdout + done.stderr).group())
    with open(log, encoding="utf-8") as text:
        text.seek(before)
        pauses = [int(nanos) / 1e6 for nanos in PAUSE.findall(text.read())]
    application.end()
    expected = 50 + 30 * 10
    if methods != expected:
        sys.exit(f"{methods} methods were woven, not {expected}")
    return took, max(pauses), sum(pauses)


def loading(java, agents, class_path):
    """For each agent: milliseconds to load, heap and metaspace and resident MiB."""
    figures = {}
    for name, options in agents.items():
        application = Application(java, options, class_path, WOVEN)
        if name == "Heddle":
            methods = woven(ADDRESS.search(application.said()).group())
            if methods != 10 * (WOVEN + 1):  # the template is one of them
                sys.exit(f"{methods} methods were woven, not {10 * (WOVEN + 1)}")
        figures[name] = (
            application.millis,
            application.heap / 2**20,
            application.metaspace / 2**20,
            application.resident(),
        )
        application.end()
    return figures


def agents_of(agent, opentelemetry, benchmarks, files):
    every = os.path.join(files, "every.yaml")
    with open(every, "w", encoding="utf-8") as out:
        out.write("exporter: { port: 0 }\npacks: [ ]\nrules: [ { id: every, type: 'com.example.many.*' } ]\n")
    include = os.path.join(files, "otel.properties")
    with open(include, "w", encoding="utf-8") as out:
        for signal in ("traces", "metrics", "logs"):
            out.write(f"otel.{signal}.exporter=none\n")
        classes = ";".join(f"com.example.many.Template{i:05d}[{METHODS}]" for i in range(1, WOVEN + 1))
        out.write(f"otel.instrumentation.methods.include={classes}\n")
    return {
        "no agent": [],
        "Heddle": [f"-javaagent:{agent}=config={every}"],
        "a minimal agent of Byte Buddy's `AgentBuilder` and `Advice`": [f"-javaagent:{benchmarks}"],
        "OpenTelemetry, `methods.include`": [
            f"-javaagent:{opentelemetry}",
            f"-Dotel.javaagent.configuration-file={include}",
        ],
    }


def main():
    java, agent, opentelemetry, benchmarks, runs = sys.argv[1:]
    attached, loaded = [], {}
    with tempfile.TemporaryDirectory() as files:
        agents = agents_of(agent, opentelemetry, benchmarks, files)
        for _ in range(int(runs)):
            attached.append(attach(java, agent, benchmarks, files))
            for name, row in loading(java, agents, benchmarks).items():
                loaded.setdefault(name, []).append(row)
    took, longest, together = (statistics.median(column) for column in zip(*attached))
    print(f"medians of {runs} runs in turn\n")
    print(f"Attach to {MANY:,} loaded classes with 100 rules, which weave a method each of 350 classes:")
    print(
        f"the command takes {took:.0f} ms; the application stands still for {longest:.0f} ms at the"
        f" longest, {together:.0f} ms in sum.\n"
    )
    print(f"| {WOVEN:,} classes of ten methods load | ms | heap, MiB | metaspace, MiB | resident, MiB |")
    print("|---|---:|---:|---:|---:|")
    for name, rows in loaded.items():
        cells = [f"{statistics.median(column):.0f}" for column in zip(*rows)]
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
