"""rclone's Drive backend, as Debian ships it."""
