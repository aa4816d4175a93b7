"""Requests per second over a few kept-alive connections: ``wrk`` where it is installed, else plain sockets."""

import re
import shutil
import socket
import subprocess
import time

CONNECTIONS = 4


def _exactly(connection: socket.socket, data: bytes, host: str) -> tuple[int, bytes]:
    """Read one whole answer of which ``data`` is the beginning; its length and first line."""
    while b"\r\n\r\n" not in data:
        data += connection.recv(262_144)
    head, _, _ = data.partition(b"\r\n\r\n")
    found = re.search(rb"(?i)content-length: *(\d+)", head)
    if found is None:
        raise RuntimeError(f"{host}: an answer without Content-Length")
    total = len(head) + 4 + int(found[1])
    return total - len(data), head.partition(b"\r\n")[0]


def _by_sockets(host: str, port: int, path: str, seconds: float) -> float:
    request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Language: en\r\n\r\n".encode()
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    for connection in connections:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(request)
    answered, began = 0, time.perf_counter()
    while (now := time.perf_counter()) - began < seconds:
        for connection in connections:
            missing, status = _exactly(connection, connection.recv(262_144), host)
            while missing > 0:
                missing -= len(connection.recv(missing))
            if b" 200 " not in status + b" ":
                raise RuntimeError(f"{path}: {status.decode()}")
            connection.sendall(request)
            answered += 1
    for connection in connections:
        connection.close()
    return answered / (now - began)


def _by_wrk(host: str, port: int, path: str, seconds: float) -> float:
    asked = [*("wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s"), f"http://{host}:{port}{path}"]
    printed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed:
        raise RuntimeError(f"{path}: not every answer was 200\n{printed}")
    found = re.search(r"Requests/sec: *([\d.]+)", printed)
    return float(found[1]) if found else 0.0


def client() -> str:
    """Which of the two measures here."""
    return "wrk" if shutil.which("wrk") else "sockets"


def per_second(host: str, port: int, path: str, seconds: float) -> float:
    """Requests per second; raises RuntimeError if an answer was not 200."""
    return (_by_wrk if client() == "wrk" else _by_sockets)(host, port, path, seconds)
