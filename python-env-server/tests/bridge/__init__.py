"""What the Java tests of the bridge run in Python; nothing here imports the server or its codec."""
