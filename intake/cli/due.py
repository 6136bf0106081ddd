"""`intake due TIME`: when an answer is due, with the arithmetic in words."""

from typing import Annotated

import typer

from intake.cli import options, output


def due(
    time: Annotated[str, typer.Argument(metavar="TIME", help="ISO 8601, such as 2026-11-24T10:30-05:00; without an offset: office time.")],
    config: options.Config = None,
    json: options.Json = False,
) -> None:
    """When an answer to a letter received at TIME is due, with the arithmetic in words."""
    from intake import wiring
    from intake.desk import due as answers

    answer = answers.explain(time, wiring.calendar(wiring.load(config)))
    if json:
        output.json_line(answer)
        return
    for step in answer.steps:
        output.line(step)
