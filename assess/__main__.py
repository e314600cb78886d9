"""``python -m assess``."""

from assess.cli import run

if __name__ == "__main__":
    run()
