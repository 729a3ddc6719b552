#!/usr/bin/env python3
"""What class-data archives are worth with Heddle, made as docs/archives.md says.

Usage: archives.py JAVA AGENT_JAR CLASS_PATH RUNS
JAVA of 25 or later. Prints medians of runs in turn, and how many classes come from an archive.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import zipfile

import start

MODULE = ["--add-modules", "java.instrument"]


def pack(class_path, jar):
    """The classes in a jar: no archive has classes of a directory."""
    with zipfile.ZipFile(jar, "w") as out:
        for name in ("Hello", "Spawn"):
            entry = f"com/example/{name}.class"
            out.write(os.path.join(class_path, entry), entry)


def variants(java, app, agent):
    """Makes the archives of one application and returns how to run it with each."""

    def made(archive, *options):
        subprocess.run([java, *options, *app], check=True, capture_output=True)
        return archive

    plain = made("plain.aot", "-XX:AOTCacheOutput=plain.aot")
    with_agent = made("agent.aot", "-XX:AOTCacheOutput=agent.aot", agent)
    with_module = made("module.aot", "-XX:AOTCacheOutput=module.aot", *MODULE)
    jdk = ["-Xshare:dump", *MODULE, "-XX:SharedArchiveFile=jdk.jsa"]
    subprocess.run([java, *jdk], check=True, capture_output=True)
    dynamic = made(
        "dynamic.jsa", "-XX:SharedArchiveFile=jdk.jsa", *MODULE, "-XX:ArchiveClassesAtExit=dynamic.jsa"
    )
    return {
        "without Heddle": [java, *app],
        "without Heddle, AOT cache": [java, f"-XX:AOTCache={plain}", *app],
        "the JDK's own archive": [java, agent, *app],
        "AOT cache trained without the agent": [java, f"-XX:AOTCache={plain}", agent, *app],
        "AOT cache trained with the agent": [java, f"-XX:AOTCache={with_agent}", agent, *app],
        "AOT cache trained with the module": [java, f"-XX:AOTCache={with_module}", agent, *app],
        "dynamic archive": [java, f"-XX:SharedArchiveFile={dynamic}", agent, *app],
    }


def shared(command):
    """Classes from an archive, and all."""
    log = [command[0], "-Xlog:class+load:file=loaded.log", *command[1:]]
    subprocess.run(log, check=True, capture_output=True)
    with open("loaded.log", encoding="utf-8") as lines:
        sources = [line for line in lines if "source: " in line]
    return f"{sum('shared objects' in line for line in sources)} of {len(sources)}"


def table(title, commands, runs):
    figures = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            row = start.measure(command)
            # the first turn fills the page cache
            if turn > 0:
                figures[name].append(row)
    print(f"{title}, medians of {runs} runs in turn\n")
    print("| | wall ms | CPU ms | from an archive |")
    print("|---|---:|---:|---:|")
    for name, rows in figures.items():
        wall, cpu = [statistics.median(column) for column in list(zip(*rows))[:2]]
        print(f"| {name} | {wall:.0f} | {cpu:.0f} | {shared(commands[name])} |")
    print()


def main():
    java, agent_jar, class_path, runs = sys.argv[1:]
    class_path = os.path.abspath(class_path)
    with tempfile.TemporaryDirectory() as files:
        os.chdir(files)
        pack(class_path, "app.jar")
        with open("rule.yaml", "w", encoding="utf-8") as out:
            out.write(start.RULE)
        hello = ["-cp", "app.jar", "com.example.Hello"]
        agent = f"-javaagent:{agent_jar}=exporter.port=0"
        table("hello world", variants(java, hello, agent), int(runs))
        spawn = ["-cp", "app.jar", "com.example.Spawn"]
        agent = f"-javaagent:{agent_jar}=config=rule.yaml"
        table("a rule and one child process", variants(java, spawn, agent), int(runs))


if __name__ == "__main__":
    main()
