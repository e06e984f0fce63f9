"""Debian's Firefox, driven by WebDriver BiDi (W3C), which it speaks itself: no driver between."""

from __future__ import annotations

import base64
import itertools
import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

EVENTS = ["log.entryAdded", "network.beforeRequestSent"]
QUIET = (
    'user_pref("app.normandy.enabled", false);\n'
    'user_pref("browser.shell.checkDefaultBrowser", false);\n'
    'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
    'user_pref("network.captive-portal-service.enabled", false);\n'
    'user_pref("network.connectivity-service.enabled", false);\n'
)


class Firefox:
    """One tab of a Firefox, with what its pages asked of the network and said on the console."""

    def __init__(self, wire: ClientConnection) -> None:
        self._wire = wire
        self._ids = itertools.count(1)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=EVENTS)
        self.tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **params: Any) -> Any:
        own = next(self._ids)
        self._wire.send(json.dumps({"id": own, "method": method, "params": params}))
        while True:
            said = json.loads(self._wire.recv(timeout=60))
            if said.get("id") == own:
                assert said["type"] == "success", (method, said)
                return said["result"]
            self._hear(said)

    def _hear(self, event: dict[str, Any]) -> None:
        params = event.get("params", {})
        if event.get("method") == "log.entryAdded" and params["level"] in ("warn", "error"):
            self.complaints.append(params["text"])
        if event.get("method") == "network.beforeRequestSent":
            url = params["request"]["url"]
            if not url.startswith(("file:", "data:", "blob:", "about:")):
                self.requests.append(url)

    def open(self, file: Path, size: tuple[int, int]) -> None:
        self.requests.clear()
        self.complaints.clear()
        self.ask(
            "browsingContext.setViewport",
            context=self.tab,
            viewport={"width": size[0], "height": size[1]},
            devicePixelRatio=1,
        )
        self.ask("browsingContext.navigate", context=self.tab, url=file.as_uri(), wait="complete")

    def run(self, expression: str) -> Any:
        """The value of an expression in the page; it must be one that JSON can say."""
        answer = self.ask(
            "script.callFunction",
            functionDeclaration=f"() => JSON.stringify({expression})",
            target={"context": self.tab},
            awaitPromise=True,
        )
        assert answer["type"] == "success", (expression, answer)
        return json.loads(answer["result"].get("value", "null"))

    def until(self, expression: str, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not self.run(f"Boolean({expression})"):
            assert time.monotonic() < end, f"never true: {expression}"
            time.sleep(0.05)

    def click(self, selector: str) -> None:
        node = self.ask(
            "browsingContext.locateNodes", context=self.tab, locator={"type": "css", "value": selector}
        )["nodes"][0]
        origin = {"type": "element", "element": {"sharedId": node["sharedId"]}}
        self._act(
            {"type": "pointer", "id": "mouse"},
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        )

    def write(self, text: str) -> None:
        keys = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard"}, *keys)

    def _act(self, source: dict[str, Any], *actions: dict[str, Any]) -> None:
        self.ask("input.performActions", context=self.tab, actions=[source | {"actions": list(actions)}])

    def picture(self) -> bytes:
        return base64.b64decode(self.ask("browsingContext.captureScreenshot", context=self.tab)["data"])

    def printed(self) -> bytes:
        return base64.b64decode(self.ask("browsingContext.print", context=self.tab, background=True)["data"])


@contextmanager
def running(binary: str, profile: Path) -> Iterator[Firefox]:
    """A Firefox with a profile of its own; it ends with the block."""
    (profile / "user.js").write_text(QUIET, encoding="utf-8")
    command = [binary, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            said = next((line for line in process.stderr if "BiDi listening" in line), "")
            address = re.search(r"ws://\S+", said)
            assert address, "Firefox ended before it listened"
            with connect(f"{address[0]}/session", max_size=None) as wire:
                yield Firefox(wire)
        finally:
            process.terminate()
            process.communicate(timeout=30)
