"""The ledger: recorded scorings, with all their inputs."""
