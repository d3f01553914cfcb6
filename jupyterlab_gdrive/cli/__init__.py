"""`jupyter gdrive`: what the panel does, from a terminal, on a proxy of its own."""
