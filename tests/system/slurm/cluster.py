"""A Slurm cluster of one node on this machine's loopback, for a test, all in one folder."""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGES = ("slurm-wlm", "munge")  # Debian's
PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "srun", "squeue", "scancel")
_SBIN = ":/usr/local/sbin:/usr/sbin:/sbin"

# The daemons are this user's own, so none of them needs a privilege. Nothing is limited or
# accounted for.
_CONF = """\
ClusterName=loopback
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
MinJobAge=300
KillWait=2
NodeName=one NodeHostname={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory}
PartitionName=all Nodes=one Default=YES MaxTime=INFINITE State=UP
"""


def install() -> None:
    """Install Slurm and munge if a program of theirs is missing; they stay installed afterwards."""
    os.environ["PATH"] += _SBIN
    if not (missing := [name for name in PROGRAMS if shutil.which(name) is None]):
        return
    root = os.geteuid() == 0
    if shutil.which("apt-get") is None or not (root or shutil.which("sudo")):
        sys.exit(
            f"test-slurm: {', '.join(missing)}: missing. Debian's {' and '.join(PACKAGES)} are"
            " installed where there is apt-get and the user is root or may use sudo; elsewhere"
            " install Slurm and munge first"
        )
    apt = [*([] if root else ["sudo"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    subprocess.run([*apt, "update", "--quiet"], check=True)
    subprocess.run(
        [*apt, "install", "--quiet", "--yes", "--no-install-recommends", *PACKAGES], check=True
    )


@contextmanager
def one_node(cpus: int = 2, memory: int = 4000) -> Iterator[None]:
    """Run the cluster; within, Slurm's commands talk to it. Afterwards nothing of it is left.

    Parameters
    ----------
    cpus, memory
        What the node is said to have, whatever the machine has; memory in MB.
    """
    with tempfile.TemporaryDirectory(prefix="slurm-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # munge wants its socket within everybody's reach
        (folder / "state").mkdir()
        (folder / "spool").mkdir()
        host, user = socket.gethostname().partition(".")[0], getpass.getuser()
        conf = folder / "slurm.conf"
        conf.write_text(
            _CONF.format(
                folder=folder, host=host, user=user, ports=_ports(2), cpus=cpus, memory=memory
            )
        )
        # Snakemake's plugin takes Slurm's variables, this one too, away from the srun within a job.
        (folder / "srun").write_text(
            f'#!/bin/sh\nSLURM_CONF={conf} exec {shutil.which("srun")} "$@"\n'
        )
        (folder / "srun").chmod(0o755)
        os.environ |= {"SLURM_CONF": str(conf), "PATH": f"{folder}:{os.environ['PATH']}"}
        with _daemons(folder, conf):
            if not _wait_for("sinfo", "%T", "idle"):
                logs = "\n".join(
                    f"{log.name}:\n{log.read_text()[-2000:]}"
                    for log in sorted(folder.glob("*.log"))
                )
                sys.exit(f"test-slurm: the node does not come up\n{logs}")
            try:
                yield
            finally:
                subprocess.run(["scancel", "--user", user], check=False)
                _wait_for("squeue", "%T", "")


@contextmanager
def _daemons(folder: Path, conf: Path) -> Iterator[None]:
    """Run munged, slurmctld and slurmd, their logs in the folder."""
    key = folder / "munge.key"
    key.write_bytes(os.urandom(128))
    key.chmod(0o600)
    own = {
        kind: f"--{kind}={folder}/munge.{kind}"
        for kind in ("socket", "pid-file", "seed-file", "log-file")
    }
    daemons = [
        ["munged", "--foreground", f"--key-file={key}", *own.values()],
        ["slurmctld", "-D", "-c", "-f", str(conf)],
        ["slurmd", "-D", "-c", "-N", "one", "-f", str(conf)],
    ]
    running: list[subprocess.Popen[bytes]] = []
    try:
        for command in daemons:
            with (folder / f"{command[0]}.log").open("wb") as log:
                running.append(subprocess.Popen(command, stdout=log, stderr=log))
            time.sleep(1)  # each needs the one before
        yield
    finally:
        for daemon in reversed(running):
            daemon.terminate()
            daemon.wait(30)


def _ports(number: int) -> list[int]:
    """Return free ports of this machine."""
    sockets = [socket.socket() for _ in range(number)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _wait_for(command: str, form: str, expected: str, seconds: float = 60) -> bool:
    """Return whether a command of Slurm's comes to print what is expected."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        said = subprocess.run(
            [command, "--noheader", "--format", form], capture_output=True, text=True, check=False
        )
        if said.returncode == 0 and said.stdout.strip() == expected:
            return True
        time.sleep(0.5)
    return False
