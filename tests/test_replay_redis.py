from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

import pytest
import redis
import redis.asyncio
from redis.backoff import NoBackoff
from redis.retry import Retry

from nexmo_sig import ReplayDetected, ReplayGuardError, Signer, UsageError
from nexmo_sig.integrations.redis import RedisReplayGuard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SIGNER = Signer("secret", "sha256")
KEY = "0" * 64
ROUNDS = 1_000
SLOTS = 16_384  # of every cluster


def no_retries() -> Retry:
    return Retry(NoBackoff(), 0)


def client_of(port: int, **options: Any) -> redis.Redis:
    settings = {"socket_timeout": 10, "retry": no_retries(), **options}
    return redis.Redis(port=port, **settings)


def cluster_client_of(port: int) -> redis.RedisCluster:
    return redis.RedisCluster(host="127.0.0.1", port=port, socket_timeout=1, retry=no_retries())


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def running_server(directory: Path, port: int, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Redis that keeps nothing on disk, until the block ends."""
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--save", "", "--appendonly", "no", "--dir", str(directory), *options]
    with (
        (directory / "redis.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as server,
    ):
        try:
            wait_for(server, port)
            yield server
        finally:
            server.kill()


@contextmanager
def running_cluster(directory: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a cluster of one node, which owns all slots."""
    options = ("--cluster-enabled", "yes", "--cluster-port", str(free_port()))
    with running_server(directory, port, *options) as server, client_of(port) as node:
        node.execute_command("CLUSTER ADDSLOTSRANGE", 0, SLOTS - 1)
        while node.execute_command("CLUSTER INFO")["cluster_state"] != "ok":
            time.sleep(0.01)
        yield server


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    while server.poll() is None:
        with client_of(port) as client:
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.01)
            else:
                return
    raise RuntimeError(f"redis-server stopped with status {server.returncode}")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    port = free_port()
    with running_server(tmp_path_factory.mktemp("redis"), port):
        yield port


@pytest.fixture
def client(port: int) -> Iterator[redis.Redis]:
    with client_of(port) as client:
        client.flushall()
        client.config_resetstat()
        yield client


# Without a server


def test_a_store_that_is_down_is_a_clear_error_and_the_request_is_not_accepted() -> None:
    with client_of(free_port(), username="account", password="hunter2") as client:
        guard = RedisReplayGuard(client)
        with pytest.raises(ReplayGuardError, match="cannot remember the request") as caught:
            SIGNER.verify(SIGNER.sign({}), replay_guard=guard)
    assert str(caught.value).endswith(": ConnectionError")
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


class Impostor:
    """Answers as no Redis does: to `SET` what it is told, to everything else OK."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with socket.create_connection(("127.0.0.1", self.port)):
            self._server.close()
        self._thread.join()

    def _serve(self) -> None:
        with suppress(OSError):  # closed
            while True:
                connection, _ = self._server.accept()
                with connection, suppress(ConnectionError):
                    self._answer_all(connection)

    def _answer_all(self, connection: socket.socket) -> None:
        while received := connection.recv(65_536):
            if KEY.encode() in received:
                connection.sendall(self._answer)
                return
            connection.sendall(b"+OK\r\n" * received.count(b"*"))


@pytest.mark.parametrize("decode_responses", [False, True])
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\0\xff\r\n",
        b"+QUEUED\r\n",
        b"+\xff\r\n",
        b":1\r\n",
        b":0\r\n",
        b"$0\r\n\r\n",
        b"$3\r\nOK",
        b"$x\r\n",
        b"$99999999999999999999\r\n",
        b"*0\r\n",
        b"*2\r\n+OK\r\n+OK\r\n",
        b"*1\r\n" * 5_000,
        b"-ERR unknown command\r\n",
        b"-MOVED\r\n",
        b"-MOVED 1 127.0.0.1:1\r\n",
    ],
)
def test_an_answer_that_is_not_one_to_the_command_accepts_nothing(
    answer: bytes, decode_responses: bool
) -> None:
    """A ValueError, a RecursionError and others of the client got out; `QUEUED` was a replay."""
    with (
        Impostor(answer) as impostor,
        client_of(impostor.port, protocol=2, decode_responses=decode_responses) as client,
        pytest.raises(ReplayGuardError, match="Redis cannot remember the request: ") as caught,
    ):
        RedisReplayGuard(client).remember(KEY, 10)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def asyncio_client() -> object:
    return redis.asyncio.Redis(port=1)


def asyncio_cluster_client() -> object:
    return redis.asyncio.RedisCluster(host="127.0.0.1", port=1)


def pipeline() -> object:
    return client_of(1).pipeline()


@pytest.mark.parametrize(
    "make",
    [
        asyncio_client,
        asyncio_cluster_client,
        pipeline,
        lambda: None,
        lambda: {"host": "127.0.0.1"},
        lambda: "redis://127.0.0.1",
        lambda: redis.Redis,
        lambda: redis.ConnectionPool(port=1),
    ],
)
def test_a_client_that_gives_no_answer_at_once_is_an_error_of_the_program(
    make: Callable[[], Any],
) -> None:
    """The coroutine of an asyncio client is true, so that every replay was accepted."""
    with pytest.raises(UsageError, match=r"redis\.Redis or a redis\.RedisCluster") as caught:
        RedisReplayGuard(make())
    assert caught.value.name == "client"


@pytest.mark.parametrize("prefix", ["\ud800", b"bytes", None, 1])
def test_a_prefix_that_cannot_be_encoded_is_an_error_of_the_program(prefix: Any) -> None:
    with client_of(1) as client, pytest.raises(UsageError, match="UTF-8") as caught:
        RedisReplayGuard(client, prefix)
    assert caught.value.name == "prefix"
    assert caught.value.__context__ is None


def test_a_guard_shows_its_prefix_and_no_credentials() -> None:
    with client_of(1, password="hunter2") as client:
        assert repr(RedisReplayGuard(client)) == "<RedisReplayGuard of 'nexmo_sig:replay:'>"


# With a server


@pytest.mark.program
@pytest.mark.parametrize("options", [{}, {"protocol": 2, "decode_responses": True}])
def test_a_request_is_accepted_once(
    client: redis.Redis, port: int, options: dict[str, object]
) -> None:
    signed = SIGNER.sign({"text": "a"})
    with client_of(port, **options) as configured:
        guard = RedisReplayGuard(configured)
        assert SIGNER.verify(signed, replay_guard=guard)["text"] == "a"
        with pytest.raises(ReplayDetected):
            SIGNER.verify(signed, replay_guard=guard)
        SIGNER.verify(SIGNER.sign({"text": "b"}), replay_guard=guard)


@pytest.mark.program
def test_guards_that_share_a_server_share_what_they_remember(client: redis.Redis) -> None:
    assert RedisReplayGuard(client).remember(KEY, 10) is True
    assert RedisReplayGuard(client).remember(KEY, 10) is False


@pytest.mark.program
def test_applications_with_their_own_prefix_do_not_meet(client: redis.Redis) -> None:
    assert RedisReplayGuard(client, "one:").remember(KEY, 10) is True
    assert RedisReplayGuard(client, "two:").remember(KEY, 10) is True
    assert set(client.keys()) == {f"one:{KEY}".encode(), f"two:{KEY}".encode()}


@pytest.mark.program
def test_a_prefix_is_written_in_utf_8_whatever_the_client_encodes(port: int) -> None:
    with client_of(port, encoding="ascii") as client:
        assert RedisReplayGuard(client, "ü:").remember(KEY, 10) is True
        assert client.exists(f"ü:{KEY}".encode())


@pytest.mark.program
def test_a_request_costs_one_command(client: redis.Redis) -> None:
    RedisReplayGuard(client).remember(KEY, 10)
    RedisReplayGuard(client).remember(KEY, 10)
    commands = client.info("commandstats")
    assert {name: stats["calls"] for name, stats in commands.items() if "config" not in name} == {
        "cmdstat_set": 2
    }


@pytest.mark.program
def test_a_request_is_remembered_for_longer_than_it_is_fresh(client: redis.Redis) -> None:
    now = 1_700_000_000
    signed = SIGNER.sign({}, timestamp=now + 300)
    SIGNER.verify(signed, now=now, replay_guard=RedisReplayGuard(client))
    (key,) = client.keys()
    assert 600_000 < client.pttl(key) <= 602_000


@pytest.mark.program
def test_a_request_that_is_stale_is_forgotten_by_the_server(client: redis.Redis) -> None:
    guard = RedisReplayGuard(client, prefix="")
    guard.remember(KEY, 1)
    while client.exists(KEY):
        time.sleep(0.02)
    assert guard.remember(KEY, 1) is True


@pytest.mark.program
def test_a_server_that_refuses_is_a_clear_error_without_credentials(
    client: redis.Redis, port: int
) -> None:
    with (
        client_of(port, username="account", password="hunter2") as stranger,
        pytest.raises(ReplayGuardError) as caught,
    ):
        RedisReplayGuard(stranger).remember(KEY, 10)
    assert "hunter2" not in str(caught.value)
    assert "account" not in str(caught.value)
    assert client.dbsize() == 0


@pytest.mark.program
def test_a_server_without_memory_refuses_the_request(client: redis.Redis) -> None:
    client.config_set("maxmemory", 1)
    try:
        with pytest.raises(ReplayGuardError):
            SIGNER.verify(SIGNER.sign({}), replay_guard=RedisReplayGuard(client))
    finally:
        client.config_set("maxmemory", 0)


@pytest.mark.program
def test_a_store_that_disappears_midway_accepts_nothing_until_it_is_back(tmp_path: Path) -> None:
    port = free_port()
    first, second = SIGNER.sign({"nonce": 1}), SIGNER.sign({"nonce": 2})
    with client_of(port) as client:
        guard = RedisReplayGuard(client)
        with running_server(tmp_path, port):
            SIGNER.verify(first, replay_guard=guard)
        for request in (first, second):
            with pytest.raises(ReplayGuardError):
                SIGNER.verify(request, replay_guard=guard)
        with running_server(tmp_path, port):
            assert SIGNER.verify(second, replay_guard=guard)["nonce"] == "2"


@pytest.mark.program
def test_a_store_that_does_not_answer_accepts_nothing(tmp_path: Path) -> None:
    port = free_port()
    with running_server(tmp_path, port) as server, client_of(port, socket_timeout=0.1) as client:
        guard = RedisReplayGuard(client)
        SIGNER.verify(SIGNER.sign({"nonce": 1}), replay_guard=guard)
        server.send_signal(signal.SIGSTOP)
        with pytest.raises(ReplayGuardError, match="TimeoutError"):
            SIGNER.verify(SIGNER.sign({"nonce": 2}), replay_guard=guard)


# A cluster


@pytest.fixture(scope="module")
def cluster_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    port = free_port()
    with running_cluster(tmp_path_factory.mktemp("cluster"), port):
        yield port


@pytest.fixture
def cluster(cluster_port: int) -> Iterator[redis.RedisCluster]:
    with cluster_client_of(cluster_port) as cluster:
        yield cluster


@pytest.mark.program
def test_a_cluster_remembers_requests_in_all_its_slots(cluster: Any) -> None:
    guard = RedisReplayGuard(cluster)
    requests = [SIGNER.sign({"nonce": nonce}) for nonce in range(50)]
    for request in requests:
        assert SIGNER.verify(request, replay_guard=guard)
    for request in requests:
        with pytest.raises(ReplayDetected):
            SIGNER.verify(request, replay_guard=guard)
    keys = list(cluster.scan_iter())
    assert len({cluster.execute_command("CLUSTER KEYSLOT", key) for key in keys}) > 25


@pytest.mark.program
def test_a_key_of_a_cluster_is_new_once_and_expires(cluster: redis.RedisCluster) -> None:
    guard = RedisReplayGuard(cluster, "once:")
    assert [guard.remember(KEY, 10) for _ in range(3)] == [True, False, False]
    assert 9_000 < cluster.pttl(f"once:{KEY}") <= 10_000


@pytest.mark.program
def test_a_pipeline_of_a_cluster_is_an_error_of_the_program(cluster: Any) -> None:
    with pytest.raises(UsageError), cluster.pipeline() as pipeline:
        RedisReplayGuard(pipeline)


@pytest.mark.program
def test_a_cluster_whose_node_is_down_accepts_nothing_until_it_is_back(tmp_path: Path) -> None:
    """`RedisClusterException` is not a `RedisError`: it got out, and was answered with 500."""
    port = free_port()
    first, second = SIGNER.sign({"nonce": 1}), SIGNER.sign({"nonce": 2})
    with running_cluster(tmp_path, port):
        client = cluster_client_of(port)
        guard = RedisReplayGuard(client)
        SIGNER.verify(first, replay_guard=guard)
    problems = set()
    for request in (first, second, first, second):
        with pytest.raises(ReplayGuardError) as caught:
            SIGNER.verify(request, replay_guard=guard)
        assert caught.value.__context__ is None
        problems.add(str(caught.value).rpartition(": ")[2])
    assert "RedisClusterException" in problems
    (tmp_path / "nodes.conf").unlink()
    with running_cluster(tmp_path, port):
        assert SIGNER.verify(second, replay_guard=guard)["nonce"] == "2"
        client.close()


@pytest.mark.program
def test_a_slot_without_a_node_accepts_nothing(tmp_path: Path) -> None:
    port = free_port()
    with running_cluster(tmp_path, port), cluster_client_of(port) as cluster:
        guard = RedisReplayGuard(cluster)
        with client_of(port) as node:
            node.execute_command("CLUSTER DELSLOTSRANGE", 0, SLOTS - 1)
        for _ in range(3):
            with pytest.raises(ReplayGuardError, match="Redis cannot remember the request: "):
                SIGNER.verify(SIGNER.sign({}), replay_guard=guard)


# Processes


# Each round starts when both processes have reached it.
RECEIVER = """
import json, sys
import redis
from nexmo_sig import ReplayDetected, Signer
from nexmo_sig.integrations.redis import RedisReplayGuard

signer = Signer("secret", "sha256")
client = redis.Redis(port=int(sys.argv[1]), decode_responses=True)
guard = RedisReplayGuard(client)
accepted = []
for request in json.load(sys.stdin):
    arrivals = "round:" + request["nonce"]
    client.incr(arrivals)
    while client.get(arrivals) != "2":
        pass
    try:
        accepted.append(signer.verify(request, replay_guard=guard)["nonce"])
    except ReplayDetected:
        pass
print(json.dumps(accepted))
"""


@pytest.mark.program
def test_of_two_processes_that_race_for_a_request_exactly_one_wins(
    client: redis.Redis, port: int
) -> None:
    requests = json.dumps([SIGNER.sign({"nonce": nonce}) for nonce in range(ROUNDS)])
    receivers = [
        subprocess.Popen(
            [sys.executable, "-c", RECEIVER, str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for receiver in receivers:
        assert receiver.stdin is not None
        receiver.stdin.write(requests)
        receiver.stdin.close()
        receiver.stdin = None
    outputs = [receiver.communicate(timeout=120)[0] for receiver in receivers]
    assert [receiver.returncode for receiver in receivers] == [0, 0]
    accepted = [int(nonce) for output in outputs for nonce in json.loads(output)]
    assert sorted(accepted) == list(range(ROUNDS))
