"""Options of the test run."""


def pytest_addoption(parser):
    """`--update-golden` rewrites the expected files under tests/golden/ instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files")
