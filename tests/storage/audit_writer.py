"""Run as a process of its own: adds lines to the audit. Arguments: address, master key as base64, how many."""

import sys

from screener.storage.audit import Audit
from screener.storage.database import Database
from screener.storage.master_key import MasterKey
from screener.storage.vault import Vault


def main(url: str, key: str, count: str) -> None:
    database, audit = Database(url), Audit(Vault(MasterKey.decoded(key, "The key")))
    for number in range(int(count)):
        with database.writing() as session:
            audit.append(session, "system", "test.process", f"draft:{number}")
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
