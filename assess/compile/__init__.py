"""From case and rubric to network: every modelling assumption."""

from assess.compile.model import (
    Compiled,
    Size,
    compile_case,
    plan_of,
)

__all__ = ["Compiled", "Size", "compile_case", "plan_of"]
