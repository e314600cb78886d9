"""Rules on ledgers."""

from __future__ import annotations

from assess.files.pages.page import Rule

RULES = (
    Rule(
        "E701",
        "ledger that cannot be read or written",
        "A ledger that is not there, whose disk is full, or in whose folder nobody may write.",
        "A scoring counts as recorded only once it is on the disk; nothing of it is kept otherwise.",
        "assess ledger list --ledger no/such/ledger.db",
        "assess score CASE --record, which makes the ledger; then assess ledger list CASE",
    ),
    Rule(
        "E702",
        "file that is no ledger",
        "A file named as a ledger that is something else.",
        "What is in it would be lost if a ledger were written over it.",
        "assess score CASE --record --ledger notes.txt",
        "assess score CASE --record --ledger ledger.db",
    ),
    Rule(
        "E703",
        "ledger of a newer version",
        "A ledger whose schema is newer than this program.",
        "It may hold what this program does not know; an older ledger is brought forward, a newer one is left alone.",
        "a ledger of schema 3, read by a program that knows those up to 1",
        "the version of assess that wrote it, or a newer one",
    ),
    Rule(
        "E704",
        "ledger that was altered",
        "An entry that is not as it was recorded, or a ledger that does not hold what its head file says.",
        "A ledger that somebody altered shows nothing; nothing is added to it, so that the traces stay.",
        "an entry whose result was edited; a head file that is gone",
        "a copy of the ledger and its head file from before; what was altered, assess ledger verify says",
    ),
    Rule(
        "E705",
        "no such entry",
        "A number under which the ledger has no entry, or a ledger that has none.",
        "Entries are numbered from 1, in the order of recording.",
        "assess ledger show 0 CASE",
        "assess ledger show 1 CASE",
    ),
)
