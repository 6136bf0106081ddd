"""The settings: a tree of final values, read once at start. In: a TOML file, the environment, a folder of secret files. Out: a Config."""
