"""Shows and steers: the command line and the demo sites."""
