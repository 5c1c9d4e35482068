"""A Kafka broker of one's own (KRaft, one node): formatted at the first start, its data kept."""

import socket
import subprocess
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from deploy.local.child import Child, Program, start
from deploy.local.errors import NotReadyError
from deploy.local.jars import kafka_jars
from deploy.local.keep import kept, kept_port
from deploy.local.tools import find_java

READY_SECONDS = 60
LOGGING = Path(__file__).with_name("log4j2.yaml")

PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller_port}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={data}
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=4000
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
"""


@dataclass(frozen=True, kw_only=True)
class Broker:
    java: Path
    jars: Path
    properties: Path
    port: int

    @property
    def bootstrap_servers(self) -> str:
        return f"127.0.0.1:{self.port}"

    def command(self, program: str, *arguments: str) -> list[str]:
        """A program of Kafka's, on a small Java that starts quickly."""
        return [
            *(str(self.java), "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            *("-Xshare:auto", f"-Dlog4j2.configurationFile={LOGGING}"),
            *("-cp", f"{self.jars}/*", program, *arguments),
        ]


def prepare_kafka(folder: Path) -> Broker:
    java, data = find_java(), folder.resolve() / "kafka"
    broker = Broker(
        java=java,
        jars=kafka_jars(),
        properties=folder.resolve() / "kafka.properties",
        port=kept_port(folder, "kafka"),
    )
    controller_port = kept_port(folder, "kafka-controller")
    broker.properties.write_text(
        PROPERTIES.format(port=broker.port, controller_port=controller_port, data=data)
    )
    if not (data / "meta.properties").exists():
        _format(broker, kept(folder / "kafka-cluster-id", _new_cluster_id))
    return broker


def start_kafka(broker: Broker, folder: Path) -> Child:
    command = broker.command("kafka.Kafka", str(broker.properties))
    return start(Program(name="kafka", command=command), folder)


def wait_for_kafka(bootstrap_servers: str, server: Child | None) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _listens(bootstrap_servers):
        if server is not None:
            server.require_alive()
        if time.monotonic() > deadline:
            raise NotReadyError(f"Kafka did not answer within {READY_SECONDS} s")
        time.sleep(0.05)


def _listens(bootstrap_servers: str) -> bool:
    host, _, port = bootstrap_servers.partition(",")[0].rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=2).close()
    except OSError:
        return False
    return True


def _format(broker: Broker, cluster_id: str) -> None:
    command = broker.command(
        *("kafka.tools.StorageTool", "format", "-t", cluster_id, "-c", str(broker.properties))
    )
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise NotReadyError(f"Kafka's storage was not formatted: {done.stderr or done.stdout}")


def _new_cluster_id() -> str:
    """Any but one that the tool would take for an option."""
    made = urlsafe_b64encode(uuid4().bytes).decode().rstrip("=")
    return made if made[0].isalnum() else _new_cluster_id()
