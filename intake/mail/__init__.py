"""How a letter came: addresses, the tolerant parser, robots and loops, bounces, composing and delivery outcomes. Pure."""
