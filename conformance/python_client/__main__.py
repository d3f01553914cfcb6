"""Every operation: a module registers its own when it is imported."""

from conformance.python_client import contents, organising, sessions  # noqa: F401
from conformance.python_client.client import judge

judge.run()
