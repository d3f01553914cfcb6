"""Clients that nobody here wrote judge the emulator."""
