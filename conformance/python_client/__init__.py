"""google-api-python-client with the discovery document it ships: the classic script and more."""
