"""The program behind every stubbed command: `main.py NAME ARGUMENTS…` records the call and plays a small fake world."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # python3 -I leaves the script's folder out

import accounts  # noqa: E402
import disk  # noqa: E402
import docker  # noqa: E402
import files  # noqa: E402
import ports  # noqa: E402
import schedule  # noqa: E402
import system  # noqa: E402
import web  # noqa: E402
from record import NAME, call  # noqa: E402

COMMANDS = {
    "sudo": system.sudo,
    "doas": system.sudo,
    "ping": system.ping,
    "ssh": call,
    "curl": web.curl,
    "wget": web.wget,
    "http": web.httpie,
    "xh": web.httpie,
    "lsof": ports.lsof,
    "fuser": ports.fuser,
    "ss": ports.sockets,
    "netstat": ports.sockets,
    "docker": docker.docker,
    "podman": docker.docker,
    "useradd": accounts.useradd,
    "adduser": accounts.adduser,
    "addgroup": accounts.adduser,
    "usermod": accounts.usermod,
    "gpasswd": accounts.gpasswd,
    "deluser": accounts.deluser,
    "userdel": accounts.deluser,
    "chown": files.chown,
    "pg_dump": files.pg_dump,
    "pg_dumpall": files.pg_dump,
    "convert": files.convert,
    "magick": files.convert,
    "mogrify": files.convert,
    "rename": files.rename,
    "prename": files.rename,
    "less": files.show,
    "more": files.show,
    "crontab": schedule.crontab,
    "df": disk.df,
    "pwgen": system.password,
    "makepasswd": system.password,
}

COMMANDS.get(NAME, call)()
