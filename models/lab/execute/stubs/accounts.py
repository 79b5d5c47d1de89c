"""useradd, adduser, usermod, gpasswd and deluser on a list of accounts that is kept as JSON."""
import json

from record import ARGUMENTS, call, fail, set_state, split_options, state

VALUED = {"-d", "-g", "-G", "-s", "-c", "-u", "-p"}
LONG_VALUED = set(
    "--groups --gid --shell --home --comment --uid --ingroup --gecos --home-dir --password".split()
)


class Change:
    """One call: its options, its words, the accounts before and after."""

    def __init__(self, valued: set[str]):
        options, self.words = split_options(ARGUMENTS, valued, LONG_VALUED)
        self.options = dict(options)
        self.accounts = json.loads(state("users") or "{}")
        named = [self.options.get(name) or "" for name in ("-G", "--groups")]
        self.groups = [group for text in named for group in text.split(",") if group]
        call()

    def has(self, *names: str) -> bool:
        """One of the options is given."""
        return any(name in self.options for name in names)

    def join(self, account: str, groups: list[str]) -> None:
        """Puts an account into more groups."""
        self.accounts[account]["groups"] = sorted(set(self.accounts[account]["groups"]) | set(groups))

    def save(self) -> None:
        """Keeps the accounts as they now are."""
        set_state("users", json.dumps(self.accounts, sort_keys=True))


def useradd() -> None:
    """useradd [-m] [-G GROUPS] NAME."""
    change = Change(VALUED | {"-a", "-D"})
    if len(change.words) != 1:
        fail("useradd: usage", 2)
    if change.words[0] in change.accounts:
        fail("exists", 9)
    change.accounts[change.words[0]] = {"home": change.has("-m", "--create-home"), "groups": change.groups}
    change.save()


def adduser() -> None:
    """adduser NAME, or adduser NAME GROUP."""
    change = Change(VALUED | {"-l"})
    if len(change.words) not in (1, 2):
        fail("usage", 2)
    account, *groups = change.words
    if groups:
        if account not in change.accounts:
            fail("no such user")
        change.join(account, groups)
    else:
        if account in change.accounts:
            fail("exists")
        group = change.options.get("--ingroup")
        change.accounts[account] = {"home": not change.has("--no-create-home"), "groups": [group] if group else []}
    change.save()


def usermod() -> None:
    """usermod [-a] -G GROUPS NAME."""
    change = Change(VALUED | {"-l"})
    if len(change.words) != 1:
        fail("usage", 2)
    account = change.words[0]
    if account not in change.accounts:
        fail("usermod: user does not exist", 6)
    if change.groups:
        if not change.has("-a", "--append"):
            change.accounts[account]["groups"] = []
        change.join(account, change.groups)
    change.save()


def gpasswd() -> None:
    """gpasswd -a NAME GROUP."""
    change = Change({"-a", "-d"})
    account = change.options.get("-a")
    if account not in change.accounts or not change.words:
        fail("gpasswd: bad")
    change.join(account, change.words[:1])
    change.save()


def deluser() -> None:
    """deluser NAME or userdel NAME."""
    change = Change(VALUED | {"-l"})
    for account in change.words:
        change.accounts.pop(account, None)
    change.save()
