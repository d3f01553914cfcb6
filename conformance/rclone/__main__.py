"""Every operation: a module registers its own when it is imported."""

from conformance.rclone import operations  # noqa: F401
from conformance.rclone.command import judge

judge.run()
