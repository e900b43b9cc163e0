"""Make sure that a Chromium is there for the browser tests; install Debian's as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """0 where a browser is there in the end, 1 with a message otherwise."""
    if find_browser():
        return 0
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        print("→ Chromium (paquet Debian)", flush=True)
        quiet = ("env", "DEBIAN_FRONTEND=noninteractive", apt)
        for command in (("update", "-qq"), ("install", "-y", "-qq", "chromium")):
            subprocess.run([*quiet, *command], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        if find_browser():
            return 0
    print(
        "Chromium est introuvable : les parcours dans un navigateur en ont besoin.\n"
        "Installez-le (Debian : sudo apt-get install chromium), ou lancez `make check`, "
        "qui s’en passe.",
        file=sys.stderr,
    )
    return 1


def find_browser() -> str | None:
    """The browser's path, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(main())
