"""The small Google, as Python meets it: `client.py` starts it and steers it."""
