"""`python -m dealerplan`."""

from dealerplan.cli.main import main

if __name__ == "__main__":
    main()
