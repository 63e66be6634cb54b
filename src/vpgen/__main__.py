"""`python -m vpgen` is the command `vpgen`."""

from vpgen.cli import main

main()
