"""Letter intake: a mailbox watched, every letter acknowledged, every paper read, every answer on the clock."""

import os

__version__ = "0.1.0"

# Read by onnxruntime when it is first imported, whoever imports it: without this it tells its maker of its use over the network.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
