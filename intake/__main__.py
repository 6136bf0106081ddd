"""`intake` and `python -m intake`. In: the command line. Out: an exit code."""


def main() -> None:
    """Run the command line."""
    from intake.cli import app

    app.main()


if __name__ == "__main__":
    main()
