"""The ledger: recorded scorings, with all that they were made from."""
